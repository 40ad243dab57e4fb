# Whole clusters, where the world of fixtures_test.rego holds only what other rules read of them.
package nautes.lib.fixtures

host1 := declared("Cluster", "", "host1", {
	"apiServer": "https://10.30.0.10:6443",
	"clusterKind": "kubernetes",
	"clusterType": "physical",
	"usage": "host",
	"kubeconfigSecretRef": {"name": "host1-kubeconfig", "namespace": "nautes-system"},
	"componentsList": {
		"gateway": {"name": "traefik", "namespace": "traefik"},
		"oauthProxy": {"name": "oauth2-proxy", "namespace": "oauth2-proxy"},
		"secretManagement": {"name": "vault", "namespace": "vault"},
	},
})

dep_vc1 := declared("Cluster", "", "dep-vc1", {
	"apiServer": "https://10.30.0.10:31443",
	"clusterKind": "kubernetes",
	"clusterType": "virtual",
	"usage": "worker",
	"hostCluster": "host1",
	"workerType": "deployment",
	"componentsList": {
		"deployment": {"name": "argocd", "namespace": "argocd", "additions": {"host": "argocd.example.io"}},
		"gateway": null,
		"multiTenant": {"name": "hnc", "namespace": "hnc-system"},
		"progressiveDelivery": {"name": "argo-rollouts", "namespace": "argocd"},
		"secretManagement": {"name": "vault", "namespace": "vault"},
		"secretSync": {"name": "external-secrets", "namespace": "external-secrets"},
	},
	"reservedNamespacesAllowedProducts": {"argocd": ["shop"]},
})

pipe_vc1 := declared("Cluster", "", "pipe-vc1", {
	"apiServer": "https://10.30.0.10:31444",
	"clusterType": "virtual",
	"usage": "worker",
	"hostCluster": "host1",
	"workerType": "pipeline",
	"componentsList": {
		"deployment": {"name": "argocd", "namespace": "argocd", "additions": {"host": "argocd.example.io"}},
		"eventListener": {"name": "argo-events", "namespace": "argo-events"},
		"gateway": {"name": "traefik", "namespace": "traefik"},
		"multiTenant": {"name": "hnc", "namespace": "hnc-system"},
		"pipeline": {"name": "tekton", "namespace": "tekton-pipelines", "additions": {"host": "tekton.example.io"}},
		"secretManagement": {"name": "vault", "namespace": "vault"},
		"secretSync": {"name": "external-secrets", "namespace": "external-secrets"},
	},
})

# A cluster without some fields of its spec.
without(manifest, names) := object.union(
	object.remove(manifest, ["spec"]),
	{"spec": object.remove(manifest.spec, names)},
)

# The catalog with who refers to a cluster.
used_by(cluster, uses) := catalog_with({"referrers": {"clusters": {cluster: uses}}})

# The catalog with the clusters that have an API server.
at_api_server(url, names) := catalog_with({"index": {"clusters_by_api_server": {url: [
{"kind": "Cluster", "namespace": "", "name": name} |
	some name in names
]}}})
