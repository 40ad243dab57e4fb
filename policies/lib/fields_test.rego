package nautes.lib.fields_test

import data.nautes.lib.fields

test_text if {
	fields.text({"spec": {"cluster": "vc1"}}, ["spec", "cluster"]) == "vc1"
}

test_text_is_empty_where_there_is_none if {
	every whole in [{}, {"spec": null}, {"spec": []}, {"spec": {"cluster": null}}, {"spec": {"cluster": 7}}] {
		fields.text(whole, ["spec", "cluster"]) == ""
	}
}

test_list if {
	fields.list({"spec": {"projects": ["cart"]}}, ["spec", "projects"]) == ["cart"]
}

test_list_is_empty_where_there_is_none if {
	every whole in [{}, {"spec": null}, {"spec": {"projects": null}}, {"spec": {"projects": "cart"}}] {
		fields.list(whole, ["spec", "projects"]) == []
	}
}

test_map if {
	fields.map({"status": {"deployed": {"cluster": "vc1"}}}, ["status", "deployed"]) == {"cluster": "vc1"}
}

test_map_is_empty_where_there_is_none if {
	every whole in [{}, {"status": null}, {"status": {"deployed": null}}, {"status": {"deployed": []}}] {
		fields.map(whole, ["status", "deployed"]) == {}
	}
}

test_text_or if {
	fields.text_or({"spec": {"account": "cart-sa"}}, ["spec", "account"], "cart") == "cart-sa"
	fields.text_or({"spec": {"account": ""}}, ["spec", "account"], "cart") == "cart"
	fields.text_or({}, ["spec", "account"], "cart") == "cart"
}

test_maps if {
	fields.maps({"spec": {"pipelines": [{"name": "a"}, null, "b", {"name": "c"}]}}, ["spec", "pipelines"]) == {
		0: {"name": "a"},
		3: {"name": "c"},
	}
}

test_maps_is_empty_where_there_is_none if {
	every whole in [{}, {"spec": {"pipelines": null}}, {"spec": {"pipelines": {"name": "a"}}}] {
		fields.maps(whole, ["spec", "pipelines"]) == {}
	}
}
