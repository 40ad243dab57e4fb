package nautes.rules.cluster_components_test

import data.nautes.lib.fixtures
import data.nautes.rules.cluster_components

test_components_complete_fires_and_names_all_that_are_missing if {
	whole := fixtures.with_spec(fixtures.without(fixtures.pipe_vc1, ["componentsList"]), {"componentsList": {
		"eventListener": null,
		"deployment": fixtures.pipe_vc1.spec.componentsList.deployment,
		"multiTenant": fixtures.pipe_vc1.spec.componentsList.multiTenant,
		"secretSync": fixtures.pipe_vc1.spec.componentsList.secretSync,
	}})
	found := cluster_components.cluster_components_complete with input as fixtures.create(whole)
	found == {{
		"field": "spec.componentsList",
		"message": "a worker/virtual/pipeline cluster also needs eventListener, gateway, pipeline, secretManagement",
	}}
}

test_components_complete_fires_for_each_class if {
	every class, missing in {
		["host", "physical", ""]: "gateway, oauthProxy, secretManagement",
		["worker", "physical", "deployment"]: concat(", ", [
			"deployment, gateway, multiTenant",
			"progressiveDelivery, secretManagement, secretSync",
		]),
		["worker", "physical", "pipeline"]: concat(", ", [
			"deployment, eventListener, gateway, multiTenant",
			"oauthProxy, pipeline, secretManagement, secretSync",
		]),
		["worker", "virtual", "deployment"]: concat(", ", [
			"deployment, multiTenant",
			"progressiveDelivery, secretManagement, secretSync",
		]),
		["worker", "virtual", "pipeline"]: concat(", ", [
			"deployment, eventListener, gateway, multiTenant",
			"pipeline, secretManagement, secretSync",
		]),
	} {
		found := cluster_components.cluster_components_complete with input as fixtures.create(bare(class))
		{violation.message | some violation in found} == {sprintf("a %s cluster also needs %s", [
			trim_right(concat("/", class), "/"),
			missing,
		])}
	}
}

test_components_complete_is_silent if {
	every whole in [fixtures.host1, fixtures.dep_vc1, fixtures.pipe_vc1] {
		found := cluster_components.cluster_components_complete with input as fixtures.create(whole)
		found == set()
	}
}

# Other rules say that these make no cluster.
test_components_complete_is_silent_on_what_is_no_class if {
	every class in [["host", "virtual", ""], ["worker", "virtual", ""], ["host", "physical", "pipeline"]] {
		found := cluster_components.cluster_components_complete with input as fixtures.create(bare(class))
		found == set()
	}
}

test_component_known_fires if {
	found := cluster_components.cluster_component_known
		with input as fixtures.create(listing({"certManagement": {"name": "certbot", "namespace": "certbot"}}))
	found == {{
		"field": "spec.componentsList.certManagement.name",
		"message": `component "certbot" is not known`,
	}}
}

test_component_known_fires_under_another_category if {
	found := cluster_components.cluster_component_known
		with input as fixtures.create(listing({"gateway": {"name": "argocd", "namespace": "argocd"}}))
	found == {{
		"field": "spec.componentsList.gateway.name",
		"message": `component "argocd" belongs under "deployment", not "gateway"`,
	}}
}

test_component_known_is_silent if {
	every whole in [fixtures.host1, fixtures.dep_vc1, fixtures.pipe_vc1, listing({"gateway": null})] {
		found := cluster_components.cluster_component_known with input as fixtures.create(whole)
		found == set()
	}
}

test_component_properties_valid_fires_where_one_is_missing if {
	every additions in [{}, null] {
		found := cluster_components.cluster_component_properties_valid
			with input as fixtures.create(argocd_with(additions))
		found == {{
			"field": "spec.componentsList.deployment.additions",
			"message": `component "argocd" needs the addition "host"`,
		}}
	}
}

test_component_properties_valid_fires_on_another_form if {
	every host in ["https://argocd.example.io", "argocd_example.io", ""] {
		found := cluster_components.cluster_component_properties_valid
			with input as fixtures.create(argocd_with({"host": host}))
		found == {{
			"field": "spec.componentsList.deployment.additions.host",
			"message": sprintf("addition \"host\" of component \"argocd\" is %q, no host name", [host]),
		}}
	}
}

test_component_properties_valid_fires_on_a_port_by_name if {
	found := cluster_components.cluster_component_properties_valid
		with input as fixtures.create(traefik_with({"httpNodePort": "http"}))
	found == {{
		"field": "spec.componentsList.gateway.additions.httpNodePort",
		"message": `addition "httpNodePort" of component "traefik" is "http", no port number`,
	}}
}

test_component_properties_valid_warns_of_what_is_not_known if {
	found := cluster_components.cluster_component_properties_valid
		with input as fixtures.create(argocd_with({"host": "argocd.example.io", "hots": "argocd"}))
	found == {{
		"field": "spec.componentsList.deployment.additions.hots",
		"message": `component "argocd" does not know the addition "hots"`,
		"action": "warn",
	}}
}

test_component_properties_valid_is_silent if {
	every whole in [
		fixtures.host1,
		fixtures.dep_vc1,
		fixtures.pipe_vc1,
		traefik_with({"httpNodePort": "30080", "httpsNodePort": "30443"}),
		listing({"multiTenant": {
			"name": "hnc",
			"namespace": "hnc-system",
			"additions": {"syncResourceTypes": "tekton.dev/Pipeline"},
		}}),
	] {
		found := cluster_components.cluster_component_properties_valid with input as fixtures.create(whole)
		found == set()
	}
}

# That is for cluster-component-known.
test_component_properties_valid_is_silent_on_a_component_that_is_not_known if {
	found := cluster_components.cluster_component_properties_valid with input as fixtures.create(listing({"gateway": {
		"name": "nginx",
		"namespace": "nginx",
		"additions": {"port": "http"},
	}}))
	found == set()
}

# A cluster of a class with no components at all.
bare(class) := fixtures.with_spec(fixtures.without(fixtures.dep_vc1, ["componentsList"]), {
	"usage": class[0],
	"clusterType": class[1],
	"workerType": class[2],
	"componentsList": {},
})

listing(components) := fixtures.with_spec(fixtures.dep_vc1, {"componentsList": components})

argocd_with(additions) := fixtures.with_spec(fixtures.without(fixtures.dep_vc1, ["componentsList"]), {"componentsList": {
	"deployment": {"name": "argocd", "namespace": "argocd", "additions": additions},
	"secretManagement": {"name": "vault", "namespace": "vault"},
}})

traefik_with(additions) := listing({"gateway": {"name": "traefik", "namespace": "traefik", "additions": additions}})
