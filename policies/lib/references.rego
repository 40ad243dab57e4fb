# References to objects, {"kind", "namespace", "name"}, and how people read them.
package nautes.lib.references

import data.nautes.lib.request

# A message names this many things.
most := 10

# Who refers, each once: the catalog lists a referrer once for each field in which it does.
distinct(uses) := {object.filter(use, {"kind", "namespace", "name"}) | some use in uses}

# References as text, for example "DeploymentRuntime/cart-test, DeploymentRuntime/pay-test".
listed(refs) := enumerated({label(ref) | some ref in refs})

# Texts in order; beyond the limit only how many more there are.
enumerated(texts) := concat(", ", sort(texts)) if {
	count(texts) <= most
} else := sprintf("%s and %d more", [concat(", ", array.slice(sort(texts), 0, most)), count(texts) - most])

# The product is told only where it is another one than that of the request.
label(ref) := concat("/", [ref.kind, ref.name]) if {
	ref.namespace == request.namespace
} else := concat("/", [ref.kind, ref.namespace, ref.name])
