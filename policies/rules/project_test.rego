package nautes.rules.project_test

import data.nautes.lib.fixtures
import data.nautes.rules.project

test_in_use_fires if {
	found := project.project_in_use with input as fixtures.remove(fixtures.cart)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "metadata.name",
		"message": concat("", [
			`project "cart" is named by CodeRepo/cart-deploy, CodeRepo/cart-src, `,
			"DeploymentRuntime/cart-test, ProjectPipelineRuntime/cart-ci",
		]),
	}}
}

test_in_use_fires_on_a_pipeline_alone if {
	found := project.project_in_use with input as fixtures.remove(fixtures.pay)
		with data.catalog as {"referrers": {"projects": {"shop": {"pay": [fixtures.use(fixtures.cart_ci, "spec.project")]}}}}
	found == {{
		"field": "metadata.name",
		"message": `project "pay" is named by ProjectPipelineRuntime/cart-ci`,
	}}
}

# Another product could keep this one from deleting its project by granting it a repo.
test_in_use_warns_of_a_binding_elsewhere if {
	found := project.project_in_use with input as fixtures.remove(fixtures.ledger)
		with data.catalog as {"referrers": {"projects": {"bank": {"ledger": [
			fixtures.use(fixtures.charts_for_bank, "spec.projects[0]"),
		]}}}}
	found == {{
		"field": "metadata.name",
		"message": `project "ledger" is still granted repos by CodeRepoBinding/shop/charts-for-bank`,
		"action": "warn",
	}}
}

test_in_use_is_silent_on_what_nothing_ever_named if {
	found := project.project_in_use with input as fixtures.remove(fixtures.pay)
		with data.catalog as {}
	found == set()
}

test_in_use_is_silent_where_nobody_names_it if {
	found := project.project_in_use with input as fixtures.remove(fixtures.pay)
		with data.catalog as fixtures.catalog
	found == set()
}

test_in_use_is_silent_on_artifact_repos if {
	artifacts := fixtures.declared("ArtifactRepo", "shop", "maven", {"projects": ["pay"]})
	found := project.project_in_use with input as fixtures.remove(fixtures.pay)
		with data.catalog as {"referrers": {"projects": {"shop": {"pay": [fixtures.use(artifacts, "spec.projects[0]")]}}}}
	found == set()
}

test_in_use_is_silent_where_the_namespace_is_going if {
	found := project.project_in_use with input as fixtures.remove(fixtures.cart)
		with data.catalog as fixtures.terminating
	found == set()
}
