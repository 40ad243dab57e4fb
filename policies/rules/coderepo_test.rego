package nautes.rules.coderepo_test

import data.nautes.lib.fixtures
import data.nautes.rules.coderepo

test_name_not_reserved_fires if {
	found := coderepo.coderepo_name_not_reserved
		with input as fixtures.create(fixtures.with_name(fixtures.charts, "default.project"))
		with data.catalog as fixtures.catalog
	found == {{"field": "metadata.name", "message": `"default.project" is the product's metadata repository`}}
}

test_name_not_reserved_fires_on_the_path_of_the_metadata_repository if {
	every address in ["ssh://git@git.example.io:2222/shop/Manifests.git", "git@git.example.io:manifests.git"] {
		found := coderepo.coderepo_name_not_reserved with input as fixtures.create(stored_as("manifests"))
			with data.catalog as fixtures.catalog_with({"products": {"shop": {"spec": {"metaDataPath": address}}}})
		found == {{"field": "spec.git.gitlab.path", "message": `"manifests" is the product's metadata repository`}}
	}
}

test_name_not_reserved_fires_on_the_default_whatever_the_case if {
	repo := fixtures.with_spec(fixtures.charts, {"repoName": "Default.Project"})
	found := coderepo.coderepo_name_not_reserved with input as fixtures.create(repo)
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.repoName", "message": `"Default.Project" is the product's metadata repository`}}
}

test_name_not_reserved_is_silent if {
	found := coderepo.coderepo_name_not_reserved with input as fixtures.create(fixtures.charts)
		with data.catalog as fixtures.catalog
	found == set()
}

test_project_exists_fires if {
	found := coderepo.coderepo_project_exists with input as fixtures.create(owned_by("ledger"))
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.project", "message": `project "ledger" does not exist in product "shop"`}}
}

test_project_exists_is_silent if {
	every project in ["cart", "", null] {
		found := coderepo.coderepo_project_exists with input as fixtures.create(owned_by(project))
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_provider_exists_fires if {
	repo := fixtures.with_spec(fixtures.charts, {"codeRepoProvider": "github"})
	found := coderepo.coderepo_provider_exists with input as fixtures.create(repo)
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.codeRepoProvider", "message": `code repo provider "github" does not exist`}}
}

test_provider_exists_is_silent if {
	every repo in [fixtures.charts, fixtures.cart_src] {
		found := coderepo.coderepo_provider_exists with input as fixtures.create(repo)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_provider_exists_fires_where_the_only_one_is_meant_and_there_are_two if {
	found := coderepo.coderepo_provider_exists with input as fixtures.create(fixtures.cart_src)
		with data.catalog as fixtures.catalog_with({"coderepoproviders": {"github": {"spec": {}}}})
	found == {{
		"field": "spec.codeRepoProvider",
		"message": "no code repo provider is named, and there are 2, not 1",
	}}
}

test_provider_exists_is_silent_where_one_of_two_is_named if {
	found := coderepo.coderepo_provider_exists with input as fixtures.create(fixtures.charts)
		with data.catalog as fixtures.catalog_with({"coderepoproviders": {"github": {"spec": {}}}})
	found == set()
}

test_provider_exists_fires_where_there_is_none if {
	found := coderepo.coderepo_provider_exists with input as fixtures.create(fixtures.cart_src)
		with data.catalog as {}
	found == {{
		"field": "spec.codeRepoProvider",
		"message": "no code repo provider is named, and there are 0, not 1",
	}}
}

test_path_frozen_fires if {
	change := {"spec": {"git": {"gitlab": {"path": "carts"}}}}
	found := coderepo.coderepo_path_frozen with input as fixtures.update(fixtures.cart_src, change)
	found == {{"field": "spec.git.gitlab.path", "message": `path can not change from "cart-src" to "carts"`}}
}

test_path_frozen_is_silent_where_the_default_is_written_out if {
	every change in [{"git": {"gitlab": {"path": "cart-src"}}}, {"repoName": "cart-src"}, {"project": "pay"}] {
		found := coderepo.coderepo_path_frozen with input as fixtures.update(fixtures.cart_src, {"spec": change})
		found == set()
	}
}

test_path_frozen_warns_of_another_path_on_create if {
	found := coderepo.coderepo_path_frozen with input as fixtures.create(stored_as("My_App"))
	found == {{
		"field": "spec.git.gitlab.path",
		"message": `path "My_App" is not the name "charts", and can not be changed later`,
		"action": "warn",
	}}
}

test_path_frozen_is_silent_on_create if {
	found := coderepo.coderepo_path_frozen with input as fixtures.create(stored_as("charts"))
	found == set()
}

test_url_valid_fires if {
	repo := fixtures.with_spec(fixtures.charts, {"url": "https://git.example.io/shop/charts.git"})
	found := coderepo.coderepo_url_valid with input as fixtures.create(repo)
	found == {{
		"field": "spec.url",
		"message": `url "https://git.example.io/shop/charts.git" is not an SSH address of a git repository`,
	}}
}

test_url_valid_does_not_tell_the_token_in_the_url if {
	repo := fixtures.with_spec(fixtures.charts, {"url": "https://oauth2:TOKEN@git.example.io/shop/charts.git"})
	found := coderepo.coderepo_url_valid with input as fixtures.create(repo)
	found == {{
		"field": "spec.url",
		"message": `url "https://***@git.example.io/shop/charts.git" is not an SSH address of a git repository`,
	}}
}

test_url_valid_is_silent if {
	every url in ["ssh://git@git.example.io:2222/shop/charts.git", "git@git.example.io:shop/charts.git", "", null] {
		found := coderepo.coderepo_url_valid
			with input as fixtures.create(fixtures.with_spec(fixtures.charts, {"url": url}))
		found == set()
	}
}

test_identity_frozen_fires_on_the_product if {
	found := coderepo.coderepo_identity_frozen
		with input as fixtures.update(fixtures.charts, {"spec": {"product": "bank"}})
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.product", "message": `product can not change from "shop" to "bank"`}}
}

test_identity_frozen_fires_on_the_name if {
	found := coderepo.coderepo_identity_frozen
		with input as fixtures.update(fixtures.charts, {"spec": {"repoName": "helm"}})
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.repoName", "message": `repoName can not change from "charts" to "helm"`}}
}

test_identity_frozen_is_silent_where_a_default_is_written_out if {
	found := coderepo.coderepo_identity_frozen
		with input as fixtures.update(fixtures.charts, {"spec": {"product": "shop", "repoName": "charts"}})
		with data.catalog as fixtures.catalog
	found == set()
}

test_identity_frozen_fires_on_a_project_whose_runtimes_rely_on_the_repo if {
	every project in ["pay", null] {
		found := coderepo.coderepo_identity_frozen
			with input as fixtures.update(fixtures.cart_src, {"spec": {"project": project}})
			with data.catalog as fixtures.catalog
		found == {{
			"field": "spec.project",
			"message": sprintf("project can not change from \"cart\" to %q while ProjectPipelineRuntime/cart-ci relies on it", [
				object.get({"pay": "pay"}, project, ""),
			]),
		}}
	}
}

test_identity_frozen_is_silent_on_a_project_that_keeps_the_repo_by_a_binding if {
	found := coderepo.coderepo_identity_frozen
		with input as fixtures.update(fixtures.cart_src, {"spec": {"project": "pay"}})
		with data.catalog as fixtures.catalog_with({
			"coderepobindings": {"shop": {"src-for-all": {"spec": {"codeRepo": "cart-src", "product": "shop"}}}},
			"index": {"bindings_by_grant": {"shop/cart-src/shop": [
				{"kind": "CodeRepoBinding", "namespace": "shop", "name": "src-for-all"},
			]}},
		})
	found == set()
}

test_identity_frozen_is_silent_where_a_repo_without_project_gets_one if {
	whole := fixtures.with_spec(fixtures.pay_test, {"projectsRef": []})
	found := coderepo.coderepo_identity_frozen
		with input as fixtures.update(fixtures.charts, {"spec": {"project": "cart"}})
		with data.catalog as fixtures.catalog_with({"deploymentruntimes": {"shop": {"pay-test": whole}}})
	found == set()
}

# pay-test was forced in: it never had the repo as that of its project.
test_identity_frozen_is_silent_on_runtimes_of_other_projects if {
	forced := fixtures.with_spec(fixtures.pay_test, {"manifestSource": {"codeRepo": "cart-deploy"}})
	found := coderepo.coderepo_identity_frozen
		with input as fixtures.update(fixtures.cart_deploy, {"spec": {"project": "pay"}})
		with data.catalog as {
			"deploymentruntimes": {"shop": {"pay-test": forced}},
			"referrers": {"coderepos": {"shop": {"cart-deploy": [fixtures.use(forced, "spec.manifestSource.codeRepo")]}}},
		}
	found == set()
}

test_identity_frozen_is_silent_on_create if {
	repo := fixtures.with_spec(fixtures.cart_src, {"product": "bank", "repoName": "src"})
	found := coderepo.coderepo_identity_frozen with input as fixtures.create(repo)
		with data.catalog as fixtures.catalog
	found == set()
}

test_webhook_events_known_fires if {
	found := coderepo.coderepo_webhook_events_known with input as fixtures.create(calling_on(["push_events", "push"]))
	found == {{"field": "spec.webhook.events[1]", "message": `webhook event "push" is not known`}}
}

test_webhook_events_known_warns_of_events_that_start_nothing if {
	found := coderepo.coderepo_webhook_events_known
		with input as fixtures.update(fixtures.charts, {"spec": {"webhook": {"events": ["releases_events"]}}})
	found == {{
		"field": "spec.webhook.events[0]",
		"message": `webhook event "releases_events" can not start a pipeline`,
		"action": "warn",
	}}
}

test_webhook_events_known_is_silent if {
	every repo in [fixtures.cart_src, fixtures.charts, fixtures.with_spec(fixtures.charts, {"webhook": null})] {
		found := coderepo.coderepo_webhook_events_known with input as fixtures.create(repo)
		found == set()
	}
}

test_in_use_fires if {
	found := coderepo.coderepo_in_use with input as fixtures.remove(fixtures.charts)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "metadata.name",
		"message": concat("", [
			`code repo "charts" is used by CodeRepoBinding/charts-for-bank, CodeRepoBinding/charts-for-pay, `,
			"DeploymentRuntime/bank/ledger-test, DeploymentRuntime/pay-test",
		]),
	}}
}

# Runtimes of bank that name the repo kept shop from deleting it: one was forced in, the other is of a kind whose own
# rules let it through.
test_in_use_is_silent_on_another_product_that_nothing_grants_the_repo if {
	forced := fixtures.with_spec(fixtures.ledger_test, {"manifestSource": {"codeRepo": "shop/docs"}})
	pipeline := fixtures.declared("ProjectPipelineRuntime", "bank", "ci", {"project": "ledger", "pipelineSource": "shop/docs"})
	found := coderepo.coderepo_in_use
		with input as fixtures.remove(fixtures.with_name(fixtures.charts, "docs"))
		with data.catalog as fixtures.catalog_with({
			"deploymentruntimes": {"bank": {"ledger-test": forced}},
			"projectpipelineruntimes": {"bank": {"ci": pipeline}},
			"referrers": {"coderepos": {"shop": {"docs": [
				fixtures.use(forced, "spec.manifestSource.codeRepo"),
				fixtures.use(pipeline, "spec.pipelineSource"),
			]}}},
		})
	found == set()
}

# charts is granted to bank for the project loans: what the project ledger uses of it, it was not given.
test_in_use_leaves_out_projects_of_another_product_that_are_not_granted_the_repo if {
	binding := fixtures.with_spec(fixtures.charts_for_bank, {"projects": ["loans"]})
	found := coderepo.coderepo_in_use with input as fixtures.remove(fixtures.charts)
		with data.catalog as fixtures.catalog_with({"coderepobindings": {"shop": {"charts-for-bank": binding}}})
	found == {{
		"field": "metadata.name",
		"message": concat("", [
			`code repo "charts" is used by CodeRepoBinding/charts-for-bank, CodeRepoBinding/charts-for-pay, `,
			"DeploymentRuntime/pay-test",
		]),
	}}
}

# A runtime of the own product counts whether it may use the repo or not.
test_in_use_fires_on_the_own_product_without_a_grant if {
	found := coderepo.coderepo_in_use with input as fixtures.remove(fixtures.cart_src)
		with data.catalog as fixtures.catalog
	found == {{
		"field": "metadata.name",
		"message": `code repo "cart-src" is used by ProjectPipelineRuntime/cart-ci`,
	}}
}

# A pipeline runtime keeps each repo that it uses, whatever for.
test_in_use_fires_on_each_use_by_a_pipeline if {
	every field in [
		"spec.pipelineSource",
		"spec.eventSources[0].gitlab.repoName",
		"spec.additionalResources.git.codeRepo",
	] {
		found := coderepo.coderepo_in_use
			with input as fixtures.remove(fixtures.with_name(fixtures.charts, "docs"))
			with data.catalog as fixtures.catalog_with({"referrers": {"coderepos": {"shop": {"docs": [
				fixtures.use(fixtures.cart_ci, field),
			]}}}})
		found == {{
			"field": "metadata.name",
			"message": `code repo "docs" is used by ProjectPipelineRuntime/cart-ci`,
		}}
	}
}

test_in_use_fires_on_a_pipeline_of_another_product_that_is_granted_the_repo if {
	pipeline := fixtures.declared("ProjectPipelineRuntime", "bank", "ci", {"project": "ledger"})
	found := coderepo.coderepo_in_use with input as fixtures.remove(fixtures.charts)
		with data.catalog as fixtures.catalog_with({
			"projectpipelineruntimes": {"bank": {"ci": pipeline}},
			"referrers": {"coderepos": {"shop": {"charts": [
				fixtures.use(pipeline, "spec.eventSources[1].gitlab.repoName"),
			]}}},
		})
	found == {{
		"field": "metadata.name",
		"message": `code repo "charts" is used by ProjectPipelineRuntime/bank/ci`,
	}}
}

test_in_use_is_silent_where_nobody_uses_it if {
	found := coderepo.coderepo_in_use
		with input as fixtures.remove(fixtures.with_name(fixtures.charts, "docs"))
		with data.catalog as fixtures.catalog
	found == set()
}

test_in_use_is_silent_where_the_namespace_is_going if {
	found := coderepo.coderepo_in_use with input as fixtures.remove(fixtures.charts)
		with data.catalog as fixtures.terminating
	found == set()
}

stored_as(path) := fixtures.with_spec(fixtures.charts, {"git": {"gitlab": {"path": path}}})

owned_by(project) := fixtures.with_spec(fixtures.charts, {"project": project})

calling_on(events) := fixtures.with_spec(fixtures.charts, {"webhook": {"events": events}})
