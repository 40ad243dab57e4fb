package nautes.lib.runtimes_test

import data.nautes.lib.fixtures
import data.nautes.lib.runtimes

test_stored if {
	every runtime in [fixtures.cart_test, fixtures.ledger_test, fixtures.cart_ci] {
		found := runtimes.stored(fixtures.ref(runtime)) with data.catalog as fixtures.catalog
		found == runtime
	}
	not runtimes.stored(fixtures.ref(fixtures.charts)) with data.catalog as fixtures.catalog
}

test_cluster if {
	cluster := runtimes.cluster(fixtures.cart_ci, "shop") with data.catalog as fixtures.catalog
	cluster == "pipe-vc1"
	nowhere := runtimes.cluster(fixtures.cart_ci, "bank") with data.catalog as fixtures.catalog
	nowhere == ""
}

test_namespaces if {
	runtimes.namespaces(fixtures.cart_test) == [
		{"name": "cart-web", "field": "spec.destination.namespaces[0]"},
		{"name": "cart-jobs", "field": "spec.destination.namespaces[1]"},
	]
	runtimes.namespaces(fixtures.with_spec(fixtures.cart_ci, {"destination": {"namespace": "build"}})) == [{
		"name": "build",
		"field": "spec.destination.namespace",
	}]
}

test_namespaces_fall_back_to_the_name if {
	runtimes.namespaces(fixtures.pay_test) == [{"name": "pay-test", "field": "spec.destination"}]
	runtimes.namespaces(fixtures.cart_ci) == [{"name": "cart-ci", "field": "spec.destination"}]
	unnamed := fixtures.with_spec(fixtures.pay_test, {"destination": {"namespaces": ["", null, 7]}})
	runtimes.namespaces(unnamed) == [{"name": "pay-test", "field": "spec.destination"}]
}

test_account if {
	runtimes.account(fixtures.cart_test) == "cart-sa"
	runtimes.account(fixtures.pay_test) == "pay-test"
}

test_users if {
	runtimes.users(fixtures.cart_test, "shop") == {{"product": "shop", "project": "cart"}}
	runtimes.users(fixtures.cart_ci, "shop") == {{"product": "shop", "project": "cart"}}
	runtimes.users(fixtures.with_spec(fixtures.cart_test, {"projectsRef": null}), "shop") == {{
		"product": "shop",
		"project": "",
	}}
}
