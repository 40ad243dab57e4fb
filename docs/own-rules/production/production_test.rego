package own.rules.production_test

import data.own.rules.production

test_fires_on_any_other_cluster if {
	found := production.production_on_its_clusters with input as creating("production", "run-1")
		with data.catalog as clusters
	found == {{"field": "spec.cluster", "message": "cluster \"run-1\" is not for production"}}
}

test_silent_on_a_cluster_for_it if {
	found := production.production_on_its_clusters with input as creating("production", "live-1")
		with data.catalog as clusters
	found == set()
}

test_silent_about_other_types if {
	found := production.production_on_its_clusters with input as creating("test", "run-1")
		with data.catalog as clusters
	found == set()
}

creating(type, cluster) := {"request": {
	"operation": "CREATE",
	"kind": {"kind": "Environment"},
	"namespace": "demo",
	"object": {"metadata": {"namespace": "demo", "name": "new"}, "spec": {"cluster": cluster, "envType": type}},
}}

clusters := {"clusters": {
	"run-1": {"metadata": {"name": "run-1"}},
	"live-1": {"metadata": {"name": "live-1", "labels": {"example.com/production": "true"}}},
}}
