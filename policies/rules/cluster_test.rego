package nautes.rules.cluster_test

import data.nautes.lib.fixtures
import data.nautes.rules.cluster

test_host_is_physical_fires if {
	host := fixtures.with_spec(fixtures.host1, {"clusterType": "virtual"})
	found := cluster.cluster_host_is_physical with input as fixtures.create(host)
	found == {{"field": "spec.clusterType", "message": `clusterType is "virtual", but a host is physical`}}
}

test_host_is_physical_is_silent if {
	every whole in [fixtures.host1, fixtures.dep_vc1] {
		found := cluster.cluster_host_is_physical with input as fixtures.create(whole)
		found == set()
	}
}

test_host_has_no_worker_type_fires if {
	found := cluster.cluster_host_has_no_worker_type
		with input as fixtures.update(fixtures.host1, {"spec": {"workerType": "pipeline"}})
	found == {{"field": "spec.workerType", "message": `workerType is "pipeline", but a host carries no runtimes`}}
}

test_host_has_no_worker_type_is_silent if {
	empty := fixtures.with_spec(fixtures.host1, {"workerType": ""})
	every whole in [fixtures.host1, empty, fixtures.pipe_vc1] {
		found := cluster.cluster_host_has_no_worker_type with input as fixtures.create(whole)
		found == set()
	}
}

test_physical_has_no_host_fires if {
	whole := fixtures.with_spec(fixtures.dep_vc1, {"clusterType": "physical"})
	found := cluster.cluster_physical_has_no_host with input as fixtures.create(whole)
	found == {{"field": "spec.hostCluster", "message": `hostCluster is "host1", but a physical cluster is on no host`}}
}

test_physical_has_no_host_is_silent if {
	empty := fixtures.with_spec(fixtures.host1, {"hostCluster": ""})
	every whole in [fixtures.host1, empty, fixtures.dep_vc1] {
		found := cluster.cluster_physical_has_no_host with input as fixtures.create(whole)
		found == set()
	}
}

test_virtual_names_host_fires if {
	every whole in [
		fixtures.without(fixtures.dep_vc1, ["hostCluster"]),
		fixtures.with_spec(fixtures.dep_vc1, {"hostCluster": ""}),
	] {
		found := cluster.cluster_virtual_names_host with input as fixtures.create(whole)
		found == {{"field": "spec.hostCluster", "message": `hostCluster is "", but a virtual cluster is on a host`}}
	}
}

test_virtual_names_host_is_silent if {
	every whole in [fixtures.host1, fixtures.dep_vc1] {
		found := cluster.cluster_virtual_names_host with input as fixtures.create(whole)
		found == set()
	}
}

test_worker_has_worker_type_fires if {
	every whole in [
		fixtures.without(fixtures.dep_vc1, ["workerType"]),
		fixtures.with_spec(fixtures.dep_vc1, {"workerType": ""}),
	] {
		found := cluster.cluster_worker_has_worker_type with input as fixtures.create(whole)
		found == {{
			"field": "spec.workerType",
			"message": `workerType is "", but a worker carries pipeline or deployment runtimes`,
		}}
	}
}

test_worker_has_worker_type_is_silent if {
	every whole in [fixtures.host1, fixtures.dep_vc1] {
		found := cluster.cluster_worker_has_worker_type with input as fixtures.create(whole)
		found == set()
	}
}

test_host_exists_fires if {
	found := cluster.cluster_host_exists with input as fixtures.create(on_host("host9"))
		with data.catalog as fixtures.catalog
	found == {{"field": "spec.hostCluster", "message": `cluster "host9" does not exist`}}
}

test_host_exists_fires_on_itself_whether_the_catalog_holds_it_or_not if {
	every catalog in [fixtures.catalog, fixtures.catalog_with({"clusters": {"dep-vc3": on_host("dep-vc3")}})] {
		found := cluster.cluster_host_exists with input as fixtures.create(on_host("dep-vc3"))
			with data.catalog as catalog
		found == {{"field": "spec.hostCluster", "message": `cluster "dep-vc3" can not be its own host`}}
	}
}

test_host_exists_is_silent if {
	every host in ["host1", ""] {
		found := cluster.cluster_host_exists with input as fixtures.create(on_host(host))
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_host_can_host_fires if {
	found := cluster.cluster_host_can_host with input as fixtures.create(on_host("dep-vc1"))
		with data.catalog as fixtures.catalog_with({"clusters": {"dep-vc1": fixtures.dep_vc1}})
	found == {{
		"field": "spec.hostCluster",
		"message": `cluster "dep-vc1" is "virtual" with the usage "worker", not "physical" with the usage "host"`,
	}}
}

test_host_can_host_fires_on_a_physical_worker if {
	worker := fixtures.with_spec(fixtures.host1, {"usage": "worker"})
	found := cluster.cluster_host_can_host with input as fixtures.create(on_host("host1"))
		with data.catalog as fixtures.catalog_with({"clusters": {"host1": worker}})
	found == {{
		"field": "spec.hostCluster",
		"message": `cluster "host1" is "physical" with the usage "worker", not "physical" with the usage "host"`,
	}}
}

# What is judged is the cluster as it shall be: the catalog still has a physical host under this name.
test_host_can_host_fires_on_itself if {
	found := cluster.cluster_host_can_host with input as fixtures.create(on_host("dep-vc3"))
		with data.catalog as fixtures.catalog_with({"clusters": {"dep-vc3": fixtures.host1}})
	found == {{
		"field": "spec.hostCluster",
		"message": `cluster "dep-vc3" is "virtual" with the usage "worker", not "physical" with the usage "host"`,
	}}
}

test_host_can_host_is_silent if {
	every host in ["host1", "", "host9"] {
		found := cluster.cluster_host_can_host with input as fixtures.create(on_host(host))
			with data.catalog as fixtures.catalog
		found == set()
	}
}

# dep-vc1 was forced in before its host.
guest := [fixtures.use(fixtures.dep_vc1, "spec.hostCluster")]

test_host_can_host_fires_on_a_new_cluster_that_a_virtual_cluster_is_on if {
	worker := fixtures.with_spec(fixtures.host1, {"usage": "worker", "workerType": "deployment"})
	found := cluster.cluster_host_can_host with input as fixtures.create(worker)
		with data.catalog as fixtures.used_by("host1", guest)
	found == {{
		"field": "spec.usage",
		"message": concat("", [
			`cluster "host1", the host of Cluster/dep-vc1, is "physical" with the usage "worker", `,
			`not "physical" with the usage "host"`,
		]),
	}}
}

test_host_can_host_is_silent_on_a_new_host_that_a_virtual_cluster_is_on if {
	found := cluster.cluster_host_can_host with input as fixtures.create(fixtures.host1)
		with data.catalog as fixtures.used_by("host1", guest)
	found == set()
}

# That is for cluster-identity-frozen-in-use.
test_host_can_host_is_silent_on_an_update_of_the_host if {
	found := cluster.cluster_host_can_host with input as fixtures.update(fixtures.host1, {"spec": {"usage": "worker"}})
		with data.catalog as fixtures.used_by("host1", guest)
	found == set()
}

test_api_server_unique_fires_whatever_the_spelling if {
	every url in ["https://10.30.0.10:31443", "HTTPS://10.30.0.10:31443/"] {
		found := cluster.cluster_api_server_unique
			with input as fixtures.create(fixtures.with_spec(on_host("host1"), {"apiServer": url}))
			with data.catalog as fixtures.at_api_server("https://10.30.0.10:31443", ["dep-vc1", "dep-vc2"])
		found == {{
			"field": "spec.apiServer",
			"message": sprintf("API server %q is that of cluster dep-vc1, dep-vc2 already", [url]),
		}}
	}
}

test_api_server_unique_is_silent if {
	every url in ["https://10.30.0.10:31444", "http://10.30.0.10:31443", "https://10.30.0.10:31443/vc"] {
		found := cluster.cluster_api_server_unique
			with input as fixtures.create(fixtures.with_spec(on_host("host1"), {"apiServer": url}))
			with data.catalog as fixtures.at_api_server("https://10.30.0.10:31443", ["dep-vc1"])
		found == set()
	}
}

test_api_server_unique_is_silent_on_itself if {
	found := cluster.cluster_api_server_unique
		with input as fixtures.update(fixtures.dep_vc1, {"spec": {"primaryDomain": "example.io"}})
		with data.catalog as fixtures.at_api_server("https://10.30.0.10:31443", ["dep-vc1"])
	found == set()
}

test_has_kubeconfig_fires if {
	every whole in [
		fixtures.without(fixtures.host1, ["kubeconfigSecretRef"]),
		fixtures.with_spec(fixtures.host1, {"kubeconfigSecretRef": null}),
	] {
		found := cluster.cluster_has_kubeconfig with input as fixtures.create(whole)
		found == {{
			"field": "spec.kubeconfigSecretRef",
			"message": "a physical cluster needs a Secret that holds its kubeconfig",
		}}
	}
}

test_has_kubeconfig_fires_on_a_foreign_namespace_and_can_not_be_bypassed if {
	reference := {"kubeconfigSecretRef": {"name": "host1-kubeconfig", "namespace": "bank"}}
	every whole in [fixtures.host1, fixtures.dep_vc1] {
		found := cluster.cluster_has_kubeconfig with input as fixtures.update(whole, {"spec": reference})
		found == {{
			"field": "spec.kubeconfigSecretRef.namespace",
			"message": `namespace "bank" is not "nautes-system"`,
			"bypassable": false,
		}}
	}
}

test_has_kubeconfig_is_silent if {
	defaulted := fixtures.with_spec(fixtures.host1, {"kubeconfigSecretRef": {"name": "host1", "namespace": ""}})
	every whole in [fixtures.host1, defaulted, fixtures.dep_vc1] {
		found := cluster.cluster_has_kubeconfig with input as fixtures.create(whole)
		found == set()
	}
}

# A new virtual cluster on a host.
on_host(host) := fixtures.with_spec(fixtures.with_name(fixtures.dep_vc1, "dep-vc3"), {"hostCluster": host})
