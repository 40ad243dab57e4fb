package nautes.lib.clusters_test

import data.nautes.lib.clusters
import data.nautes.lib.fixtures

test_dependents_without_the_cluster_itself if {
	uses := [
		fixtures.use(fixtures.dep_vc1, "spec.hostCluster"),
		fixtures.use(fixtures.test, "spec.cluster"),
		fixtures.use(fixtures.pipe_vc1, "spec.hostCluster"),
	]
	dependents := clusters.dependents with input as fixtures.remove(fixtures.dep_vc1)
		with data.catalog as fixtures.used_by("dep-vc1", uses)
	dependents == {fixtures.ref(fixtures.test), fixtures.ref(fixtures.pipe_vc1)}
	guests := clusters.guests with input as fixtures.remove(fixtures.dep_vc1)
		with data.catalog as fixtures.used_by("dep-vc1", uses)
	guests == {fixtures.ref(fixtures.pipe_vc1)}
}

test_components_without_empty_categories if {
	object.keys(clusters.components(fixtures.dep_vc1)) == {
		"deployment",
		"multiTenant",
		"progressiveDelivery",
		"secretManagement",
		"secretSync",
	}
}

test_identity_fills_in_what_is_left_out if {
	clusters.identity(fixtures.without(fixtures.host1, ["clusterKind"])) == {
		"clusterKind": "kubernetes",
		"clusterType": "physical",
		"usage": "host",
		"hostCluster": "",
		"workerType": "",
	}
}

test_inhabitants_by_what_they_take if {
	uses := [fixtures.use(fixtures.test, "spec.cluster"), fixtures.use(fixtures.dep_vc1, "spec.hostCluster")]
	takings := clusters.takings with input as fixtures.create(fixtures.dep_vc1)
		with data.catalog as fixtures.used_by("dep-vc1", uses)
	shops := {"kind": "DeploymentRuntime", "namespace": "shop", "name": ""}
	takings == {{"namespace": name, "runtime": shops} | some name in ["cart-web", "cart-jobs", "pay-test"]}
	accounts := clusters.accounts with input as fixtures.create(fixtures.dep_vc1)
		with data.catalog as fixtures.used_by("dep-vc1", uses)
	accounts == {{"account": "cart-sa", "product": "shop"}, {"account": "pay-test", "product": "shop"}}
}

test_arrives_on_create_and_with_another_address if {
	clusters.arrives with input as fixtures.create(fixtures.host1)
	clusters.arrives with input as fixtures.update(fixtures.host1, {"spec": {"apiServer": "https://10.30.0.11:6443"}})
	not clusters.arrives with input as fixtures.update(fixtures.host1, {"spec": {"apiServer": "HTTPS://10.30.0.10:6443/"}})
}
