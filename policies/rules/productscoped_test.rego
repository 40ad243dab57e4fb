package nautes.rules.productscoped_test

import data.nautes.lib.fixtures
import data.nautes.rules.productscoped

test_product_exists_fires if {
	found := productscoped.product_exists with input as fixtures.create(in_nowhere)
		with data.catalog as fixtures.catalog
	found == {{"field": "metadata.namespace", "message": `product "nowhere" does not exist`}}
}

test_product_exists_is_silent if {
	found := productscoped.product_exists with input as fixtures.create(fixtures.cart)
		with data.catalog as fixtures.catalog
	found == set()
}

test_product_exists_fires_on_update_when_the_product_is_going if {
	found := productscoped.product_exists with input as fixtures.update(fixtures.cart, {"spec": {"language": "rust"}})
		with data.catalog as {}
	found == {{"field": "metadata.namespace", "message": `product "shop" does not exist`}}
}

test_product_matches_namespace_fires if {
	found := productscoped.product_matches_namespace
		with input as fixtures.create(fixtures.with_spec(fixtures.test, {"product": "bank"}))
	found == {{"field": "spec.product", "message": `product "bank" is not the namespace "shop"`}}
}

test_product_matches_namespace_is_silent_on_the_namespace_itself if {
	found := productscoped.product_matches_namespace
		with input as fixtures.create(fixtures.with_spec(fixtures.test, {"product": "shop"}))
	found == set()
}

test_product_matches_namespace_is_silent_where_product_is_left_out if {
	every product in [null, ""] {
		found := productscoped.product_matches_namespace
			with input as fixtures.create(fixtures.with_spec(fixtures.test, {"product": product}))
		found == set()
	}
}

test_product_matches_namespace_leaves_the_grantee_alone if {
	found := productscoped.product_matches_namespace with input as fixtures.create(fixtures.charts_for_bank)
	found == set()
}

test_name_is_dns_label_fires if {
	every name in ["Cart", "cart_src", "my.cart", "-cart", "cart-", "", fill(64)] {
		found := productscoped.name_is_dns_label
			with input as fixtures.create(fixtures.with_name(fixtures.cart, name))
		found == {{"field": "metadata.name", "message": sprintf("name %q is not a DNS label", [name])}}
	}
}

test_name_is_dns_label_is_silent if {
	every name in ["c", "cart", "cart-2", "2cart", fill(63)] {
		found := productscoped.name_is_dns_label
			with input as fixtures.create(fixtures.with_name(fixtures.cart, name))
		found == set()
	}
}

test_name_is_dns_label_leaves_the_path_of_a_repo_alone if {
	repo := fixtures.with_spec(fixtures.cart_src, {"git": {"gitlab": {"path": "My_App"}}})
	found := productscoped.name_is_dns_label with input as fixtures.create(repo)
	found == set()
}

test_name_is_dns_label_fires_on_a_label_value_that_gets_too_long if {
	every manifest in [fixtures.cart_test, fixtures.cart_ci] {
		found := productscoped.name_is_dns_label
			with input as fixtures.create(fixtures.with_name(manifest, fill(59)))
		found == {{
			"field": "metadata.name",
			"message": sprintf("label value \"shop-%s\" has 64 characters, not at most 63", [fill(59)]),
		}}
	}
}

test_name_is_dns_label_is_silent_on_a_label_value_that_just_fits if {
	found := productscoped.name_is_dns_label
		with input as fixtures.create(fixtures.with_name(fixtures.cart_test, fill(58)))
	found == set()
}

in_nowhere := object.union(fixtures.cart, {"metadata": {"namespace": "nowhere"}})

# A name of so many characters.
fill(length) := substring("c123456789c123456789c123456789c123456789c123456789c123456789c1234", 0, length)
