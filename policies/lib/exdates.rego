# Exclusion dates in the one form of RFC 5545 that Argo Events reads: EXDATE:20261224T000000Z, several with commas
# between. It passes over anything that does not begin with EXDATE: (also EXDATE;TZID=...:), and would fire on that day.
package nautes.lib.exdates

import data.nautes.lib.rfc3339

pattern := `^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z$`

is_valid(text) if {
	is_string(text)
	startswith(text, "EXDATE:")
	every time in split(trim_prefix(text, "EXDATE:"), ",") {
		regex.match(pattern, time)
		rfc3339.is_valid(regex.replace(time, pattern, "$1-$2-${3}T$4:$5:${6}Z"))
	}
}
