# A small world that the tests of the rules share: the products shop and bank, their clusters, and what is in them.
# shop deploys cart to dep-vc1 and builds it on pipe-vc1; bank deploys its ledger to dep-vc1 from a repo of shop.
package nautes.lib.fixtures

create(manifest) := review("CREATE", manifest, {"object": manifest, "oldObject": null})

# An update that merges a change into an object.
update(manifest, change) := review("UPDATE", manifest, {"object": object.union(manifest, change), "oldObject": manifest})

# A delete as it comes for a collection, without the object's name.
remove(manifest) := object.union(
	review("DELETE", manifest, {"object": null, "oldObject": manifest}),
	{"request": {"name": ""}},
)

review(operation, manifest, objects) := {"request": object.union(objects, {
	"operation": operation,
	"kind": {"group": "nautes.resource.nautes.io", "version": "v1alpha1", "kind": manifest.kind},
	"namespace": object.get(manifest, ["metadata", "namespace"], ""),
	"name": manifest.metadata.name,
	"userInfo": {"username": "jane"},
	"dryRun": false,
})}

# An object with other values in its spec; null takes a field away as far as any rule can see.
with_spec(manifest, change) := object.union(manifest, {"spec": change})

with_name(manifest, name) := object.union(manifest, {"metadata": {"name": name}})

with_annotations(manifest, annotations) := object.union(manifest, {"metadata": {"annotations": annotations}})

# The catalog with something added or changed.
catalog_with(change) := object.union(catalog, change)

# The catalog without one object, given as [plural, namespace, name].
catalog_without(plural, namespace, name) := object.union(
	object.remove(catalog, [plural]),
	{plural: object.union(
		object.remove(catalog[plural], [namespace]),
		{namespace: object.remove(catalog[plural][namespace], [name])},
	)},
)

# The key of one of an object's references: {"kind", "namespace", "name", "field"}.
use(manifest, field) := object.union(ref(manifest), {"field": field})

ref(manifest) := {
	"kind": manifest.kind,
	"namespace": manifest.metadata.namespace,
	"name": manifest.metadata.name,
}

declared(kind, namespace, name, spec) := {
	"apiVersion": "nautes.resource.nautes.io/v1alpha1",
	"kind": kind,
	"metadata": {"namespace": namespace, "name": name},
	"spec": spec,
}

cart := declared("Project", "shop", "cart", {"language": "golang"})

pay := declared("Project", "shop", "pay", {"language": "java"})

ledger := declared("Project", "bank", "ledger", {"language": "java"})

test := declared("Environment", "shop", "test", {"cluster": "dep-vc1", "envType": "test"})

ci := declared("Environment", "shop", "ci", {"cluster": "pipe-vc1", "envType": "ci"})

bank_test := declared("Environment", "bank", "test", {"cluster": "dep-vc1", "envType": "test"})

cart_src := declared("CodeRepo", "shop", "cart-src", {
	"project": "cart",
	"webhook": {"events": ["push_events", "merge_requests_events"]},
})

cart_deploy := declared("CodeRepo", "shop", "cart-deploy", {"project": "cart"})

# A repo of the product as a whole.
charts := declared("CodeRepo", "shop", "charts", {"codeRepoProvider": "gitlab"})

charts_for_pay := declared("CodeRepoBinding", "shop", "charts-for-pay", {
	"codeRepo": "charts",
	"product": "shop",
	"projects": ["pay"],
	"permissions": "readonly",
})

charts_for_bank := declared("CodeRepoBinding", "shop", "charts-for-bank", {
	"codeRepo": "charts",
	"product": "bank",
	"permissions": "readonly",
})

cart_test := declared("DeploymentRuntime", "shop", "cart-test", {
	"projectsRef": ["cart"],
	"manifestSource": {"codeRepo": "cart-deploy", "targetRevision": "main", "path": "deploy/test"},
	"destination": {"environment": "test", "namespaces": ["cart-web", "cart-jobs"]},
	"account": "cart-sa",
})

# Everything that can be left out is.
pay_test := declared("DeploymentRuntime", "shop", "pay-test", {
	"projectsRef": ["pay"],
	"manifestSource": {"codeRepo": "charts", "targetRevision": "main", "path": "pay"},
	"destination": {"environment": "test"},
})

ledger_test := declared("DeploymentRuntime", "bank", "ledger-test", {
	"projectsRef": ["ledger"],
	"manifestSource": {"codeRepo": "shop/charts", "targetRevision": "main", "path": "ledger"},
	"destination": {"environment": "test"},
})

cart_ci := declared("ProjectPipelineRuntime", "shop", "cart-ci", {
	"project": "cart",
	"pipelineSource": "cart-src",
	"pipelines": [{"name": "dev", "path": "pipelines/dev.yaml"}],
	"destination": {"environment": "ci", "namespace": ""},
	"eventSources": [{"name": "push", "gitlab": {"repoName": "cart-src", "events": ["push_events"]}}],
	"pipelineTriggers": [{"eventSource": "push", "pipeline": "dev"}],
	"isolation": "shared",
})

catalog := {
	"products": {"shop": {"spec": {}}, "bank": {"spec": {}}},
	"coderepoproviders": {"gitlab": {"spec": {"providerType": "gitlab"}}},
	"clusters": {
		"host1": {"spec": {"usage": "host", "clusterType": "physical"}},
		"dep-vc1": {"spec": {
			"usage": "worker",
			"workerType": "deployment",
			"componentsList": {
				"deployment": {"name": "argocd", "namespace": "argocd"},
				"progressiveDelivery": {"name": "argo-rollouts", "namespace": "argocd"},
				"multiTenant": {"name": "hnc", "namespace": "hnc-system"},
				"gateway": null,
			},
			"reservedNamespacesAllowedProducts": {"argocd": ["shop"]},
		}},
		"dep-vc2": {"spec": {"usage": "worker", "workerType": "deployment", "componentsList": {}}},
		"pipe-vc1": {"spec": {
			"usage": "worker",
			"workerType": "pipeline",
			"componentsList": {"pipeline": {"name": "tekton", "namespace": "tekton-pipelines"}},
		}},
	},
	"environments": {"shop": {"test": test, "ci": ci}, "bank": {"test": bank_test}},
	"projects": {"shop": {"cart": cart, "pay": pay}, "bank": {"ledger": ledger}},
	"coderepos": {"shop": {"cart-src": cart_src, "cart-deploy": cart_deploy, "charts": charts}},
	"coderepobindings": {"shop": {"charts-for-pay": charts_for_pay, "charts-for-bank": charts_for_bank}},
	"deploymentruntimes": {
		"shop": {"cart-test": cart_test, "pay-test": pay_test},
		"bank": {"ledger-test": ledger_test},
	},
	"projectpipelineruntimes": {"shop": {"cart-ci": cart_ci}},
	"referrers": {
		"environments": {
			"shop": {
				"test": [
					use(cart_test, "spec.destination.environment"),
					use(pay_test, "spec.destination.environment"),
				],
				"ci": [use(cart_ci, "spec.destination.environment")],
			},
			"bank": {"test": [use(ledger_test, "spec.destination.environment")]},
		},
		"projects": {"shop": {"cart": [
			use(cart_src, "spec.project"),
			use(cart_deploy, "spec.project"),
			use(cart_test, "spec.projectsRef[0]"),
			use(cart_ci, "spec.project"),
		]}},
		"coderepos": {"shop": {
			"cart-src": [
				use(cart_ci, "spec.pipelineSource"),
				use(cart_ci, "spec.eventSources[0].gitlab.repoName"),
			],
			"cart-deploy": [use(cart_test, "spec.manifestSource.codeRepo")],
			"charts": [
				use(charts_for_pay, "spec.codeRepo"),
				use(charts_for_bank, "spec.codeRepo"),
				use(pay_test, "spec.manifestSource.codeRepo"),
				use(ledger_test, "spec.manifestSource.codeRepo"),
			],
		}},
	},
	"index": {
		"runtimes_by_source": {
			"shop/test/shop/cart-deploy/deploy/test": [ref(cart_test)],
			"shop/test/shop/charts/pay": [ref(pay_test)],
			"bank/test/shop/charts/ledger": [ref(ledger_test)],
		},
		"pipelines_by_source": {"shop/ci/cart-ci/shop/cart-src/pipelines/dev.yaml": [ref(cart_ci)]},
		"bindings_by_grant": {
			"shop/charts/shop": [ref(charts_for_pay)],
			"shop/charts/bank": [ref(charts_for_bank)],
		},
		"runtimes_by_cluster_namespace": {
			"dep-vc1/cart-web": [ref(cart_test)],
			"dep-vc1/cart-jobs": [ref(cart_test)],
			"dep-vc1/pay-test": [ref(pay_test)],
			"dep-vc1/ledger-test": [ref(ledger_test)],
			"pipe-vc1/cart-ci": [ref(cart_ci)],
		},
		"runtimes_by_cluster_account": {
			"dep-vc1/cart-sa": [ref(cart_test)],
			"dep-vc1/pay-test": [ref(pay_test)],
			"dep-vc1/ledger-test": [ref(ledger_test)],
			"pipe-vc1/cart-ci": [ref(cart_ci)],
		},
		"runtimes_by_cluster_name": {
			"dep-vc1/DeploymentRuntime/cart-test": [ref(cart_test)],
			"dep-vc1/DeploymentRuntime/pay-test": [ref(pay_test)],
			"dep-vc1/DeploymentRuntime/ledger-test": [ref(ledger_test)],
			"pipe-vc1/ProjectPipelineRuntime/cart-ci": [ref(cart_ci)],
		},
	},
	"namespaces": {"shop": {"labels": {}, "terminating": false}, "bank": {"labels": {}, "terminating": false}},
}

terminating := catalog_with({"namespaces": {"shop": {"labels": {}, "terminating": true}}})
