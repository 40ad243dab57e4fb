# The runtimes that target the environment which is judged: they are on its cluster, or will come to it.
package nautes.lib.environments

import data.nautes.lib.references
import data.nautes.lib.request
import data.nautes.lib.runtimes
import data.nautes.lib.tenancy

default targets := set()

targets := references.distinct(data.catalog.referrers.environments[request.namespace][request.name])

# Which of them takes which namespace.
takings := [{"namespace": namespace.name, "runtime": runtime} |
	some runtime in targets
	some namespace in runtimes.namespaces(runtimes.stored(runtime))
]

# Who of them takes a namespace. One document and no rule for each namespace: the evaluator would go through all
# runtimes again for each namespace that it is asked for.
takers := {namespace: holders |
	some namespace in {taking.namespace | some taking in takings}
	holders := {taking.runtime | some taking in takings; taking.namespace == namespace}
}

# The runtimes that hold a namespace against one of them. This is asked for each, so what is the same for many is a
# function of less, which is worked out once.
rivals(namespace, runtime, cluster) := crowd(namespace, cluster) - {runtime} if {
	runtime.kind == "ProjectPipelineRuntime"
} else := deployment_rivals(namespace, cluster)

deployment_rivals(namespace, cluster) := {rival |
	some rival in crowd(namespace, cluster)
	tenancy.must_stay_apart(rival, any_deployment)
}

# It stands for each deployment runtime of the product: its own name makes no difference.
any_deployment := {"kind": "DeploymentRuntime", "namespace": request.namespace, "name": ""}

# Whoever has a namespace on the new cluster: the runtimes that are there, and those that come along, which no index
# knows while the environment is not there.
crowd(namespace, cluster) := tenancy.holders(namespace, cluster) | object.get(takers, namespace, set())
