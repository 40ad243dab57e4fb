package nautes.rules.product_test

import data.nautes.lib.fixtures
import data.nautes.rules.product

shop := fixtures.declared("Product", "", "shop", {"codeRepoProvider": "gitlab"})

holding(uses) := {"referrers": {"products": {"shop": uses}}}

inside(kind, name) := {"kind": kind, "namespace": "shop", "name": name, "field": "metadata.namespace"}

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
