package nautes.rules.product_test

import data.nautes.lib.fixtures
import data.nautes.rules.product

shop := fixtures.declared("Product", "", "shop", {"codeRepoProvider": "gitlab"})

holding(uses) := {"referrers": {"products": {"shop": uses}}}

inside(kind, name) := {"kind": kind, "namespace": "shop", "name": name, "field": "metadata.namespace"}

toys := fixtures.declared("Product", "", "toys", {})

test_name_not_reserved_fires if {
	every name in ["default", "nautes", "nautes-system", "admin", "readonly", "kube-", "kube-system"] {
		found := product.product_name_not_reserved with input as fixtures.create(fixtures.with_name(toys, name))
		found == {{"field": "metadata.name", "message": sprintf("name %q is reserved", [name])}}
	}
}

test_name_not_reserved_is_silent if {
	every name in ["toys", "kube", "administration", "nautes-2", "default-shop"] {
		found := product.product_name_not_reserved with input as fixtures.create(fixtures.with_name(toys, name))
		found == set()
	}
}

test_namespace_free_fires if {
	found := product.product_namespace_free with input as fixtures.create(toys)
		with data.catalog as {"namespaces": {"toys": {"labels": {}, "terminating": false}}}
	found == {{"field": "metadata.name", "message": `namespace "toys" exists and is not the product's`}}
}

test_namespace_free_fires_on_the_namespace_of_another_product if {
	labels := {"nautes.resource.nautes.io/product": "shop"}
	found := product.product_namespace_free with input as fixtures.create(toys)
		with data.catalog as {"namespaces": {"toys": {"labels": labels, "terminating": true}}}
	found == {{"field": "metadata.name", "message": `namespace "toys" is that of product "shop"`}}
}

test_namespace_free_is_silent if {
	labels := {"nautes.resource.nautes.io/product": "toys"}
	every catalog in [fixtures.catalog, {"namespaces": {"toys": {"labels": labels, "terminating": false}}}] {
		found := product.product_namespace_free with input as fixtures.create(toys) with data.catalog as catalog
		found == set()
	}
}

test_keeps_runtimes_apart_fires if {
	found := product.product_keeps_runtimes_apart with input as fixtures.create(toys)
		with data.catalog as {"index": {"runtimes_by_namespace": {"toys": [
			fixtures.ref(fixtures.cart_test),
			fixtures.ref(fixtures.ledger_test),
		]}}}
	found == {{
		"field": "metadata.name",
		"message": `name "toys" is a namespace of DeploymentRuntime/bank/ledger-test, DeploymentRuntime/shop/cart-test`,
	}}
}

# cart-test of shop, forced in before its product, has the namespace shop.
test_keeps_runtimes_apart_is_silent_on_its_own if {
	every catalog in [{}, {"index": {"runtimes_by_namespace": {"shop": [fixtures.ref(fixtures.cart_test)]}}}] {
		found := product.product_keeps_runtimes_apart with input as fixtures.create(shop) with data.catalog as catalog
		found == set()
	}
}

test_provider_exists_fires if {
	found := product.product_provider_exists
		with input as fixtures.create(fixtures.with_spec(toys, {"codeRepoProvider": "github"}))
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.codeRepoProvider", "message": `code repo provider "github" does not exist`}}
}

test_provider_exists_fires_where_the_only_one_is_meant_and_there_is_none if {
	found := product.product_provider_exists with input as fixtures.create(toys) with data.catalog as {}
	found == {{
		"field": "spec.codeRepoProvider",
		"message": "no code repo provider is named, and there are 0, not 1",
	}}
}

test_provider_exists_is_silent if {
	every whole in [toys, shop, object.remove(toys, ["spec"])] {
		found := product.product_provider_exists with input as fixtures.create(whole)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_group_path_frozen_fires if {
	every path, former in {"retail/shop": "shop", "toys": "shop"} {
		found := product.product_group_path_frozen with input as fixtures.update(shop, group(path))
		found == {{
			"field": "spec.git.gitlab.path",
			"message": sprintf("path can not change from %q to %q", [former, path]),
		}}
	}
}

test_group_path_frozen_fires_where_the_path_is_taken_out if {
	found := product.product_group_path_frozen
		with input as fixtures.update(object.union(shop, group("retail/shop")), group(""))
	found == {{
		"field": "spec.git.gitlab.path",
		"message": `path can not change from "retail/shop" to "shop"`,
	}}
}

test_group_path_frozen_is_silent_where_the_default_is_written_out if {
	every change in [group("shop"), group(null), {"spec": {"codeRepoProvider": null}}] {
		found := product.product_group_path_frozen with input as fixtures.update(shop, change)
		found == set()
	}
}

test_group_path_frozen_fires_on_create if {
	every path in ["retail", "shop/retail", "retail/the-shop"] {
		found := product.product_group_path_frozen with input as fixtures.create(object.union(shop, group(path)))
		found == {{
			"field": "spec.git.gitlab.path",
			"message": sprintf("path %q does not end in the name \"shop\"", [path]),
		}}
	}
}

test_group_path_frozen_is_silent_on_create if {
	every path in ["shop", "retail/eu/shop", "", null] {
		found := product.product_group_path_frozen with input as fixtures.create(object.union(shop, group(path)))
		found == set()
	}
}

test_in_use_fires_and_counts_by_kind if {
	found := product.product_in_use with input as fixtures.remove(shop)
		with data.catalog as holding([
			inside("Project", "cart"),
			inside("Project", "pay"),
			inside("Environment", "test"),
		])
	found == {{
		"field": "metadata.name",
		"message": `product "shop" still holds 1 Environment, 2 Project`,
	}}
}

test_in_use_is_silent_where_nothing_is_in_it if {
	found := product.product_in_use with input as fixtures.remove(shop) with data.catalog as holding([])
	found == set()
}

test_in_use_warns_of_grants_of_other_products if {
	found := product.product_in_use with input as fixtures.remove(shop)
		with data.catalog as holding([{
			"kind": "CodeRepoBinding",
			"namespace": "bank",
			"name": "ledger-for-shop",
			"field": "spec.product",
		}])
	found == {{
		"field": "metadata.name",
		"message": `product "shop" is still granted repos by CodeRepoBinding/bank/ledger-for-shop`,
		"action": "warn",
	}}
}

test_in_use_is_silent_where_the_namespace_is_going_with_all_of_it if {
	found := product.product_in_use with input as fixtures.remove(shop)
		with data.catalog as object.union(holding([inside("Project", "cart")]), {"namespaces": {"shop": {
			"labels": {},
			"terminating": true,
		}}})
	found == set()
}

group(path) := {"spec": {"git": {"gitlab": {"path": path}}}}
