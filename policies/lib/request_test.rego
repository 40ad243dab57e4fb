package nautes.lib.request_test

import data.nautes.lib.fixtures
import data.nautes.lib.request

test_name_comes_from_the_object if {
	every review in [fixtures.create(fixtures.cart), fixtures.update(fixtures.cart, {}), fixtures.remove(fixtures.cart)] {
		self := request.self with input as review
		self == {"kind": "Project", "namespace": "shop", "name": "cart"}
	}
}

test_is_other if {
	request.is_other(fixtures.use(fixtures.pay, "spec.project")) with input as fixtures.create(fixtures.cart)
	not request.is_other(fixtures.use(fixtures.cart, "spec.project")) with input as fixtures.create(fixtures.cart)
}

test_operations if {
	request.creates with input as fixtures.create(fixtures.cart)
	request.updates with input as fixtures.update(fixtures.cart, {})
	request.deletes with input as fixtures.remove(fixtures.cart)
	not request.deletes with input as fixtures.update(fixtures.cart, {})
}

test_deletes_is_not_said_where_the_namespace_is_going if {
	not request.deletes with input as fixtures.remove(fixtures.cart)
		with data.catalog as fixtures.terminating
}

test_changed if {
	path := ["spec", "language"]
	request.changed(path) with input as fixtures.update(fixtures.cart, {"spec": {"language": "rust"}})
	not request.changed(path) with input as fixtures.update(fixtures.cart, {"spec": {"product": "shop"}})
	not request.changed(path) with input as fixtures.create(fixtures.cart)
}

test_changed_takes_null_for_absent if {
	not request.changed(["spec", "product"]) with input as fixtures.update(fixtures.cart, {"spec": {"product": null}})
}
