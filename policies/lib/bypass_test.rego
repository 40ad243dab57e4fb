package nautes.lib.bypass_test

import data.nautes.lib.bypass

test_is_valid if {
	every value in ["true", "false", "2026-03-01T18:00:00Z"] {
		bypass.is_valid(value)
	}
	every value in ["", "TRUE", "1", "tomorrow", true] {
		not bypass.is_valid(value)
	}
}

test_asks if {
	every value in ["true", "2026-03-01T18:00:00Z"] {
		bypass.asks(value)
	}
	every value in ["", "false", "tomorrow"] {
		not bypass.asks(value)
	}
}

# Each value asks for more than all before it, and none for more than itself.
test_exceeds if {
	values := ["", "2026-03-01T18:00:00Z", "2026-03-01T18:00:00.5Z", "9999-12-31T23:59:59Z", "true"]
	every i, new in values {
		every j, old in values {
			i > j == exceeds(new, old)
		}
	}
}

test_exceeds_never_by_a_value_that_asks_for_nothing if {
	every new in ["", "false", "tomorrow"] {
		not bypass.exceeds(new, "")
	}
}

exceeds(new, old) if {
	bypass.exceeds(new, old)
} else := false
