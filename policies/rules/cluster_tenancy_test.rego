package nautes.rules.cluster_tenancy_test

import data.nautes.lib.fixtures
import data.nautes.rules.cluster_tenancy

test_reserved_namespace_known_fires if {
	whole := fixtures.with_spec(fixtures.dep_vc1, {"reservedNamespacesAllowedProducts": {"traefik": ["shop"]}})
	found := cluster_tenancy.cluster_reserved_namespace_known with input as fixtures.create(whole)
	found == {{
		"field": "spec.reservedNamespacesAllowedProducts[traefik]",
		"message": `namespace "traefik" is that of no component of this cluster`,
	}}
}

test_reserved_namespace_known_is_silent if {
	every opened in [{"argocd": ["shop"], "hnc-system": []}, {}, null] {
		whole := fixtures.with_spec(fixtures.dep_vc1, {"reservedNamespacesAllowedProducts": opened})
		found := cluster_tenancy.cluster_reserved_namespace_known with input as fixtures.create(whole)
		found == set()
	}
}

test_allowed_product_exists_fires if {
	whole := fixtures.with_spec(fixtures.dep_vc1, {
		"reservedNamespacesAllowedProducts": {"argocd": ["shop", "toys"]},
		"productAllowedClusterResources": {"bank": [], "books": []},
	})
	found := cluster_tenancy.cluster_allowed_product_exists with input as fixtures.create(whole)
		with data.catalog as fixtures.catalog
	found == {
		{"field": "spec.reservedNamespacesAllowedProducts[argocd][1]", "message": `product "toys" does not exist`},
		{"field": "spec.productAllowedClusterResources[books]", "message": `product "books" does not exist`},
	}
}

test_allowed_product_exists_is_silent if {
	every opened in [{"argocd": ["shop", "bank"], "vault": null}, null] {
		whole := fixtures.with_spec(fixtures.dep_vc1, {"reservedNamespacesAllowedProducts": opened})
		found := cluster_tenancy.cluster_allowed_product_exists with input as fixtures.create(whole)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_allowed_resource_plausible_fires if {
	found := cluster_tenancy.cluster_allowed_resource_plausible with input as fixtures.create(permitting([
		{"group": "rbac.authorization.k8s.io", "kind": "ClusterRoleBinding"},
		{"group": "authorization.k8s.io", "kind": "ClusterRole"},
		{"group": "core", "kind": "Namespace"},
	]))
	found == {
		{
			"field": "spec.productAllowedClusterResources[shop][1].group",
			"message": `ClusterRole is in the group "rbac.authorization.k8s.io", not "authorization.k8s.io"`,
		},
		{
			"field": "spec.productAllowedClusterResources[shop][2].group",
			"message": `Namespace is in the group "", not "core"`,
		},
	}
}

test_allowed_resource_plausible_is_silent if {
	every permitted in [
		[
			{"group": "", "kind": "PersistentVolume"},
			{"group": "storage.k8s.io", "kind": "StorageClass"},
			{"group": "example.io", "kind": "Widget"},
		],
		[],
		null,
	] {
		found := cluster_tenancy.cluster_allowed_resource_plausible with input as fixtures.create(permitting(permitted))
		found == set()
	}
}

# The runtimes of the fixtures are on dep-vc1 before the cluster is there: cart-web and cart-jobs are shop's namespaces,
# ledger-test is bank's.
test_keeps_runtimes_apart_fires_on_a_new_cluster if {
	found := cluster_tenancy.cluster_keeps_runtimes_apart with input as fixtures.create(hnc_in("cart-web"))
		with data.catalog as fixtures.catalog
	found == taken_by("cart-web", "DeploymentRuntime/shop/cart-test")
}

test_keeps_runtimes_apart_fires_on_a_component_that_moves if {
	found := cluster_tenancy.cluster_keeps_runtimes_apart
		with input as becomes(fixtures.dep_vc1, hnc_in("ledger-test"))
		with data.catalog as fixtures.catalog
	found == taken_by("ledger-test", "DeploymentRuntime/bank/ledger-test")
}

test_keeps_runtimes_apart_fires_where_a_product_is_no_longer_let_in if {
	change := {"spec": {"reservedNamespacesAllowedProducts": {"hnc-system": ["shop"], "argocd": null}}}
	found := cluster_tenancy.cluster_keeps_runtimes_apart with input as fixtures.update(fixtures.dep_vc1, change)
		with data.catalog as in_argocd
	found == {
		{
			"field": "spec.componentsList.deployment.namespace",
			"message": `namespace "argocd" of component "argocd" is taken by DeploymentRuntime/shop/cart-test`,
		},
		{
			"field": "spec.componentsList.progressiveDelivery.namespace",
			"message": `namespace "argocd" of component "argo-rollouts" is taken by DeploymentRuntime/shop/cart-test`,
		},
	}
}

test_keeps_runtimes_apart_is_silent_where_the_product_is_let_in if {
	opening := {"spec": {"reservedNamespacesAllowedProducts": {"cart-web": ["shop"]}}}
	found := cluster_tenancy.cluster_keeps_runtimes_apart
		with input as becomes(fixtures.dep_vc1, object.union(hnc_in("cart-web"), opening))
		with data.catalog as fixtures.catalog
	found == set()
}

test_keeps_runtimes_apart_is_silent_on_a_free_namespace if {
	every whole in [fixtures.dep_vc1, hnc_in("hnc")] {
		found := cluster_tenancy.cluster_keeps_runtimes_apart with input as fixtures.create(whole)
			with data.catalog as fixtures.catalog
		found == set()
	}
}

# bank was in the namespace already: taking out the rest of the components does not make that worse.
test_keeps_runtimes_apart_is_silent_on_what_was_closed_before if {
	gone := {"secretManagement": null, "secretSync": null}
	found := cluster_tenancy.cluster_keeps_runtimes_apart
		with input as fixtures.update(hnc_in("ledger-test"), {"spec": {"componentsList": gone}})
		with data.catalog as fixtures.catalog
	found == set()
}

test_keeps_runtimes_apart_is_silent_on_another_change if {
	found := cluster_tenancy.cluster_keeps_runtimes_apart
		with input as fixtures.update(hnc_in("cart-web"), {"spec": {"primaryDomain": "example.io"}})
		with data.catalog as object.union(fixtures.catalog, twins)
	found == set()
}

# dep-vc9 is dep-vc1 under another name. On it are a runtime of bank in one of shop's namespaces and with one of shop's
# accounts, and a component in another of shop's namespaces.
test_keeps_runtimes_apart_fires_where_two_clusters_become_one_machine if {
	found := cluster_tenancy.cluster_keeps_runtimes_apart with input as moved_to("https://10.30.0.99:6443/")
		with data.catalog as object.union(fixtures.catalog, twins)
	found == at_dep_vc9
}

test_keeps_runtimes_apart_fires_on_a_new_cluster_that_is_the_machine_of_another if {
	whole := fixtures.with_spec(fixtures.dep_vc1, {"apiServer": "https://10.30.0.99:6443"})
	found := cluster_tenancy.cluster_keeps_runtimes_apart with input as fixtures.create(whole)
		with data.catalog as object.union(fixtures.catalog, twins)
	found == at_dep_vc9
}

test_keeps_runtimes_apart_fires_on_a_component_where_a_runtime_of_the_same_machine_is if {
	components := {"componentsList": {"secretSync": {"name": "external-secrets", "namespace": "vaults"}}}
	whole := fixtures.with_spec(fixtures.dep_vc1, object.union({"apiServer": "https://10.30.0.99:6443"}, components))
	every request in [fixtures.create(whole), becomes(fixtures.dep_vc1, whole), becomes(same_machine, whole)] {
		found := cluster_tenancy.cluster_keeps_runtimes_apart with input as request
			with data.catalog as fixtures.catalog_with(object.union(addresses, {"index": {"runtimes_by_cluster_namespace": {
				"dep-vc9/vaults": [{"kind": "DeploymentRuntime", "namespace": "toys", "name": "vaults"}],
			}}}))
		found == {{
			"field": "spec.componentsList.secretSync.namespace",
			"message": `namespace "vaults" of component "external-secrets" is taken by DeploymentRuntime/toys/vaults`,
		}}
	}
}

# The namespace of that component was open to others as long as the two clusters were two machines.
test_keeps_runtimes_apart_fires_on_a_component_of_before_where_the_machine_is_new if {
	change := {"spec": {"apiServer": "https://10.30.0.99:6443"}}
	found := cluster_tenancy.cluster_keeps_runtimes_apart with input as fixtures.update(fixtures.dep_vc1, change)
		with data.catalog as fixtures.catalog_with(object.union(addresses, {"index": {"runtimes_by_cluster_namespace": {
			"dep-vc9/hnc-system": [fixtures.ref(fixtures.ledger_test)],
		}}}))
	found == taken_by("hnc-system", "DeploymentRuntime/bank/ledger-test")
}

test_keeps_runtimes_apart_is_silent_on_the_same_address_in_another_spelling if {
	found := cluster_tenancy.cluster_keeps_runtimes_apart
		with input as fixtures.update(same_machine, {"spec": {"apiServer": "HTTPS://10.30.0.99:6443/"}})
		with data.catalog as object.union(fixtures.catalog, twins)
	found == set()
}

test_keeps_runtimes_apart_is_silent_on_an_address_of_its_own if {
	found := cluster_tenancy.cluster_keeps_runtimes_apart with input as moved_to("https://10.30.0.100:6443")
		with data.catalog as object.union(fixtures.catalog, twins)
	found == set()
}

# Two clusters of one machine on which the products keep apart.
test_keeps_runtimes_apart_is_silent_where_nothing_collides if {
	found := cluster_tenancy.cluster_keeps_runtimes_apart with input as moved_to("https://10.30.0.99:6443")
		with data.catalog as fixtures.catalog_with(object.union_n([addresses, inhabited, {"clusters": {"dep-vc9": {"spec": {
			"componentsList": {"multiTenant": {"name": "hnc", "namespace": "cart-jobs"}},
			"reservedNamespacesAllowedProducts": {"cart-jobs": ["shop"]},
		}}}}]))
	found == set()
}

# A virtual cluster lies in the namespace of its name on its host; whoever has that namespace has all that is in it.
test_keeps_runtimes_apart_fires_where_the_namespace_of_a_virtual_cluster_is_taken if {
	every request in [fixtures.create(fixtures.dep_vc1), becomes(fixtures.without(fixtures.dep_vc1, ["hostCluster"]), fixtures.dep_vc1)] {
		found := cluster_tenancy.cluster_keeps_runtimes_apart with input as request
			with data.catalog as fixtures.catalog_with(on_host1("dep-vc1"))
		found == {{
			"field": "spec.hostCluster",
			"message": concat("", [
				`namespace "dep-vc1" on cluster "host1", which a virtual cluster of that name gets, `,
				"is taken by DeploymentRuntime/bank/ledger-test",
			]),
		}}
	}
}

test_keeps_runtimes_apart_is_silent_where_the_host_stays_or_its_namespace_is_free if {
	renamed := fixtures.with_spec(fixtures.dep_vc1, {"primaryDomain": "example.io"})
	kept := cluster_tenancy.cluster_keeps_runtimes_apart with input as becomes(fixtures.dep_vc1, renamed)
		with data.catalog as fixtures.catalog_with(on_host1("dep-vc1"))
	kept == set()
	free := cluster_tenancy.cluster_keeps_runtimes_apart with input as fixtures.create(fixtures.dep_vc1)
		with data.catalog as fixtures.catalog_with(on_host1("dep-vc2"))
	free == set()
}

test_keeps_runtimes_apart_fires_where_a_host_arrives_at_a_runtime_in_the_namespace_of_its_guest if {
	found := cluster_tenancy.cluster_keeps_runtimes_apart with input as moved_to("https://10.30.0.99:6443")
		with data.catalog as fixtures.catalog_with(object.union_n([addresses, inhabited, {"index": {"runtimes_by_cluster_namespace": {
			"dep-vc9/pipe-vc1": [fixtures.ref(fixtures.ledger_test)],
		}}}]))
	found == {{
		"field": "spec.apiServer",
		"message": concat("", [
			`namespace "pipe-vc1" of a virtual cluster is taken on cluster "dep-vc9", `,
			"which has the same API server, by DeploymentRuntime/bank/ledger-test",
		]),
	}}
}

test_keeps_runtimes_apart_fires_where_a_runtime_arrives_in_the_namespace_of_a_virtual_cluster if {
	found := cluster_tenancy.cluster_keeps_runtimes_apart with input as moved_to("https://10.30.0.99:6443")
		with data.catalog as fixtures.catalog_with(object.union_n([addresses, inhabited, {"clusters": {
			"cart-web": {"spec": {"hostCluster": "dep-vc9"}},
		}}]))
	found == {{
		"field": "spec.apiServer",
		"message": concat("", [
			`namespace "cart-web" of product "shop" is that of a virtual cluster on cluster "dep-vc9", `,
			"which has the same API server",
		]),
	}}
}

on_host1(namespace) := {"index": {"runtimes_by_cluster_namespace": {
	sprintf("host1/%s", [namespace]): [fixtures.ref(fixtures.ledger_test)],
}}}

permitting(resources) := fixtures.with_spec(fixtures.dep_vc1, {"productAllowedClusterResources": {"shop": resources}})

hnc_in(namespace) := fixtures.with_spec(fixtures.dep_vc1, {"componentsList": {"multiTenant": {"namespace": namespace}}})

taken_by(namespace, runtimes) := {{
	"field": "spec.componentsList.multiTenant.namespace",
	"message": sprintf("namespace %q of component \"hnc\" is taken by %s", [namespace, runtimes]),
}}

becomes(former, manifest) := fixtures.review("UPDATE", manifest, {"object": manifest, "oldObject": former})

moved_to(url) := fixtures.update(fixtures.dep_vc1, {"spec": {"apiServer": url}})

same_machine := fixtures.with_spec(fixtures.dep_vc1, {"apiServer": "https://10.30.0.99:6443"})

in_argocd := fixtures.catalog_with({"index": {"runtimes_by_cluster_namespace": {
	"dep-vc1/argocd": [fixtures.ref(fixtures.cart_test)],
}}})

addresses := {"index": {"clusters_by_api_server": {"https://10.30.0.99:6443": [
	{"kind": "Cluster", "namespace": "", "name": "dep-vc9"},
	{"kind": "Cluster", "namespace": "", "name": "dep-vc1"},
]}}}

inhabited := {"referrers": {"clusters": {"dep-vc1": [
	fixtures.use(fixtures.pipe_vc1, "spec.hostCluster"),
	fixtures.use(fixtures.test, "spec.cluster"),
	fixtures.use(fixtures.bank_test, "spec.cluster"),
]}}}

twins := object.union_n([addresses, inhabited, {
	"clusters": {"dep-vc9": {"spec": {"componentsList": {"multiTenant": {"name": "hnc", "namespace": "cart-jobs"}}}}},
	"index": {
		"runtimes_by_cluster_namespace": {"dep-vc9/cart-web": [fixtures.ref(fixtures.ledger_test)]},
		"runtimes_by_cluster_account": {"dep-vc9/cart-sa": [fixtures.ref(fixtures.ledger_test)]},
	},
}])

at_dep_vc9 := {{"field": "spec.apiServer", "message": message} |
	some message in [
		concat("", [
			`namespace "cart-jobs" of product "shop" belongs to hnc on cluster "dep-vc9", `,
			"which has the same API server",
		]),
		concat("", [
			`namespace "cart-web" of product "shop" is taken on cluster "dep-vc9", `,
			"which has the same API server, by DeploymentRuntime/bank/ledger-test",
		]),
		concat("", [
			`account "cart-sa" of product "shop" is used on cluster "dep-vc9", `,
			"which has the same API server, by product bank",
		]),
	]
}
