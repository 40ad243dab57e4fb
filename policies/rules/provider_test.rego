package nautes.rules.provider_test

import data.nautes.lib.fixtures
import data.nautes.rules.provider

gitlab := fixtures.declared("CodeRepoProvider", "", "gitlab", {
	"providerType": "gitlab",
	"httpAddress": "https://git.example.io",
	"sshAddress": "ssh://git@git.example.io:2222",
	"apiServer": "https://git.example.io",
})

nexus := fixtures.declared("ArtifactRepoProvider", "", "nexus", {
	"providerType": "nexus",
	"url": "https://nexus.example.io",
	"apiServer": "http://nexus:8081/service/rest",
})

modules := fixtures.declared("ArtifactRepo", "shop", "modules", {"artifactRepoProvider": "nexus"})

shop := fixtures.declared("Product", "", "shop", {})

# shop names no provider, and was given this one.
test_in_use_fires_also_on_who_does_not_name_it if {
	found := provider.provider_in_use with input as fixtures.remove(gitlab)
		with data.catalog as {"referrers": {"coderepoproviders": {"gitlab": [
			fixtures.use(fixtures.charts, "spec.codeRepoProvider"),
			fixtures.use(fixtures.charts, "status.provider"),
			fixtures.use(shop, "status.provider"),
		]}}}
	found == {{
		"field": "metadata.name",
		"message": `provider "gitlab" is used by CodeRepo/shop/charts, Product/shop`,
	}}
}

test_in_use_fires_on_an_artifact_repo if {
	found := provider.provider_in_use with input as fixtures.remove(nexus)
		with data.catalog as {"referrers": {"artifactrepoproviders": {"nexus": [
			fixtures.use(modules, "spec.artifactRepoProvider"),
		]}}}
	found == {{"field": "metadata.name", "message": `provider "nexus" is used by ArtifactRepo/shop/modules`}}
}

test_in_use_is_silent if {
	others := {"referrers": {
		"coderepoproviders": {"gitlab": [], "nexus": [fixtures.use(shop, "spec.codeRepoProvider")]},
		"artifactrepoproviders": {"nexus": []},
	}}
	every catalog in [others, {}] {
		every whole in [gitlab, nexus] {
			found := provider.provider_in_use with input as fixtures.remove(whole) with data.catalog as catalog
			found == set()
		}
	}
}

test_address_valid_fires_on_each_address if {
	whole := fixtures.with_spec(gitlab, {
		"httpAddress": "git.example.io",
		"sshAddress": "git@git.example.io",
		"apiServer": "ssh://git@git.example.io",
	})
	found := provider.provider_address_valid with input as fixtures.create(whole)
	found == {
		{
			"field": "spec.httpAddress",
			"message": `address "git.example.io" is not an http or https URL without credentials`,
		},
		{"field": "spec.sshAddress", "message": `address "git@git.example.io" is not an ssh URL without a password`},
		{
			"field": "spec.apiServer",
			"message": `address "ssh://git@git.example.io" is not an http or https URL without credentials`,
		},
	}
}

test_address_valid_fires_on_credentials_and_does_not_show_them if {
	whole := fixtures.with_spec(gitlab, {
		"httpAddress": "https://oauth2:TOKEN@git.example.io",
		"sshAddress": "ssh://git:TOKEN@git.example.io",
		"apiServer": "https://git.example.io?private_token=TOKEN",
	})
	found := provider.provider_address_valid with input as fixtures.update(gitlab, {"spec": whole.spec})
	{violation.message | some violation in found} == {
		`address "https://***@git.example.io" is not an http or https URL without credentials`,
		`address "ssh://***@git.example.io" is not an ssh URL without a password`,
		`address "https://git.example.io?***" is not an http or https URL without credentials`,
	}
}

test_address_valid_fires_on_an_artifact_repo_provider if {
	whole := fixtures.with_spec(nexus, {"url": "ftp://nexus.example.io", "apiServer": ""})
	found := provider.provider_address_valid with input as fixtures.create(whole)
	found == {
		{
			"field": "spec.url",
			"message": `address "ftp://nexus.example.io" is not an http or https URL without credentials`,
		},
		{"field": "spec.apiServer", "message": `address "" is not an http or https URL without credentials`},
	}
}

test_address_valid_is_silent if {
	every whole in [gitlab, nexus] {
		found := provider.provider_address_valid with input as fixtures.create(whole)
		found == set()
	}
}
