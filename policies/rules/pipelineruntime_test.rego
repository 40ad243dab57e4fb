package nautes.rules.projectpipelineruntime_test

import data.nautes.lib.fixtures
import data.nautes.rules.projectpipelineruntime as rules

test_project_exists_fires if {
	every name in ["ledger", ""] {
		found := rules.pipelineruntime_project_exists with input as fixtures.create(building({"project": name}))
			with data.catalog as fixtures.catalog
		found == {{
			"field": "spec.project",
			"message": sprintf("project %q does not exist in product \"shop\"", [name]),
		}}
	}
}

test_project_exists_is_silent if {
	found := rules.pipelineruntime_project_exists with input as fixtures.create(fixtures.cart_ci)
		with data.catalog as fixtures.catalog
	found == set()
}

test_project_frozen_fires if {
	found := rules.pipelineruntime_project_frozen
		with input as fixtures.update(fixtures.cart_ci, {"spec": {"project": "pay"}})
	found == {{"field": "spec.project", "message": `project can not change from "cart" to "pay"`}}
}

test_project_frozen_is_silent_on_another_change if {
	found := rules.pipelineruntime_project_frozen
		with input as fixtures.update(fixtures.cart_ci, {"spec": {"pipelineSource": "charts"}})
	found == set()
}

test_environment_exists_fires if {
	found := rules.pipelineruntime_environment_exists with input as fixtures.create(going_to("prod"))
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.destination.environment",
		"message": `environment "prod" does not exist in product "shop"`,
	}}
}

test_environment_exists_fires_on_one_of_another_product if {
	found := rules.pipelineruntime_environment_exists with input as fixtures.create(going_to("build"))
		with data.catalog as fixtures.catalog_with({"environments": {"bank": {"build": fixtures.ci}}})
	found == {{
		"field": "spec.destination.environment",
		"message": `environment "build" does not exist in product "shop"`,
	}}
}

test_environment_exists_is_silent if {
	found := rules.pipelineruntime_environment_exists with input as fixtures.create(fixtures.cart_ci)
		with data.catalog as fixtures.catalog
	found == set()
}

test_cluster_is_pipeline_fires_on_a_deployment_cluster if {
	found := rules.pipelineruntime_cluster_is_pipeline with input as fixtures.create(going_to("test"))
		with data.catalog as fixtures.catalog
	found == {{
		"field": "spec.destination.environment",
		"message": `cluster "dep-vc1" of environment "test" has the usage "worker" and the workerType "deployment"`,
	}}
}

test_cluster_is_pipeline_fires_on_a_host if {
	found := rules.pipelineruntime_cluster_is_pipeline with input as fixtures.create(going_to("bare"))
		with data.catalog as on_host
	found == {{
		"field": "spec.destination.environment",
		"message": `cluster "host1" of environment "bare" has the usage "host" and the workerType ""`,
	}}
}

test_cluster_is_pipeline_is_silent if {
	found := rules.pipelineruntime_cluster_is_pipeline with input as fixtures.create(fixtures.cart_ci)
		with data.catalog as fixtures.catalog
	found == set()
}

test_cluster_is_silent_where_environment_or_cluster_is_missing if {
	every environment in ["prod", "lost"] {
		found := rules.pipelineruntime_cluster_is_pipeline | rules.pipelineruntime_cluster_has_pipeline_component
			with input as fixtures.create(going_to(environment))
			with data.catalog as fixtures.catalog_with({"environments": {"shop": {"lost": {"spec": {"cluster": "vc9"}}}}})
		found == set()
	}
}

test_cluster_has_pipeline_component_fires if {
	every components in [{}, {"pipeline": null}, null] {
		found := rules.pipelineruntime_cluster_has_pipeline_component with input as fixtures.create(fixtures.cart_ci)
			with data.catalog as cluster_with(components)
		found == {{
			"field": "spec.destination.environment",
			"message": `cluster "pipe-vc1" of environment "ci" has no pipeline component`,
		}}
	}
}

test_cluster_has_pipeline_component_is_silent if {
	found := rules.pipelineruntime_cluster_has_pipeline_component with input as fixtures.create(fixtures.cart_ci)
		with data.catalog as fixtures.catalog
	found == set()
}

test_destination_frozen_fires_on_environment_and_namespace if {
	found := rules.pipelineruntime_destination_frozen
		with input as fixtures.update(deployed, {"spec": {"destination": {"environment": "test", "namespace": "cart"}}})
	found == {
		{
			"field": "spec.destination.environment",
			"message": `environment can not change from "ci" to "test" while deployed on cluster "pipe-vc1"`,
		},
		{
			"field": "spec.destination.namespace",
			"message": `namespace can not change from "cart-ci" to "cart" while deployed on cluster "pipe-vc1"`,
		},
	}
}

# A namespace that is left out is the runtime's name.
test_destination_frozen_is_silent_where_the_default_is_spelled_out if {
	found := rules.pipelineruntime_destination_frozen
		with input as fixtures.update(deployed, {"spec": {"destination": {"namespace": "cart-ci"}}})
	found == set()
}

test_destination_frozen_is_silent_on_another_change_and_on_create if {
	every request in [fixtures.update(deployed, {"spec": {"project": "pay"}}), fixtures.create(deployed)] {
		found := rules.pipelineruntime_destination_frozen with input as request
		found == set()
	}
}

test_destination_frozen_is_silent_while_nothing_is_deployed if {
	every status in [{}, {"deployed": null}, {"deployed": {}}] {
		runtime := object.union(fixtures.cart_ci, {"status": status})
		found := rules.pipelineruntime_destination_frozen
			with input as fixtures.update(runtime, {"spec": {"destination": {"environment": "test", "namespace": "cart"}}})
		found == set()
	}
}

building(change) := fixtures.with_spec(fixtures.cart_ci, change)

going_to(environment) := building({"destination": {"environment": environment}})

deployed := object.union(fixtures.cart_ci, {"status": {"deployed": {
	"environment": "ci",
	"cluster": "pipe-vc1",
	"namespaces": ["cart-ci"],
}}})

on_host := fixtures.catalog_with({"environments": {"shop": {"bare": {"spec": {"cluster": "host1"}}}}})

# The catalog with other components on the pipeline cluster, and no others.
cluster_with(components) := object.union(
	object.remove(fixtures.catalog, ["clusters"]),
	{"clusters": {"pipe-vc1": {"spec": {
		"usage": "worker",
		"workerType": "pipeline",
		"componentsList": components,
	}}}},
)
