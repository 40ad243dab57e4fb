package nautes.lib.repeats_test

import data.nautes.lib.repeats

test_of_keeps_the_first if {
	repeats.of(["a", "b", "a", "c", "a"]) == {2, 4}
	repeats.of({0: "a", 4: "b", 7: "b"}) == {7}
	repeats.of([["a", "b"], ["b", "a"], ["a", "b"]]) == {2}
}

test_of_what_is_different if {
	repeats.of([]) == set()
	repeats.of(["a"]) == set()
	repeats.of(["a", "b"]) == set()
}
