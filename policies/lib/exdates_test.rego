package nautes.lib.exdates_test

import data.nautes.lib.exdates

test_is_valid if {
	every text in [
		"EXDATE:20261224T000000Z",
		"EXDATE:20260101T000000Z,20260501T235959Z",
		"EXDATE:20240229T120000Z",
	] {
		exdates.is_valid(text)
	}
}

# Each of these Argo Events either passes over, or refuses when it starts.
test_is_not_valid if {
	every text in [
		"",
		"EXDATE:",
		"20261224T000000Z",
		"exdate:20261224T000000Z",
		"EXDATE;TZID=Europe/Berlin:20261224T000000",
		"EXDATE:20261224T000000",
		"EXDATE:20261224",
		"EXDATE:2026-12-24T00:00:00Z",
		"EXDATE:20261224T000000Z,",
		"EXDATE:20261224T000000Z, 20261225T000000Z",
		"EXDATE:20250229T000000Z",
		"EXDATE:20261301T000000Z",
		"EXDATE:20261224T240000Z",
		"2026-12-24T00:00:00Z",
		20261224,
	] {
		not exdates.is_valid(text)
	}
}
