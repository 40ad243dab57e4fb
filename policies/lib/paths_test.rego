package nautes.lib.paths_test

import data.nautes.lib.paths

test_leaves_repository if {
	every path in ["/", "/deploy", "..", "../deploy", "./../deploy", "a/../..", "a//../..", "a/b/../../../c"] {
		paths.leaves_repository(path)
	}
}

test_stays_in_repository if {
	every path in ["", ".", "deploy", "deploy/test/", "a/..", "a/../b", "a/b/../../c", "...", "a..b", "..a/b"] {
		not paths.leaves_repository(path)
	}
}

test_steps if {
	every path in ["deploy/test", "./deploy/test", "deploy//test/", "deploy/./test"] {
		paths.steps(path) == ["deploy", "test"]
	}
}
