package nautes.lib.environments_test

import data.nautes.lib.environments
import data.nautes.lib.fixtures

test_targets if {
	targets := environments.targets with input as fixtures.create(fixtures.test)
		with data.catalog as fixtures.catalog
	targets == {fixtures.ref(fixtures.cart_test), fixtures.ref(fixtures.pay_test)}
}

test_targets_of_one_that_nobody_waits_for if {
	targets := environments.targets with input as fixtures.create(fixtures.test)
		with data.catalog as {}
	targets == set()
}

test_takers if {
	takers := environments.takers with input as fixtures.create(fixtures.test)
		with data.catalog as fixtures.catalog
	takers == {
		"cart-web": {fixtures.ref(fixtures.cart_test)},
		"cart-jobs": {fixtures.ref(fixtures.cart_test)},
		"pay-test": {fixtures.ref(fixtures.pay_test)},
	}
}

test_rivals_are_none_where_nobody_takes_the_namespace if {
	rivals := environments.rivals("new", fixtures.ref(fixtures.cart_test), "dep-vc1")
		with input as fixtures.create(fixtures.test)
		with data.catalog as fixtures.catalog
	rivals == set()
}
