package nautes.lib.durations_test

import data.nautes.lib.durations

test_nanoseconds if {
	every text, nanoseconds in {
		"0s": 0,
		"30m": 1800000000000,
		"1h30m": 5400000000000,
		"0.5s": 500000000,
		"1.25s500ms": 1750000000,
		"007us": 7000,
		"00.5µs": 500,
		"1μs1ns": 1001,
		"2562047h47m16.854775807s": 9223372036854775807,
	} {
		durations.nanoseconds(text) == nanoseconds
	}
}

test_nanoseconds_of_what_is_no_duration if {
	every text in ["", "30", "30 m", "-30m", "1d", "m", "30M", "1h,30m", "9999999999999s", "2562047h48m", "\n1h"] {
		not durations.nanoseconds(text)
	}
}
