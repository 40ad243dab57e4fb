# Cron expressions of five fields, as the calendar event source of Argo Events reads them: minute, hour, day of month,
# month, day of week. It takes no descriptor such as @daily, no seconds, no year, and no time zone in front.
package nautes.lib.cron

units := [
	{"least": 0, "most": 59, "names": {}},
	{"least": 0, "most": 23, "names": {}},
	{"least": 1, "most": 31, "names": {}},
	{"least": 1, "most": 12, "names": month_names},
	{"least": 0, "most": 6, "names": {"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}},
]

month_names := {
	"jan": 1,
	"feb": 2,
	"mar": 3,
	"apr": 4,
	"may": 5,
	"jun": 6,
	"jul": 7,
	"aug": 8,
	"sep": 9,
	"oct": 10,
	"nov": 11,
	"dec": 12,
}

# The most days that a month can have, by its number less one.
days := [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

# "*" or "?" for all values, a value, or two with a dash between; a step may follow.
range := `^(?:[*?]|[0-9A-Za-z]{1,9}(?:-[0-9A-Za-z]{1,9})?)(?:/[0-9]{1,9})?$`

fields(expression) := regex.split(`[ \t]+`, trim(expression, " \t"))

is_valid(expression) if {
	given := fields(expression)
	count(given) == 5
	every i, unit in units {
		every text in split(given[i], ",") {
			span(text, unit)
		}
	}
}

# A valid expression names days that none of its months has, such as the 30th of February. Argo Events would not wait
# for ever on it but fire without a pause. A day of the week that is given counts beside the days of the month.
never_fires(expression) if {
	[_, _, day, month, weekday] := fields(expression)
	regex.match(`(^|,)[*?](/0*1)?(,|$)`, weekday)
	first := min([span(text, units[2]).first | some text in split(day, ",")])
	longest := max([days[number - 1] |
		some text in split(month, ",")
		some number in month_names
		within(number, span(text, units[3]))
	])
	first > longest
}

within(value, ends) if {
	value >= ends.first
	value <= ends.last
	(value - ends.first) % ends.step == 0
}

# The first and the last value of a range and the step from one to the next; undefined for what is no range.
span(text, unit) := {"first": first, "last": last, "step": step} if {
	regex.match(range, text)
	halves := split(text, "/")
	ends := split(halves[0], "-")
	first := beginning(ends[0], unit)
	last := end(ends, count(halves), unit)
	step := step_of(halves)
	unit.least <= first
	first <= last
	last <= unit.most
	step > 0
}

beginning(text, unit) := unit.least if {
	text in {"*", "?"}
} else := value(text, unit)

end([_, text], _, unit) := value(text, unit)

# One value without a step is its own end, with a step it goes on to the last there is.
end([text], 1, unit) := value(text, unit) if not text in {"*", "?"}

end([text], 1, unit) := unit.most if text in {"*", "?"}

end([_], 2, unit) := unit.most

step_of(halves) := number(halves[1]) if {
	count(halves) == 2
} else := 1

value(text, unit) := named if {
	named := unit.names[lower(text)]
} else := number(text)

# to_number refuses zeros in front.
number(text) := to_number(regex.replace(text, `^0+([0-9])`, "$1")) if regex.match(`^[0-9]+$`, text)
