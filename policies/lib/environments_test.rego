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

# A rule for each namespace was evaluated for all runtimes again with each that was asked for: 1000 waiting runtimes
# took seconds.
test_takers_is_one_document_that_is_worked_out_once if {
	takers := environments.takers with input as fixtures.create(fixtures.test)
		with data.catalog as waiting(["shared", "shared", "own"])
	takers == {"shared": {waiter(0), waiter(1)}, "own": {waiter(2)}}
}

test_rivals_of_a_deployment_are_pipelines_and_other_products if {
	rivals := environments.rivals("pay-test", fixtures.ref(fixtures.cart_test), "dep-vc2")
		with input as fixtures.create(fixtures.test)
		with data.catalog as crowded
	rivals == {fixtures.ref(fixtures.cart_ci), fixtures.ref(fixtures.ledger_test)}
}

test_rivals_of_a_pipeline_are_all_but_itself if {
	rivals := environments.rivals("pay-test", fixtures.ref(fixtures.cart_ci), "dep-vc2")
		with input as fixtures.create(fixtures.test)
		with data.catalog as crowded
	rivals == {fixtures.ref(fixtures.pay_test), fixtures.ref(fixtures.ledger_test)}
}

# The namespace pay-test on dep-vc2: bank's runtime is there, and with the environment come two of shop.
crowded := {
	"deploymentruntimes": {"shop": {"pay-test": fixtures.pay_test}},
	"projectpipelineruntimes": {"shop": {"cart-ci": pipeline}},
	"referrers": {"environments": {"shop": {"test": [
		fixtures.use(fixtures.pay_test, "spec.destination.environment"),
		fixtures.use(pipeline, "spec.destination.environment"),
	]}}},
	"index": {"runtimes_by_cluster_namespace": {"dep-vc2/pay-test": [fixtures.ref(fixtures.ledger_test)]}},
}

pipeline := fixtures.with_spec(fixtures.cart_ci, {"destination": {"environment": "test", "namespace": "pay-test"}})

# Runtimes that wait for the environment, one for each namespace that is listed.
waiting(namespaces) := {
	"deploymentruntimes": {"shop": {waiter(i).name: runtime |
		some i, namespace in namespaces
		runtime := fixtures.with_spec(fixtures.pay_test, {"destination": {"namespaces": [namespace]}})
	}},
	"referrers": {"environments": {"shop": {"test": [use |
		some i, _ in namespaces
		use := object.union(waiter(i), {"field": "spec.destination.environment"})
	]}}},
}

waiter(i) := {"kind": "DeploymentRuntime", "namespace": "shop", "name": sprintf("waiter-%d", [i])}
