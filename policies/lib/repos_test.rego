package nautes.lib.repos_test

import data.nautes.lib.fixtures
import data.nautes.lib.repos

test_parse if {
	repos.parse("charts", "shop") == {"product": "shop", "name": "charts"}
	repos.parse("bank/charts", "shop") == {"product": "bank", "name": "charts"}
}

test_parse_of_what_names_nothing if {
	every reference in ["", "/", "/charts", "shop/", "shop/charts/", "shop/shop/charts"] {
		not repos.exists(repos.parse(reference, "shop")) with data.catalog as fixtures.catalog
	}
}

test_gitlab_path_falls_back if {
	repos.gitlab_path(fixtures.charts) == "charts"
	repos.gitlab_path(fixtures.with_spec(fixtures.charts, {"repoName": "helm"})) == "helm"
	both := {"repoName": "helm", "git": {"gitlab": {"path": "Helm"}}}
	repos.gitlab_path(fixtures.with_spec(fixtures.charts, both)) == "Helm"
}

test_may_use if {
	every user in [of("shop", "pay"), of("shop", ""), of("bank", "ledger"), of("bank", "")] {
		repos.may_use(user, charts) with data.catalog as fixtures.catalog
			with input as fixtures.create(fixtures.cart_test)
	}
}

test_may_not_use if {
	every user in [of("shop", "cart"), of("toys", "shop"), of("toys", "")] {
		not repos.may_use(user, charts) with data.catalog as fixtures.catalog
			with input as fixtures.create(fixtures.cart_test)
	}
}

test_a_project_of_the_same_name_elsewhere_owns_nothing if {
	not repos.owns(of("bank", "cart"), {"product": "shop", "name": "cart-src"}) with data.catalog as fixtures.catalog
}

test_granted_leaves_out_the_binding_that_is_judged if {
	not repos.granted(of("shop", "pay"), charts) with data.catalog as fixtures.catalog
		with input as fixtures.remove(fixtures.charts_for_pay)
}

charts := {"product": "shop", "name": "charts"}

of(product, project) := {"product": product, "project": project}
