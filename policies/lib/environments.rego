# The runtimes that target the environment which is judged: they are on its cluster, or will come to it.
package nautes.lib.environments

import data.nautes.lib.references
import data.nautes.lib.request
import data.nautes.lib.runtimes
import data.nautes.lib.tenancy

default targets := set()

targets := references.distinct(data.catalog.referrers.environments[request.namespace][request.name])

# Who of them takes a namespace.
takers[namespace.name] contains runtime if {
	some runtime in targets
	some namespace in runtimes.namespaces(runtimes.stored(runtime))
}

# The runtimes on the new cluster that hold a namespace against one of them: those that are there, and those that come
# along, which no index knows while the environment is not there.
rivals(namespace, runtime, cluster) := tenancy.namespace_rivals(namespace, runtime, cluster) | {taker |
	some taker in takers[namespace]
	tenancy.must_stay_apart(taker, runtime)
}
