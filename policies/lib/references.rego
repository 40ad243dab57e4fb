# References to objects, {"kind", "namespace", "name"}, and how people read them.
package nautes.lib.references

import data.nautes.lib.request

# A message names this many things.
most := 10

# Who refers, each once: the catalog lists a referrer once for each field in which it does.
distinct(uses) := {object.filter(use, {"kind", "namespace", "name"}) | some use in uses}

# References as text, for example "DeploymentRuntime/cart-test, DeploymentRuntime/pay-test". Only those that are told
# are made into text: there can be thousands.
listed(refs) := told([label(ref) | some ref in array.slice(sort(refs), 0, most)], count(refs))

# Texts in order.
enumerated(texts) := told(array.slice(sort(texts), 0, most), count(texts))

# The first texts of so many, and how many more there are.
told(texts, total) := concat(", ", sort(texts)) if {
	total <= most
} else := sprintf("%s and %d more", [concat(", ", sort(texts)), total - most])

# The product is told only where it is another one than that of the request.
label(ref) := concat("/", [ref.kind, ref.name]) if {
	ref.namespace == request.namespace
} else := concat("/", [ref.kind, ref.namespace, ref.name])
