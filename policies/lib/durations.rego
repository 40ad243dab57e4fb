# Durations as Go writes them, such as 30m, 24h or 1h30m.
package nautes.lib.durations

# At most twelve digits, so that no number is too large to be read.
pattern := `^(?:[0-9]{1,12}(?:\.[0-9]{1,9})?(?:ns|us|µs|μs|ms|s|m|h))+$`

in_nanoseconds := {
	"ns": 1,
	"us": 1000,
	"µs": 1000,
	"μs": 1000,
	"ms": 1000000,
	"s": 1000000000,
	"m": 60000000000,
	"h": 3600000000000,
}

# What a signed number of 64 bits holds, about 292 years.
longest := 9223372036854775807

# Undefined for what is no duration.
nanoseconds(text) := total if {
	regex.match(pattern, text)
	total := sum([round(number(part) * in_nanoseconds[unit]) |
		some part in regex.find_n(`[0-9.]+[^0-9.]+`, text, -1)
		unit := trim_left(part, "0123456789.")
	])
	total <= longest
}

# The number that a part begins with, without the zeros in front, which to_number refuses.
number(part) := to_number(regex.replace(regex.replace(part, `[^0-9.]+$`, ""), `^0+([0-9])`, "$1"))
