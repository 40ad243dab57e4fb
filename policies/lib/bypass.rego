# What the annotations of an object say about skipping rules.
package nautes.lib.bypass

import data.nautes.lib.fields
import data.nautes.lib.rfc3339

annotation := "nautes.resource.nautes.io/insecure-skip-check"

reason_annotation := "nautes.resource.nautes.io/skip-check-reason"

# In characters. The reason goes into an Event together with who skipped which rules.
longest_reason := 512

value(manifest) := fields.text(manifest, ["metadata", "annotations", annotation])

reason(manifest) := fields.text(manifest, ["metadata", "annotations", reason_annotation])

is_valid(text) if text in {"true", "false"}

is_valid(text) if rfc3339.is_valid(text)

# The value asks for a bypass. Whether its time has passed is not asked: a time in the past may be moved by hand.
asks("true")

asks(text) if rfc3339.is_valid(text)

# A value asks for more than another: for a bypass where there was none, for one without end, or for a later end.
exceeds(new, old) if {
	asks(new)
	not asks(old)
}

exceeds("true", old) if old != "true"

exceeds(new, old) if rfc3339.instant(new) > rfc3339.instant(old)
