package nautes.rules.deploymentruntime_test

import data.nautes.lib.fixtures
import data.nautes.rules.deploymentruntime

test_environment_exists_fires if {
	found := deploymentruntime.deploymentruntime_environment_exists with input as fixtures.create(going_to("prod"))
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.destination.environment",
		"message": `environment "prod" does not exist in product "shop"`,
	}}
}

test_environment_exists_is_silent if {
	found := deploymentruntime.deploymentruntime_environment_exists with input as fixtures.create(going_to("test"))
		with data.catalog as fixtures.catalog
	found == set()
}

test_environment_exists_fires_on_one_of_another_product if {
	found := deploymentruntime.deploymentruntime_environment_exists with input as fixtures.create(going_to("live"))
		with data.catalog as fixtures.catalog_with({"environments": {"bank": {"live": fixtures.bank_test}}})
	found == {{
		"field": "spec.destination.environment",
		"message": `environment "live" does not exist in product "shop"`,
	}}
}

test_cluster_is_deployment_fires_on_a_pipeline_cluster if {
	found := deploymentruntime.deploymentruntime_cluster_is_deployment with input as fixtures.create(going_to("ci"))
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.destination.environment",
		"message": `cluster "pipe-vc1" of environment "ci" has the usage "worker" and the workerType "pipeline"`,
	}}
}

test_cluster_is_deployment_fires_on_a_host if {
	found := deploymentruntime.deploymentruntime_cluster_is_deployment with input as fixtures.create(going_to("bare"))
		with data.catalog as fixtures.catalog_with({"environments": {"shop": {"bare": {"spec": {"cluster": "host1"}}}}})
	found == {{
		"field": "spec.destination.environment",
		"message": `cluster "host1" of environment "bare" has the usage "host" and the workerType ""`,
	}}
}

test_cluster_is_deployment_is_silent if {
	found := deploymentruntime.deploymentruntime_cluster_is_deployment with input as fixtures.create(going_to("test"))
		with data.catalog as fixtures.catalog
	found == set()
}

test_cluster_is_deployment_is_silent_where_environment_or_cluster_is_missing if {
	every environment in ["prod", "lost"] {
		found := deploymentruntime.deploymentruntime_cluster_is_deployment
			with input as fixtures.create(going_to(environment))
			with data.catalog as fixtures.catalog_with({"environments": {"shop": {"lost": {"spec": {"cluster": "vc9"}}}}})
		found == set()
	}
}

test_source_exists_fires if {
	every name, message in {
		"wiki": `code repo "wiki" does not exist in product "shop"`,
		"bank/charts": `code repo "charts" does not exist in product "bank"`,
		"shop/charts/v2": `code repo "charts/v2" does not exist in product "shop"`,
		"": `code repo "" does not exist in product "shop"`,
	} {
		found := deploymentruntime.deploymentruntime_source_exists
			with input as fixtures.create(deploying({"codeRepo": name}))
			with data.catalog as fixtures.catalog
		found == {{"field": "spec.manifestSource.codeRepo", "message": message}}
	}
}

test_source_exists_is_silent if {
	every runtime in [fixtures.cart_test, fixtures.ledger_test, deploying({"codeRepo": "shop/charts"})] {
		found := deploymentruntime.deploymentruntime_source_exists with input as fixtures.create(runtime)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_path_is_relative_fires if {
	every path in ["/deploy/test", "..", "../test", "deploy/../../test"] {
		found := deploymentruntime.deploymentruntime_path_is_relative
			with input as fixtures.create(deploying({"path": path}))
		found == {{
			"field": "spec.manifestSource.path",
			"message": sprintf("path %q leaves the repository", [path]),
		}}
	}
}

test_path_is_relative_is_silent if {
	every path in ["deploy/test", ".", "deploy/../test", "deploy/..test"] {
		found := deploymentruntime.deploymentruntime_path_is_relative
			with input as fixtures.create(deploying({"path": path}))
		found == set()
	}
}

test_projects_exist_fires if {
	found := deploymentruntime.deploymentruntime_projects_exist
		with input as fixtures.create(fixtures.with_spec(fixtures.cart_test, {"projectsRef": ["cart", "ledger"]}))
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.projectsRef[1]", "message": `project "ledger" does not exist in product "shop"`}}
}

test_projects_exist_is_silent if {
	every projects in [["cart", "pay"], [], null] {
		found := deploymentruntime.deploymentruntime_projects_exist
			with input as fixtures.create(fixtures.with_spec(fixtures.cart_test, {"projectsRef": projects}))
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_projects_permitted_fires if {
	found := deploymentruntime.deploymentruntime_projects_permitted
		with input as fixtures.create(fixtures.with_spec(fixtures.cart_test, {"projectsRef": ["cart", "pay"]}))
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.projectsRef[1]",
		"message": `project "pay" may not use code repo "cart-deploy" of product "shop"`,
	}}
}

test_projects_permitted_is_silent_on_owner_and_on_grantees if {
	every runtime in [fixtures.cart_test, fixtures.pay_test, fixtures.ledger_test] {
		found := deploymentruntime.deploymentruntime_projects_permitted with input as fixtures.create(runtime)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

# A binding that bank made for itself in its own namespace does not count (W4), whatever an index says.
test_projects_permitted_fires_where_a_product_grants_itself if {
	runtime := fixtures.with_spec(fixtures.ledger_test, {"manifestSource": {"codeRepo": "shop/cart-deploy"}})
	found := deploymentruntime.deploymentruntime_projects_permitted with input as fixtures.create(runtime)
		with data.catalog as fixtures.catalog_with({
			"coderepobindings": {"bank": {"mine": {"spec": {"codeRepo": "cart-deploy", "product": "bank"}}}},
			"index": {"bindings_by_grant": {"bank/cart-deploy/bank": [
				{"kind": "CodeRepoBinding", "namespace": "bank", "name": "mine"},
			]}},
		})
	found == {{
		"field": "spec.projectsRef[0]",
		"message": `project "ledger" may not use code repo "cart-deploy" of product "shop"`,
	}}
}

test_projects_permitted_fires_on_a_product_that_was_granted_projects_only if {
	runtime := fixtures.with_spec(fixtures.ledger_test, {"projectsRef": null})
	binding := fixtures.with_spec(fixtures.charts_for_bank, {"projects": ["ledger"]})
	found := deploymentruntime.deploymentruntime_projects_permitted with input as fixtures.create(runtime)
		with data.catalog as fixtures.catalog_with({"coderepobindings": {"shop": {"charts-for-bank": binding}}})
	found == {{
		"field": "spec.manifestSource.codeRepo",
		"message": `product "bank" as a whole may not use code repo "charts" of product "shop"`,
	}}
}

test_projects_permitted_is_silent_on_a_product_as_a_whole if {
	every runtime in [fixtures.cart_test, fixtures.ledger_test] {
		found := deploymentruntime.deploymentruntime_projects_permitted
			with input as fixtures.create(fixtures.with_spec(runtime, {"projectsRef": []}))
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_projects_permitted_leaves_a_missing_repo_to_source_exists if {
	every projects in [["cart"], []] {
		runtime := fixtures.with_spec(deploying({"codeRepo": "bank/wiki"}), {"projectsRef": projects})
		found := deploymentruntime.deploymentruntime_projects_permitted with input as fixtures.create(runtime)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_duplicate_fires if {
	every source in [{}, {"codeRepo": "shop/cart-deploy", "path": "./deploy//test/"}] {
		found := deploymentruntime.deploymentruntime_duplicate
			with input as fixtures.create(fixtures.with_name(deploying(source), "cart-again"))
			with data.catalog as fixtures.catalog
		found == {{
			"field": "spec.manifestSource",
			"message": `deployment runtime "cart-test" has the same manifest source and environment`,
		}}
	}
}

# All runtimes on one repo were gone through for each that came: the index alone leads to those of the same source.
test_duplicate_walks_no_referrers if {
	again := fixtures.create(fixtures.with_name(fixtures.cart_test, "cart-again"))
	by_index := deploymentruntime.deploymentruntime_duplicate with input as again
		with data.catalog as object.remove(fixtures.catalog, ["referrers"])
	count(by_index) == 1
	by_referrers := deploymentruntime.deploymentruntime_duplicate with input as again
		with data.catalog as object.remove(fixtures.catalog, ["index"])
	by_referrers == set()
}

# Steps up are kept in the key as they are, and no path at all is an empty one.
test_duplicate_fires_whatever_the_path if {
	every path, key in {"a/../b/": "a/../b", "": "", ".": "", null: ""} {
		twin := deploying({"path": path})
		found := deploymentruntime.deploymentruntime_duplicate
			with input as fixtures.create(fixtures.with_name(twin, "cart-again"))
			with data.catalog as fixtures.catalog_with({
				"deploymentruntimes": {"shop": {"cart-test": twin}},
				"index": {"runtimes_by_source": {sprintf("shop/test/shop/cart-deploy/%s", [key]): [fixtures.ref(twin)]}},
			})
		count(found) == 1
	}
}

# Two sources can have one key where a reference is no reference: it holds a slash too many.
test_duplicate_is_silent_where_only_the_key_is_the_same if {
	other := deploying({"codeRepo": "shop/cart-deploy/deploy", "path": "test"})
	found := deploymentruntime.deploymentruntime_duplicate
		with input as fixtures.create(fixtures.with_name(fixtures.cart_test, "cart-again"))
		with data.catalog as fixtures.catalog_with({"deploymentruntimes": {"shop": {"cart-test": other}}})
	found == set()
}

test_duplicate_is_silent_on_any_difference if {
	every change in [
		{"destination": {"environment": "ci"}},
		{"manifestSource": {"targetRevision": "v1.4.0"}},
		{"manifestSource": {"path": "deploy/prod"}},
		{"manifestSource": {"codeRepo": "charts"}},
	] {
		runtime := fixtures.with_spec(fixtures.with_name(fixtures.cart_test, "cart-again"), change)
		found := deploymentruntime.deploymentruntime_duplicate with input as fixtures.create(runtime)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_duplicate_is_silent_on_itself_and_on_other_products if {
	change := {"spec": {"account": "cart"}}
	found := deploymentruntime.deploymentruntime_duplicate with input as fixtures.update(fixtures.pay_test, change)
		with data.catalog as fixtures.catalog
	found == set()
}

test_environment_frozen_deployed_fires if {
	found := deploymentruntime.deploymentruntime_environment_frozen_deployed
		with input as fixtures.update(deployed, {"spec": {"destination": {"environment": "prod"}}})
	found == {{
		"field": "spec.destination.environment",
		"message": `environment can not change from "test" to "prod" while deployed on cluster "dep-vc1"`,
	}}
}

test_environment_frozen_deployed_is_silent_on_another_change if {
	found := deploymentruntime.deploymentruntime_environment_frozen_deployed
		with input as fixtures.update(deployed, {"spec": {"destination": {"namespaces": ["cart-web"]}}})
	found == set()
}

test_environment_frozen_deployed_is_silent_while_nothing_is_deployed if {
	every status in [{}, {"deployed": null}, {"deployed": {}}] {
		runtime := object.union(fixtures.cart_test, {"status": status})
		found := deploymentruntime.deploymentruntime_environment_frozen_deployed
			with input as fixtures.update(runtime, {"spec": {"destination": {"environment": "prod"}}})
		found == set()
	}
}

going_to(environment) := fixtures.with_spec(fixtures.cart_test, {"destination": {"environment": environment}})

deploying(source) := fixtures.with_spec(fixtures.cart_test, {"manifestSource": source})

deployed := object.union(fixtures.cart_test, {"status": {"deployed": {
	"environment": "test",
	"cluster": "dep-vc1",
	"namespaces": ["cart-web", "cart-jobs"],
}}})
