package nautes.rules.runtime_test

import data.nautes.lib.fixtures
import data.nautes.rules.runtime

test_namespace_free_fires_on_another_product if {
	found := runtime.runtime_namespace_free with input as fixtures.create(deploying_into(["new", "cart-web"]))
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.destination.namespaces[1]",
		"message": `namespace "cart-web" is taken on cluster "dep-vc1" by DeploymentRuntime/shop/cart-test`,
	}}
}

test_namespace_free_fires_on_the_name_where_no_namespace_is_named if {
	every namespaces in [[], [""], null] {
		intruder := fixtures.with_name(deploying_into(namespaces), "pay-test")
		found := runtime.runtime_namespace_free with input as fixtures.create(intruder)
			with data.catalog as fixtures.catalog
		found == {{
			"field": "spec.destination",
			"message": `namespace "pay-test" is taken on cluster "dep-vc1" by DeploymentRuntime/shop/pay-test`,
		}}
	}
}

test_namespace_free_is_silent_on_a_runtime_of_the_same_product if {
	sharing := fixtures.with_spec(fixtures.pay_test, {"destination": {"namespaces": ["cart-web", "pay"]}})
	found := runtime.runtime_namespace_free with input as fixtures.create(sharing)
		with data.catalog as fixtures.catalog
	found == set()
}

test_namespace_free_fires_on_the_own_product_where_one_is_a_pipeline if {
	pipeline := fixtures.with_spec(fixtures.cart_ci, {"destination": {"environment": "test", "namespace": "cart-web"}})
	found := runtime.runtime_namespace_free with input as fixtures.create(pipeline)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.destination.namespace",
		"message": `namespace "cart-web" is taken on cluster "dep-vc1" by DeploymentRuntime/cart-test`,
	}}
}

test_namespace_free_is_silent_on_itself if {
	found := runtime.runtime_namespace_free
		with input as fixtures.update(fixtures.cart_ci, {"spec": {"isolation": "exclusive"}})
		with data.catalog as fixtures.catalog
	found == set()
}

test_namespace_free_is_silent_on_another_cluster_and_without_an_environment if {
	every environment in ["live", "lost"] {
		elsewhere := fixtures.with_spec(deploying_into(["cart-web"]), {"destination": {"environment": environment}})
		found := runtime.runtime_namespace_free with input as fixtures.create(elsewhere)
			with data.catalog as fixtures.catalog_with({"environments": {"bank": {"live": {"spec": {"cluster": "dep-vc2"}}}}})
		found == set()
	}
}

test_namespace_not_reserved_fires if {
	every namespace, reason in {
		"default": "is reserved by Kubernetes",
		"kube-system": "is reserved by Kubernetes",
		"nautes-system": "belongs to Nautes itself",
		"shop": `is the name of product "shop"`,
		"hnc-system": `belongs to hnc on cluster "dep-vc1"`,
		"argocd": `belongs to argo-rollouts, argocd on cluster "dep-vc1"`,
	} {
		found := runtime.runtime_namespace_not_reserved with input as fixtures.create(deploying_into([namespace]))
			with data.catalog as fixtures.catalog
		found == {{
			"field": "spec.destination.namespaces[0]",
			"message": sprintf("namespace %q %s", [namespace, reason]),
		}}
	}
}

test_namespace_not_reserved_fires_on_a_pipeline_that_takes_its_name if {
	pipeline := fixtures.with_name(fixtures.cart_ci, "tekton-pipelines")
	found := runtime.runtime_namespace_not_reserved with input as fixtures.create(pipeline)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.destination",
		"message": `namespace "tekton-pipelines" belongs to tekton on cluster "pipe-vc1"`,
	}}
}

test_namespace_not_reserved_is_silent if {
	every namespace in ["bank", "tekton-pipelines", "kubernetes", "default-bank", "nautes"] {
		found := runtime.runtime_namespace_not_reserved with input as fixtures.create(deploying_into([namespace]))
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_namespace_not_reserved_is_silent_where_the_cluster_opens_it_to_the_product if {
	admitted := fixtures.with_spec(fixtures.cart_test, {"destination": {"namespaces": ["argocd"]}})
	found := runtime.runtime_namespace_not_reserved with input as fixtures.create(admitted)
		with data.catalog as fixtures.catalog
	found == set()
}

test_namespace_not_reserved_fires_without_an_environment if {
	lost := fixtures.with_spec(deploying_into(["kube-system"]), {"destination": {"environment": "lost"}})
	found := runtime.runtime_namespace_not_reserved with input as fixtures.create(lost)
		with data.catalog as {}
	found == {{
		"field": "spec.destination.namespaces[0]",
		"message": `namespace "kube-system" is reserved by Kubernetes`,
	}}
}

test_name_unique_on_cluster_fires if {
	namesake := fixtures.with_name(fixtures.ledger_test, "cart-test")
	found := runtime.runtime_name_unique_on_cluster with input as fixtures.create(namesake)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "metadata.name",
		"message": `name "cart-test" is also that of DeploymentRuntime/shop/cart-test on cluster "dep-vc1"`,
	}}
}

test_name_unique_on_cluster_is_silent_on_itself_and_on_the_other_kind if {
	pipeline := fixtures.with_spec(
		fixtures.with_name(fixtures.cart_ci, "ledger-test"),
		{"destination": {"environment": "test"}},
	)
	every review in [fixtures.create(pipeline), fixtures.update(fixtures.cart_test, {"spec": {"account": "cart"}})] {
		found := runtime.runtime_name_unique_on_cluster with input as review
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_account_not_taken_fires_on_another_product if {
	thief := fixtures.with_spec(fixtures.ledger_test, {"account": "cart-sa"})
	found := runtime.runtime_account_not_taken with input as fixtures.create(thief)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.account",
		"message": `account "cart-sa" is used on cluster "dep-vc1" by product shop`,
	}}
}

test_account_not_taken_fires_on_the_name_where_no_account_is_set if {
	thief := fixtures.with_name(fixtures.ledger_test, "pay-test")
	found := runtime.runtime_account_not_taken with input as fixtures.create(thief)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.account",
		"message": `account "pay-test" is used on cluster "dep-vc1" by product shop`,
	}}
}

test_account_not_taken_fires_on_reserved_accounts if {
	every account in ["default", "admin", "nautes-argo-event-sa", "tekton-pipelines-controller"] {
		found := runtime.runtime_account_not_taken
			with input as fixtures.create(fixtures.with_spec(fixtures.cart_ci, {"account": account}))
			with data.catalog as {}
		found == {{"field": "spec.account", "message": sprintf("account %q is reserved", [account])}}
	}
}

test_account_not_taken_is_silent if {
	every review in [
		fixtures.create(fixtures.with_spec(fixtures.pay_test, {"account": "cart-sa"})),
		fixtures.create(fixtures.with_spec(fixtures.ledger_test, {"account": "cart-ci"})),
		fixtures.update(fixtures.cart_test, {"spec": {"projectsRef": ["cart", "pay"]}}),
	] {
		found := runtime.runtime_account_not_taken with input as review
			with data.catalog as fixtures.catalog
		found == set()
	}
}

deploying_into(namespaces) := fixtures.with_spec(
	fixtures.with_name(fixtures.ledger_test, "intruder"),
	{"destination": {"namespaces": namespaces}},
)
