package nautes.lib.references_test

import data.nautes.lib.fixtures
import data.nautes.lib.references

test_distinct if {
	uses := [
		fixtures.use(fixtures.cart_ci, "spec.pipelineSource"),
		fixtures.use(fixtures.cart_ci, "spec.eventSources[0].gitlab.repoName"),
	]
	references.distinct(uses) == {{"kind": "ProjectPipelineRuntime", "namespace": "shop", "name": "cart-ci"}}
}

test_listed_in_order_with_the_product_of_what_is_elsewhere if {
	refs := {fixtures.ref(fixtures.pay_test), fixtures.ref(fixtures.cart_test), fixtures.ref(fixtures.ledger_test)}
	text := references.listed(refs) with input as fixtures.remove(fixtures.test)
	text == "DeploymentRuntime/bank/ledger-test, DeploymentRuntime/cart-test, DeploymentRuntime/pay-test"
}

test_enumerated_up_to_ten if {
	references.enumerated(letters(10)) == "a, b, c, d, e, f, g, h, i, j"
}

test_enumerated_beyond_ten if {
	references.enumerated(letters(12)) == "a, b, c, d, e, f, g, h, i, j and 2 more"
}

test_listed_beyond_ten if {
	refs := {{"kind": "Project", "namespace": "shop", "name": letter} | some letter in letters(12)}
	text := references.listed(refs) with input as fixtures.remove(fixtures.test)
	text == concat("", [
		"Project/a, Project/b, Project/c, Project/d, Project/e, Project/f, Project/g, Project/h, Project/i, Project/j ",
		"and 2 more",
	])
}

letters(number) := {letter | some letter in array.slice(split("lkjihgfedcba", ""), 12 - number, 12)}
