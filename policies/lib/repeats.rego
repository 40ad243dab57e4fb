# What stands in a list more than once.
package nautes.lib.repeats

# The positions of the keys that an earlier position holds already. The keys are sorted, for to look for each among all
# others would take a time that grows with the square of their number.
of(keys) := {later[1] |
	ordered := sort([[key, i] | some i, key in keys])
	some n, later in ordered
	n > 0
	ordered[n - 1][0] == later[0]
}
