package nautes.rules.artifactrepo_test

import data.nautes.lib.fixtures
import data.nautes.rules.artifactrepo

test_provider_exists_fires if {
	found := artifactrepo.artifactrepo_provider_exists with input as fixtures.create(at("artifactory"))
		with data.catalog as there
	found == {{
		"field": "spec.artifactRepoProvider",
		"message": `artifact repo provider "artifactory" does not exist`,
	}}
}

# A provider of code repos is none of artifact repos.
test_provider_exists_fires_on_a_provider_of_another_kind if {
	found := artifactrepo.artifactrepo_provider_exists with input as fixtures.create(at("gitlab"))
		with data.catalog as there
	found == {{"field": "spec.artifactRepoProvider", "message": `artifact repo provider "gitlab" does not exist`}}
}

test_provider_exists_is_silent if {
	found := artifactrepo.artifactrepo_provider_exists with input as fixtures.create(at("nexus"))
		with data.catalog as there
	found == set()
}

test_projects_exist_fires if {
	found := artifactrepo.artifactrepo_projects_exist with input as fixtures.create(of(["cart", "ledger"]))
		with data.catalog as there
	found == {{"field": "spec.projects[1]", "message": `project "ledger" does not exist in product "shop"`}}
}

test_projects_exist_is_silent if {
	every projects in [["cart", "pay"], [], null] {
		found := artifactrepo.artifactrepo_projects_exist with input as fixtures.create(of(projects))
			with data.catalog as there
		found == set()
	}
}

there := fixtures.catalog_with({"artifactrepoproviders": {"nexus": {"spec": {"providerType": "nexus"}}}})

at(provider) := fixtures.declared("ArtifactRepo", "shop", "modules", {"artifactRepoProvider": provider})

of(projects) := fixtures.with_spec(at("nexus"), {"projects": projects})
