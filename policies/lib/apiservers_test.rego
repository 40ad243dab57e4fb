package nautes.lib.apiservers_test

import data.nautes.lib.apiservers

# TestNormalisedURL in pkg/catalog/url_test.go has the same table.
spellings := {
	"https://10.0.0.9:6443": "https://10.0.0.9:6443",
	"HTTPS://K8s.Example.IO:6443": "https://k8s.example.io:6443",
	"https://k8s.example.io/": "https://k8s.example.io",
	"https://k8s.example.io:443": "https://k8s.example.io",
	"https://k8s.example.io:443/k8s/Clusters/c-1//": "https://k8s.example.io/k8s/Clusters/c-1",
	"http://k8s.example.io:80/": "http://k8s.example.io",
	"http://k8s.example.io:443": "http://k8s.example.io:443",
	"https://k8s.example.io:80": "https://k8s.example.io:80",
	"https://k8s.example.io:4430": "https://k8s.example.io:4430",
	"https://[FE80::1]:443": "https://[fe80::1]",
	"https://[fe80::443]": "https://[fe80::443]",
	"": "",
	"///": "//",
	"K8s.Example.IO:443/": "K8s.Example.IO:443",
}

test_normalised if {
	every url, normalised in spellings {
		apiservers.normalised(url) == normalised
	}
}

test_others_leaves_the_cluster_itself_out if {
	catalog := {"index": {"clusters_by_api_server": {"https://k8s.example.io": [
		{"kind": "Cluster", "namespace": "", "name": "one"},
		{"kind": "Cluster", "namespace": "", "name": "two"},
	]}}}
	one := apiservers.others("https://K8S.example.io:443/", "one") with data.catalog as catalog
	one == {"two"}
	elsewhere := apiservers.others("https://k8s.example.io:6443", "one") with data.catalog as catalog
	elsewhere == set()
}

test_names_of_a_cluster if {
	catalog := {
		"clusters": {"one": {"spec": {"apiServer": "https://k8s.example.io/"}}, "three": {"spec": {}}},
		"index": {"clusters_by_api_server": {"https://k8s.example.io": [
			{"kind": "Cluster", "namespace": "", "name": "one"},
			{"kind": "Cluster", "namespace": "", "name": "two"},
		]}},
	}
	every cluster, names in {"one": {"one", "two"}, "three": {"three"}, "nowhere": {"nowhere"}} {
		found := apiservers.names(cluster) with data.catalog as catalog
		found == names
	}
}
