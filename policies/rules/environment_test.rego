package nautes.rules.environment_test

import data.nautes.lib.fixtures
import data.nautes.rules.environment

test_cluster_exists_fires if {
	found := environment.environment_cluster_exists with input as fixtures.create(staging_on("vc9"))
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.cluster", "message": `cluster "vc9" does not exist`}}
}

test_cluster_exists_is_silent if {
	found := environment.environment_cluster_exists with input as fixtures.create(staging_on("dep-vc2"))
		with data.catalog as fixtures.catalog
	found == set()
}

test_cluster_exists_fires_in_an_empty_catalog if {
	found := environment.environment_cluster_exists with input as fixtures.create(staging_on("dep-vc2"))
		with data.catalog as {}
	found == {{"field": "spec.cluster", "message": `cluster "dep-vc2" does not exist`}}
}

test_cluster_is_worker_fires if {
	found := environment.environment_cluster_is_worker with input as fixtures.create(staging_on("host1"))
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.cluster", "message": `cluster "host1" has the usage "host", not "worker"`}}
}

test_cluster_is_worker_is_silent if {
	found := environment.environment_cluster_is_worker with input as fixtures.create(staging_on("pipe-vc1"))
		with data.catalog as fixtures.catalog
	found == set()
}

test_cluster_is_worker_leaves_a_missing_cluster_to_cluster_exists if {
	found := environment.environment_cluster_is_worker with input as fixtures.create(staging_on("vc9"))
		with data.catalog as fixtures.catalog
	found == set()
}

test_cluster_unique_fires if {
	found := environment.environment_cluster_unique with input as fixtures.create(staging_on("dep-vc1"))
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.cluster", "message": `cluster "dep-vc1" is that of environment "test" already`}}
}

test_cluster_unique_is_silent_on_another_cluster if {
	found := environment.environment_cluster_unique with input as fixtures.create(staging_on("dep-vc2"))
		with data.catalog as fixtures.catalog
	found == set()
}

test_cluster_unique_is_silent_on_itself_and_on_other_products if {
	change := {"spec": {"envType": "staging"}}
	found := environment.environment_cluster_unique with input as fixtures.update(fixtures.test, change)
		with data.catalog as fixtures.catalog
	found == set()
}

test_cluster_frozen_in_use_fires if {
	change := {"spec": {"cluster": "dep-vc2"}}
	found := environment.environment_cluster_frozen_in_use with input as fixtures.update(fixtures.test, change)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.cluster",
		"message": concat("", [
			`cluster can not change from "dep-vc1" to "dep-vc2" while targeted by `,
			"DeploymentRuntime/cart-test, DeploymentRuntime/pay-test",
		]),
	}}
}

test_cluster_frozen_in_use_fires_on_a_pipeline if {
	change := {"spec": {"cluster": "pipe-vc2"}}
	found := environment.environment_cluster_frozen_in_use with input as fixtures.update(fixtures.ci, change)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.cluster",
		"message": `cluster can not change from "pipe-vc1" to "pipe-vc2" while targeted by ProjectPipelineRuntime/cart-ci`,
	}}
}

test_cluster_frozen_in_use_is_silent_on_another_change if {
	change := {"spec": {"envType": "staging"}}
	found := environment.environment_cluster_frozen_in_use with input as fixtures.update(fixtures.test, change)
		with data.catalog as fixtures.catalog
	found == set()
}

test_cluster_frozen_in_use_is_silent_where_nobody_targets if {
	change := {"spec": {"cluster": "dep-vc2"}}
	every nobody in [{}, {"referrers": {"environments": {"shop": {"test": []}}}}] {
		found := environment.environment_cluster_frozen_in_use with input as fixtures.update(fixtures.test, change)
			with data.catalog as nobody
		found == set()
	}
}

# cart-test was forced in before its environment was there. bank holds one of its namespaces on that cluster.
test_keeps_runtimes_apart_fires_on_a_namespace_of_another_product if {
	found := environment.environment_keeps_runtimes_apart with input as fixtures.create(fixtures.test)
		with data.catalog as before_test({"runtimes_by_cluster_namespace": {
			"dep-vc1/cart-web": [fixtures.ref(fixtures.ledger_test)],
		}})
	found == {{
		"field": "spec.cluster",
		"message": concat("", [
			`namespace "cart-web" of DeploymentRuntime/cart-test is taken on cluster "dep-vc1" by `,
			"DeploymentRuntime/bank/ledger-test",
		]),
	}}
}

test_keeps_runtimes_apart_fires_on_a_reserved_namespace if {
	runtime := fixtures.with_spec(fixtures.pay_test, {"destination": {"namespaces": ["hnc-system"]}})
	found := environment.environment_keeps_runtimes_apart with input as fixtures.create(fixtures.test)
		with data.catalog as object.union(before_test({}), {"deploymentruntimes": {"shop": {"pay-test": runtime}}})
	found == {{
		"field": "spec.cluster",
		"message": `namespace "hnc-system" of DeploymentRuntime/pay-test belongs to hnc on cluster "dep-vc1"`,
	}}
}

test_keeps_runtimes_apart_fires_on_an_account_of_another_product if {
	found := environment.environment_keeps_runtimes_apart with input as fixtures.create(fixtures.test)
		with data.catalog as before_test({"runtimes_by_cluster_account": {
			"dep-vc1/cart-sa": [fixtures.ref(fixtures.ledger_test)],
		}})
	found == {{
		"field": "spec.cluster",
		"message": `account "cart-sa" of DeploymentRuntime/cart-test is used on cluster "dep-vc1" by product bank`,
	}}
}

test_keeps_runtimes_apart_fires_on_a_reserved_account if {
	runtime := fixtures.with_spec(fixtures.pay_test, {"account": "argocd-server"})
	found := environment.environment_keeps_runtimes_apart with input as fixtures.create(fixtures.test)
		with data.catalog as object.union(before_test({}), {"deploymentruntimes": {"shop": {"pay-test": runtime}}})
	found == {{
		"field": "spec.cluster",
		"message": `account "argocd-server" of DeploymentRuntime/pay-test is reserved`,
	}}
}

# A pipeline runtime and a deployment runtime of one product wait for the same environment with the same namespace.
test_keeps_runtimes_apart_fires_on_two_that_come_along if {
	pipeline := object.union(fixtures.cart_ci, {"spec": {"destination": {"environment": "test", "namespace": "pay-test"}}})
	found := environment.environment_keeps_runtimes_apart with input as fixtures.create(fixtures.test)
		with data.catalog as object.union(before_test({}), {
			"projectpipelineruntimes": {"shop": {"cart-ci": pipeline}},
			"referrers": {"environments": {"shop": {"test": [
				fixtures.use(fixtures.pay_test, "spec.destination.environment"),
				fixtures.use(pipeline, "spec.destination.environment"),
			]}}},
		})
	{violation.message | some violation in found} == {
		concat("", [
			`namespace "pay-test" of DeploymentRuntime/pay-test is taken on cluster "dep-vc1" by `,
			"ProjectPipelineRuntime/cart-ci",
		]),
		concat("", [
			`namespace "pay-test" of ProjectPipelineRuntime/cart-ci is taken on cluster "dep-vc1" by `,
			"DeploymentRuntime/pay-test",
		]),
	}
}

test_keeps_runtimes_apart_is_silent_on_deployments_of_one_product if {
	runtime := fixtures.with_spec(fixtures.pay_test, {
		"destination": {"namespaces": ["cart-web"]},
		"account": "cart-sa",
	})
	found := environment.environment_keeps_runtimes_apart with input as fixtures.create(fixtures.test)
		with data.catalog as object.union(before_test({}), {"deploymentruntimes": {"shop": {"pay-test": runtime}}})
	found == set()
}

test_keeps_runtimes_apart_is_silent_where_all_is_there_already if {
	found := environment.environment_keeps_runtimes_apart with input as fixtures.create(fixtures.test)
		with data.catalog as fixtures.catalog
	found == set()
}

test_keeps_runtimes_apart_fires_when_moving_to_another_cluster if {
	change := {"spec": {"cluster": "dep-vc2"}}
	found := environment.environment_keeps_runtimes_apart with input as fixtures.update(fixtures.test, change)
		with data.catalog as fixtures.catalog_with({"index": {"runtimes_by_cluster_namespace": {
			"dep-vc2/pay-test": [fixtures.ref(fixtures.ledger_test)],
		}}})
	found == {{
		"field": "spec.cluster",
		"message": concat("", [
			`namespace "pay-test" of DeploymentRuntime/pay-test is taken on cluster "dep-vc2" by `,
			"DeploymentRuntime/bank/ledger-test",
		]),
	}}
}

# All of it is broken already, and this change makes nothing of it worse.
test_keeps_runtimes_apart_is_silent_on_another_change if {
	change := {"spec": {"envType": "staging"}}
	forced := fixtures.with_spec(fixtures.pay_test, {"destination": {"namespaces": ["kube-system"]}, "account": "default"})
	ledger := [fixtures.ref(fixtures.ledger_test)]
	found := environment.environment_keeps_runtimes_apart with input as fixtures.update(fixtures.test, change)
		with data.catalog as fixtures.catalog_with({
			"deploymentruntimes": {"shop": {"pay-test": forced}},
			"index": {
				"runtimes_by_cluster_namespace": {"dep-vc1/cart-web": ledger},
				"runtimes_by_cluster_account": {"dep-vc1/cart-sa": ledger},
			},
		})
	found == set()
}

test_in_use_fires if {
	found := environment.environment_in_use with input as fixtures.remove(fixtures.ci)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "metadata.name",
		"message": `environment "ci" is targeted by ProjectPipelineRuntime/cart-ci`,
	}}
}

test_in_use_is_silent_where_nobody_targets if {
	found := environment.environment_in_use with input as fixtures.remove(staging_on("dep-vc2"))
		with data.catalog as fixtures.catalog
	found == set()
}

test_in_use_is_silent_where_the_namespace_is_going if {
	found := environment.environment_in_use with input as fixtures.remove(fixtures.ci)
		with data.catalog as fixtures.terminating
	found == set()
}

staging_on(cluster) := fixtures.declared("Environment", "shop", "staging", {"cluster": cluster, "envType": "staging"})

# The catalog while the environment shop/test is not there: no index knows the runtimes that target it.
before_test(index) := object.union(
	object.remove(fixtures.catalog_without("environments", "shop", "test"), ["index"]),
	{"index": index},
)
