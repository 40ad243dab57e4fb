package nautes.rules.cluster_use_test

import data.nautes.lib.fixtures
import data.nautes.rules.cluster_use

test_identity_frozen_in_use_fires if {
	change := {"spec": {"usage": "host", "clusterType": "physical", "hostCluster": null, "workerType": ""}}
	found := cluster_use.cluster_identity_frozen_in_use with input as fixtures.update(fixtures.dep_vc1, change)
		with data.catalog as fixtures.used_by("dep-vc1", environments)
	by := "while the cluster is used by Environment/bank/test, Environment/shop/test"
	found == {
		{"field": "spec.usage", "message": sprintf(`usage can not change from "worker" to "host" %s`, [by])},
		{"field": "spec.clusterType", "message": sprintf(`clusterType can not change from "virtual" to "physical" %s`, [by])},
		{"field": "spec.hostCluster", "message": sprintf(`hostCluster can not change from "host1" to "" %s`, [by])},
		{"field": "spec.workerType", "message": sprintf(`workerType can not change from "deployment" to "" %s`, [by])},
	}
}

test_identity_frozen_in_use_fires_while_a_virtual_cluster_is_on_it if {
	found := cluster_use.cluster_identity_frozen_in_use
		with input as fixtures.update(fixtures.host1, {"spec": {"clusterKind": "k3s"}})
		with data.catalog as fixtures.used_by("host1", [fixtures.use(fixtures.dep_vc1, "spec.hostCluster")])
	found == {{
		"field": "spec.clusterKind",
		"message": concat("", [
			`clusterKind can not change from "kubernetes" to "k3s" while the cluster is used by `,
			"Cluster/dep-vc1",
		]),
	}}
}

# pipe_vc1 leaves out its clusterKind, which is kubernetes then.
test_identity_frozen_in_use_is_silent_on_what_changes_nothing if {
	every change in [{"clusterKind": "kubernetes"}, {"apiServer": "https://10.30.0.10:31449"}, {"componentsList": {}}] {
		found := cluster_use.cluster_identity_frozen_in_use
			with input as fixtures.update(fixtures.pipe_vc1, {"spec": change})
			with data.catalog as fixtures.used_by("pipe-vc1", [fixtures.use(fixtures.ci, "spec.cluster")])
		found == set()
	}
}

test_identity_frozen_in_use_is_silent_where_nothing_depends_on_it if {
	every catalog in [fixtures.catalog, fixtures.used_by("dep-vc1", [])] {
		found := cluster_use.cluster_identity_frozen_in_use
			with input as fixtures.update(fixtures.dep_vc1, {"spec": {"workerType": "pipeline"}})
			with data.catalog as catalog
		found == set()
	}
}

test_in_use_fires_and_lists_each_once if {
	uses := array.concat(environments, [
		fixtures.use(fixtures.cart_ci, "status.deployed.cluster"),
		fixtures.use(fixtures.pipe_vc1, "spec.hostCluster"),
		fixtures.use(fixtures.bank_test, "spec.cluster"),
	])
	found := cluster_use.cluster_in_use with input as fixtures.remove(fixtures.dep_vc1)
		with data.catalog as fixtures.used_by("dep-vc1", uses)
	found == {{
		"field": "metadata.name",
		"message": concat("", [
			`cluster "dep-vc1" is used by Cluster/pipe-vc1, Environment/bank/test, Environment/shop/test, `,
			"ProjectPipelineRuntime/shop/cart-ci",
		]),
	}}
}

test_in_use_is_silent if {
	every catalog in [fixtures.catalog, fixtures.used_by("dep-vc1", [])] {
		found := cluster_use.cluster_in_use with input as fixtures.remove(fixtures.dep_vc1) with data.catalog as catalog
		found == set()
	}
}

# It was forced in with itself as its host, and has to go at some time.
test_in_use_is_silent_where_it_names_itself if {
	own := fixtures.with_spec(fixtures.dep_vc1, {"hostCluster": "dep-vc1"})
	found := cluster_use.cluster_in_use with input as fixtures.remove(own)
		with data.catalog as fixtures.used_by("dep-vc1", [fixtures.use(own, "spec.hostCluster")])
	found == set()
}

environments := [fixtures.use(fixtures.test, "spec.cluster"), fixtures.use(fixtures.bank_test, "spec.cluster")]
