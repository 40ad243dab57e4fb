package nautes.rules.bypass_test

import data.nautes.lib.fixtures
import data.nautes.rules.bypass

skip := "nautes.resource.nautes.io/insecure-skip-check"

reason := "nautes.resource.nautes.io/skip-check-reason"

test_permitted_fires_on_adding if {
	every value in ["true", "2026-03-01T18:00:00Z"] {
		found := bypass.bypass_permitted with input as fixtures.create(annotated({skip: value, reason: "outage"}))
			with data.bypass as {"permitted": false}
		found == {{
			"field": "metadata.annotations[nautes.resource.nautes.io/insecure-skip-check]",
			"message": `user "jane" may not skip the checks of Project "cart"`,
		}}
	}
}

test_permitted_fires_where_nobody_says_it_is_permitted if {
	found := bypass.bypass_permitted with input as fixtures.create(annotated({skip: "true"}))
	count(found) == 1
}

test_permitted_is_silent_where_it_is_permitted if {
	every input_review in [fixtures.create(annotated({skip: "true"})), changed({}, {skip: "true"})] {
		found := bypass.bypass_permitted with input as input_review
			with data.bypass as {"permitted": true}
		found == set()
	}
}

test_permitted_fires_on_widening if {
	every change in [
		[{}, {skip: "true"}],
		[{skip: "false"}, {skip: "true"}],
		[{skip: "2026-03-01T18:00:00Z"}, {skip: "true"}],
		[{skip: "2026-03-01T18:00:00Z"}, {skip: "2026-03-01T18:00:01Z"}],
		[{skip: "2026-03-01T18:00:00Z"}, {skip: "2026-03-01T18:00:00-01:00"}],
	] {
		found := bypass.bypass_permitted with input as changed(change[0], change[1])
			with data.bypass as {"permitted": false}
		{violation.field | some violation in found} == {sprintf("metadata.annotations[%s]", [skip])}
	}
}

test_permitted_fires_on_another_reason if {
	every change in [
		[{skip: "true", reason: "outage"}, {skip: "true", reason: "no reason"}],
		[{skip: "true", reason: "outage"}, {skip: "true", reason: ""}],
		[{skip: "true", reason: "outage"}, {skip: "2026-03-01T18:00:00Z", reason: "migration"}],
	] {
		found := bypass.bypass_permitted with input as changed(change[0], change[1])
			with data.bypass as {"permitted": false}
		{violation.field | some violation in found} == {sprintf("metadata.annotations[%s]", [reason])}
	}
}

test_permitted_is_silent_on_narrowing if {
	every change in [
		[{skip: "true", reason: "outage"}, {skip: null, reason: null}],
		[{skip: "true", reason: "outage"}, {skip: "false", reason: "it is over"}],
		[{skip: "true"}, {skip: "2026-03-01T18:00:00Z"}],
		[{skip: "2026-03-01T18:00:00Z"}, {skip: "2026-03-01T17:59:59Z"}],
		[{skip: "2026-03-01T18:00:00Z"}, {skip: "2026-03-01T18:00:00+01:00"}],
	] {
		found := bypass.bypass_permitted with input as changed(change[0], change[1])
			with data.bypass as {"permitted": false}
		found == set()
	}
}

test_permitted_is_silent_where_it_merely_stands_there if {
	standing := annotated({skip: "true", reason: "outage"})
	found := bypass.bypass_permitted with input as fixtures.update(standing, {"spec": {"language": "rust"}})
		with data.bypass as {"permitted": false}
	found == set()
}

test_permitted_is_silent_without_a_bypass if {
	every manifest in [fixtures.cart, annotated({skip: "false"}), annotated({reason: "just so"})] {
		found := bypass.bypass_permitted with input as fixtures.create(manifest)
			with data.bypass as {"permitted": false}
		found == set()
	}
}

test_permitted_judges_cluster_scoped_kinds_too if {
	product := {"kind": "Product", "metadata": {"name": "shop", "annotations": {skip: "true"}}}
	found := bypass.bypass_permitted with input as fixtures.create(product)
		with data.bypass as {"permitted": false}
	{violation.message | some violation in found} == {`user "jane" may not skip the checks of Product "shop"`}
}

test_annotation_valid_fires if {
	every value in ["", "yes", "True", "2026-02-30T10:00:00Z", "2026-03-01"] {
		found := bypass.bypass_annotation_valid with input as fixtures.create(annotated({skip: value}))
		found == {{
			"field": "metadata.annotations[nautes.resource.nautes.io/insecure-skip-check]",
			"message": sprintf("%q is neither true, false nor an RFC 3339 time", [value]),
		}}
	}
}

test_annotation_valid_is_silent if {
	every manifest in [
		fixtures.cart,
		annotated({reason: "just so"}),
		annotated({skip: "true"}),
		annotated({skip: "false"}),
		annotated({skip: "2026-03-01T18:00:00+01:00"}),
	] {
		found := bypass.bypass_annotation_valid with input as fixtures.create(manifest)
		found == set()
	}
}

# The Event that tells of a bypass was dropped for a reason that did not fit into it.
test_annotation_valid_fires_on_a_reason_that_does_not_fit_into_an_event if {
	found := bypass.bypass_annotation_valid with input as fixtures.create(annotated({skip: "true", reason: long(513)}))
	found == {{
		"field": "metadata.annotations[nautes.resource.nautes.io/skip-check-reason]",
		"message": "reason has 513 characters, not at most 512",
	}}
}

test_annotation_valid_is_silent_on_a_reason_of_512_characters if {
	found := bypass.bypass_annotation_valid with input as fixtures.create(annotated({skip: "true", reason: long(512)}))
	found == set()
}

annotated(annotations) := fixtures.with_annotations(fixtures.cart, annotations)

changed(before, after) := fixtures.update(annotated(before), {"metadata": {"annotations": after}})

# Characters, not bytes.
long(length) := concat("", ["é" | some _ in numbers.range(1, length)])
