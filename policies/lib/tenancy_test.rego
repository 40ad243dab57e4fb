package nautes.lib.tenancy_test

import data.nautes.lib.fixtures
import data.nautes.lib.tenancy

test_must_stay_apart if {
	cart := fixtures.ref(fixtures.cart_test)
	pipeline := fixtures.ref(fixtures.cart_ci)
	tenancy.must_stay_apart(cart, fixtures.ref(fixtures.ledger_test))
	tenancy.must_stay_apart(cart, pipeline)
	tenancy.must_stay_apart(pipeline, cart)
	not tenancy.must_stay_apart(pipeline, pipeline)
	not tenancy.must_stay_apart(cart, fixtures.ref(fixtures.pay_test))
}

test_namespace_rivals if {
	ledger := fixtures.ref(fixtures.ledger_test)
	rivals := tenancy.namespace_rivals("cart-web", ledger, "dep-vc1") with data.catalog as fixtures.catalog
	rivals == {fixtures.ref(fixtures.cart_test)}
	elsewhere := tenancy.namespace_rivals("cart-web", ledger, "dep-vc2") with data.catalog as fixtures.catalog
	elsewhere == set()
}

test_account_rivals if {
	rivals := tenancy.account_rivals("cart-sa", "bank", "dep-vc1") with data.catalog as fixtures.catalog
	rivals == {"shop"}
	own := tenancy.account_rivals("cart-sa", "shop", "dep-vc1") with data.catalog as fixtures.catalog
	own == set()
}

test_is_opened_holds_for_one_namespace_and_one_product if {
	tenancy.is_opened("argocd", "shop", "dep-vc1") with data.catalog as fixtures.catalog
	not tenancy.is_opened("argocd", "bank", "dep-vc1") with data.catalog as fixtures.catalog
	not tenancy.is_opened("hnc-system", "shop", "dep-vc1") with data.catalog as fixtures.catalog
	not tenancy.is_opened("argocd", "shop", "dep-vc2") with data.catalog as fixtures.catalog
}

test_account_reserved if {
	every account in ["default", "admin", "nautes-", "argo-events-sa", "vault-auth"] {
		tenancy.account_reserved(account)
	}
	every account in ["cart", "administrator", "nautes", "argocd"] {
		not tenancy.account_reserved(account)
	}
}

test_holders if {
	holders := tenancy.holders("cart-web", "dep-vc1") with data.catalog as fixtures.catalog
	holders == {fixtures.ref(fixtures.cart_test)}
	nobody := tenancy.holders("cart-web", "dep-vc1") with data.catalog as {}
	nobody == set()
}

# dep-vc9 is dep-vc1 under another name: a bypass let it in.
test_one_machine_under_two_names if {
	address := {"spec": {"apiServer": "https://10.30.0.10:31443"}}
	catalog := fixtures.catalog_with({
		"clusters": {"dep-vc1": address, "dep-vc9": object.union(address, {"spec": {
			"componentsList": {"gateway": {"name": "traefik", "namespace": "edge"}},
			"reservedNamespacesAllowedProducts": {"edge": ["shop"]},
		}})},
		"index": {"clusters_by_api_server": {"https://10.30.0.10:31443": [
			{"kind": "Cluster", "namespace": "", "name": "dep-vc1"},
			{"kind": "Cluster", "namespace": "", "name": "dep-vc9"},
		]}},
	})
	every name in ["dep-vc1", "dep-vc9"] {
		holders := tenancy.holders("cart-web", name) with data.catalog as catalog
		holders == {fixtures.ref(fixtures.cart_test)}
		rivals := tenancy.account_rivals("cart-sa", "bank", name) with data.catalog as catalog
		rivals == {"shop"}
		reason := tenancy.namespace_reserved("edge", "bank", name) with data.catalog as catalog
		reason == sprintf("belongs to traefik on cluster %q", [name])
		not tenancy.namespace_reserved("edge", "shop", name) with data.catalog as catalog
	}
}

# host9 is host1 under another name.
test_namespace_of_a_virtual_cluster_is_reserved_on_its_host if {
	catalog := fixtures.catalog_with({
		"clusters": {"dep-vc1": fixtures.dep_vc1, "host1": fixtures.host1, "host9": fixtures.host1},
		"index": {"clusters_by_api_server": {"https://10.30.0.10:6443": [
			{"kind": "Cluster", "namespace": "", "name": "host1"},
			{"kind": "Cluster", "namespace": "", "name": "host9"},
		]}},
	})
	every name in ["host1", "host9"] {
		reason := tenancy.namespace_reserved("dep-vc1", "shop", name) with data.catalog as catalog
		reason == sprintf("is that of a virtual cluster on cluster %q", [name])
	}
	every name in ["dep-vc1", "dep-vc2", ""] {
		not tenancy.namespace_reserved("dep-vc1", "shop", name) with data.catalog as catalog
		not tenancy.namespace_reserved("host1", "shop", name) with data.catalog as catalog
	}
}

test_namespace_of_a_physical_cluster_is_not_reserved_where_there_is_no_cluster if {
	catalog := {"clusters": {"host1": {"spec": {"hostCluster": ""}}}}
	not tenancy.namespace_reserved("host1", "shop", "") with data.catalog as catalog
}
