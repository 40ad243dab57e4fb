package nautes.rules.coderepobinding_test

import data.nautes.lib.fixtures
import data.nautes.rules.coderepobinding

test_coderepo_exists_fires if {
	found := coderepobinding.binding_coderepo_exists with input as fixtures.create(granting({"codeRepo": "wiki"}))
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.codeRepo", "message": `code repo "wiki" does not exist in product "shop"`}}
}

test_coderepo_exists_is_silent if {
	found := coderepobinding.binding_coderepo_exists with input as fixtures.create(fixtures.charts_for_pay)
		with data.catalog as fixtures.catalog
	found == set()
}

# bank tries to grant itself a repo of shop (W4), by its name and by a reference.
test_coderepo_exists_fires_on_a_repo_of_another_product if {
	every name in ["cart-src", "shop/cart-src"] {
		own := fixtures.declared("CodeRepoBinding", "bank", "mine", {"codeRepo": name, "product": "bank"})
		found := coderepobinding.binding_coderepo_exists with input as fixtures.create(own)
			with data.catalog as fixtures.catalog
		found == {{
			"field": "spec.codeRepo",
			"message": sprintf("code repo %q does not exist in product \"bank\"", [name]),
		}}
	}
}

test_product_exists_fires if {
	found := coderepobinding.binding_product_exists with input as fixtures.create(granting({"product": "toys"}))
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.product", "message": `product "toys" does not exist`}}
}

test_product_exists_is_silent if {
	every binding in [fixtures.charts_for_pay, fixtures.charts_for_bank] {
		found := coderepobinding.binding_product_exists with input as fixtures.create(binding)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_projects_exist_fires_on_a_project_of_the_wrong_product if {
	found := coderepobinding.binding_projects_exist
		with input as fixtures.create(granting({"product": "bank", "projects": ["ledger", "pay"]}))
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.projects[1]", "message": `project "pay" does not exist in product "bank"`}}
}

test_projects_exist_is_silent if {
	every binding in [fixtures.charts_for_pay, fixtures.charts_for_bank] {
		found := coderepobinding.binding_projects_exist with input as fixtures.create(binding)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_coderepo_frozen_fires if {
	found := coderepobinding.binding_coderepo_frozen
		with input as fixtures.update(fixtures.charts_for_pay, {"spec": {"codeRepo": "cart-src"}})
	found == {{"field": "spec.codeRepo", "message": `codeRepo can not change from "charts" to "cart-src"`}}
}

test_coderepo_frozen_is_silent_on_another_change if {
	found := coderepobinding.binding_coderepo_frozen
		with input as fixtures.update(fixtures.charts_for_pay, {"spec": {"permissions": "readwrite"}})
	found == set()
}

test_projects_unique_fires if {
	found := coderepobinding.binding_projects_unique
		with input as fixtures.create(granting({"projects": ["pay", "other", "pay"]}))
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.projects[2]", "message": `project "pay" is listed twice`}}
}

test_projects_unique_warns_of_the_owner if {
	found := coderepobinding.binding_projects_unique
		with input as fixtures.create(granting({"codeRepo": "cart-src", "projects": ["pay", "cart"]}))
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.projects[1]",
		"message": `project "cart" owns the code repo "cart-src" already`,
		"action": "warn",
	}}
}

test_projects_unique_is_silent if {
	every binding in [fixtures.charts_for_pay, fixtures.charts_for_bank] {
		found := coderepobinding.binding_projects_unique with input as fixtures.create(binding)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_in_use_fires_on_delete if {
	found := coderepobinding.binding_in_use with input as fixtures.remove(fixtures.charts_for_pay)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "metadata.name",
		"message": `code repo "charts" is used through this binding by DeploymentRuntime/pay-test`,
	}}
}

test_in_use_fires_on_delete_for_another_product if {
	found := coderepobinding.binding_in_use with input as fixtures.remove(fixtures.charts_for_bank)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "metadata.name",
		"message": `code repo "charts" is used through this binding by DeploymentRuntime/bank/ledger-test`,
	}}
}

test_in_use_fires_on_each_field_that_narrows if {
	every field, value in {"codeRepo": "cart-src", "product": "bank", "projects": ["cart"]} {
		found := coderepobinding.binding_in_use
			with input as fixtures.update(fixtures.charts_for_pay, {"spec": {field: value}})
			with data.catalog as fixtures.catalog
		found == {{
			"field": sprintf("spec.%s", [field]),
			"message": `code repo "charts" is used through this binding by DeploymentRuntime/pay-test`,
		}}
	}
}

# A pipeline runtime loses a repo like a deployment runtime does, whatever it uses it for.
test_in_use_fires_on_each_use_by_a_pipeline if {
	pipeline := fixtures.declared("ProjectPipelineRuntime", "bank", "ci", {"project": "ledger"})
	every field in [
		"spec.pipelineSource",
		"spec.eventSources[1].gitlab.repoName",
		"spec.additionalResources.git.codeRepo",
	] {
		found := coderepobinding.binding_in_use with input as fixtures.remove(fixtures.charts_for_bank)
			with data.catalog as fixtures.catalog_with({
				"projectpipelineruntimes": {"bank": {"ci": pipeline}},
				"referrers": {"coderepos": {"shop": {"charts": [fixtures.use(pipeline, field)]}}},
			})
		found == {{
			"field": "metadata.name",
			"message": `code repo "charts" is used through this binding by ProjectPipelineRuntime/bank/ci`,
		}}
	}
}

# The binding lists another project than that of the pipeline, which was forced in.
test_in_use_is_silent_on_a_pipeline_of_another_project if {
	pipeline := fixtures.declared("ProjectPipelineRuntime", "bank", "ci", {"project": "ledger"})
	found := coderepobinding.binding_in_use
		with input as fixtures.remove(fixtures.with_spec(fixtures.charts_for_bank, {"projects": ["loans"]}))
		with data.catalog as fixtures.catalog_with({
			"projectpipelineruntimes": {"bank": {"ci": pipeline}},
			"referrers": {"coderepos": {"shop": {"charts": [fixtures.use(pipeline, "spec.pipelineSource")]}}},
		})
	found == set()
}

test_in_use_is_silent_on_a_change_that_widens if {
	every change in [{"projects": ["cart", "pay"]}, {"projects": []}, {"projects": null}, {"permissions": "readwrite"}] {
		found := coderepobinding.binding_in_use
			with input as fixtures.update(fixtures.charts_for_pay, {"spec": change})
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_in_use_is_silent_where_another_binding_grants_the_same if {
	found := coderepobinding.binding_in_use with input as fixtures.remove(fixtures.charts_for_pay)
		with data.catalog as fixtures.catalog_with({
			"coderepobindings": {"shop": {"charts-for-all": {"spec": {"codeRepo": "charts", "product": "shop"}}}},
			"index": {"bindings_by_grant": {"shop/charts/shop": [
				fixtures.ref(fixtures.charts_for_pay),
				{"kind": "CodeRepoBinding", "namespace": "shop", "name": "charts-for-all"},
			]}},
		})
	found == set()
}

test_in_use_is_silent_where_the_project_owns_the_repo if {
	owned := fixtures.with_spec(fixtures.charts, {"project": "pay"})
	found := coderepobinding.binding_in_use with input as fixtures.remove(fixtures.charts_for_pay)
		with data.catalog as fixtures.catalog_with({"coderepos": {"shop": {"charts": owned}}})
	found == set()
}

# Runtimes that were forced in never had the repo through the binding: one of a project that it does not list, and one
# of another product.
test_in_use_is_silent_on_runtimes_that_the_binding_never_reached if {
	every binding in [
		fixtures.with_spec(fixtures.charts_for_pay, {"projects": ["cart"]}),
		fixtures.with_spec(fixtures.charts_for_bank, {"product": "toys"}),
	] {
		found := coderepobinding.binding_in_use with input as fixtures.remove(binding)
			with data.catalog as object.union(object.remove(fixtures.catalog, ["index"]), {"index": {}})
		found == set()
	}
}

# The repo was forced out before: nothing is taken any more.
test_in_use_is_silent_where_the_repo_is_gone if {
	found := coderepobinding.binding_in_use with input as fixtures.remove(fixtures.charts_for_pay)
		with data.catalog as fixtures.catalog_without("coderepos", "shop", "charts")
	found == set()
}

test_in_use_is_silent_where_the_namespace_is_going if {
	found := coderepobinding.binding_in_use with input as fixtures.remove(fixtures.charts_for_pay)
		with data.catalog as fixtures.terminating
	found == set()
}

granting(change) := fixtures.with_spec(fixtures.with_name(fixtures.charts_for_pay, "new"), change)
