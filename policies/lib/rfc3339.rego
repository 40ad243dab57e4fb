# RFC 3339 times, compared without the built-in for it: that one fails on what is no time and beyond the year 2262,
# and "9999-12-31T23:59:59Z" is what people write for ever.
package nautes.lib.rfc3339

# The form, and the ranges that hold in every month; down to the nanosecond.
pattern := concat("", [
	`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]`,
	`(\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`,
])

is_valid(text) if instant(text)

# A value that orders times: seconds on one line through all years, in UTC, then the digits of the fraction.
# Undefined for what is no time.
instant(text) := [(((days * 1440) + minutes) * 60) + digits(text, 17, 2), fraction(text)] if {
	is_string(text)
	regex.match(pattern, text)
	days := days_before(digits(text, 0, 4), digits(text, 5, 2)) + digits(text, 8, 2)
	digits(text, 8, 2) <= days_in_month(digits(text, 0, 4), digits(text, 5, 2))
	minutes := minutes_at(text, 11) - ahead(text)
}

# The digits of the fraction without the zeros at its end, so that they order as text.
fraction(text) := trim_right(trim_left(regex.replace(substring(text, 19, -1), `(Z|[+-].*)$`, ""), "."), "0")

# Minutes ahead of UTC.
ahead(text) := 0 if {
	endswith(text, "Z")
} else := 0 - minutes_at(text, count(text) - 5) if {
	substring(text, count(text) - 6, 1) == "-"
} else := minutes_at(text, count(text) - 5)

# The minutes that hh:mm at an offset stands for.
minutes_at(text, offset) := (digits(text, offset, 2) * 60) + digits(text, offset + 3, 2)

# The number at an offset. to_number refuses "08", hence the 1 in front of it, which is taken off again.
digits(text, offset, length) := to_number(concat("", ["1", substring(text, offset, length)])) - power[length]

power := {2: 100, 4: 10000}

days_in_month(year, 2) := 28 + leap_day(year)

days_in_month(_, month) := 30 if month in {4, 6, 9, 11}

days_in_month(_, month) := 31 if month in {1, 3, 5, 7, 8, 10, 12}

# Days from the beginning of the year -399 to the beginning of a month: 400 years, after which the calendar repeats
# itself, before the year 1, so that floor, which rounds -0.25 up to 0, never sees less than 0.
days_before(year, month) := ((past * 365) + leaps) + (before_month[month - 1] + added) if {
	past := year + 399
	leaps := (floor(past / 4) - floor(past / 100)) + floor(past / 400)
	added := leap_day(year) * past_february(month)
}

# Days of an ordinary year before each month.
before_month := [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

past_february(month) := 1 if {
	month > 2
} else := 0

leap_day(year) := 1 if {
	year % 4 == 0
	not ordinary_century(year)
} else := 0

ordinary_century(year) if {
	year % 100 == 0
	year % 400 != 0
}
