package nautes.rules.projectpipelineruntime_test

import data.nautes.lib.fixtures
import data.nautes.rules.projectpipelineruntime as rules

test_source_exists_fires if {
	every name, message in {
		"wiki": `code repo "wiki" does not exist in product "shop"`,
		"bank/charts": `code repo "charts" does not exist in product "bank"`,
		"": `code repo "" does not exist in product "shop"`,
	} {
		found := rules.pipelineruntime_source_exists with input as fixtures.create(building({"pipelineSource": name}))
			with data.catalog as fixtures.catalog
		found == {{"field": "spec.pipelineSource", "message": message}}
	}
}

test_source_exists_is_silent if {
	every name in ["cart-src", "shop/cart-src", "charts"] {
		found := rules.pipelineruntime_source_exists with input as fixtures.create(building({"pipelineSource": name}))
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_source_permitted_fires if {
	found := rules.pipelineruntime_source_permitted with input as fixtures.create(building({"pipelineSource": "charts"}))
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.pipelineSource",
		"message": `project "cart" may not use code repo "charts" of product "shop"`,
	}}
}

# A binding that bank made for itself in its own namespace does not count (W4), whatever an index says.
test_source_permitted_fires_where_a_product_grants_itself if {
	found := rules.pipelineruntime_source_permitted with input as fixtures.create(of_bank("shop/cart-src"))
		with data.catalog as fixtures.catalog_with({
			"coderepobindings": {"bank": {"mine": {"spec": {"codeRepo": "cart-src", "product": "bank"}}}},
			"index": {"bindings_by_grant": {"bank/cart-src/bank": [
				{"kind": "CodeRepoBinding", "namespace": "bank", "name": "mine"},
			]}},
		})
	found == {{
		"field": "spec.pipelineSource",
		"message": `project "ledger" may not use code repo "cart-src" of product "shop"`,
	}}
}

test_source_permitted_is_silent_on_owner_and_on_grantees if {
	every runtime in [
		fixtures.cart_ci,
		building({"project": "pay", "pipelineSource": "charts"}),
		of_bank("shop/charts"),
	] {
		found := rules.pipelineruntime_source_permitted with input as fixtures.create(runtime)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_source_permitted_leaves_a_missing_repo_to_source_exists if {
	found := rules.pipelineruntime_source_permitted with input as fixtures.create(building({"pipelineSource": "wiki"}))
		with data.catalog as fixtures.catalog
	found == set()
}

test_additional_source_set_fires if {
	every git, message in {
		{"revision": "main", "path": "tasks"}: "neither codeRepo nor url is set",
		{"codeRepo": "", "url": ""}: "neither codeRepo nor url is set",
		{"codeRepo": "charts", "url": "https://example.com/tasks.git"}: `both codeRepo "charts" and a url are set`,
	} {
		found := rules.pipelineruntime_additional_source_set with input as fixtures.create(needing(git))
		found == {{"field": "spec.additionalResources.git", "message": message}}
	}
}

test_additional_source_set_is_silent if {
	every resources in [
		{"git": {"codeRepo": "charts"}},
		{"git": {"url": "https://example.com/tasks.git"}},
		{"git": null},
		{},
		null,
	] {
		found := rules.pipelineruntime_additional_source_set
			with input as fixtures.create(building({"additionalResources": resources}))
		found == set()
	}
}

test_additional_repo_permitted_fires if {
	every name, message in {
		"wiki": `code repo "wiki" does not exist in product "shop"`,
		"bank/wiki": `code repo "wiki" does not exist in product "bank"`,
		"charts": `project "cart" may not use code repo "charts" of product "shop"`,
	} {
		found := rules.pipelineruntime_additional_repo_permitted with input as fixtures.create(needing({"codeRepo": name}))
			with data.catalog as fixtures.catalog
		found == {{"field": "spec.additionalResources.git.codeRepo", "message": message}}
	}
}

test_additional_repo_permitted_is_silent if {
	every runtime in [
		needing({"codeRepo": "cart-deploy"}),
		needing({"url": "https://example.com/tasks.git"}),
		object.union(of_bank("shop/charts"), {"spec": {"additionalResources": {"git": {"codeRepo": "shop/charts"}}}}),
		fixtures.cart_ci,
	] {
		found := rules.pipelineruntime_additional_repo_permitted with input as fixtures.create(runtime)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

# A runtime with additional resources.
needing(git) := building({"additionalResources": {"git": git}})

of_bank(repo) := fixtures.declared("ProjectPipelineRuntime", "bank", "ledger-ci", {
	"project": "ledger",
	"pipelineSource": repo,
	"pipelines": [{"name": "dev", "path": "pipelines/dev.yaml"}],
	"destination": {"environment": "ci"},
})
