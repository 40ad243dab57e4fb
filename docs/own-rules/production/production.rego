# METADATA
# scope: package
# title: Production
# description: Where production may be.
# custom:
#   kinds: [Environment]
package own.rules.production

import data.nautes.lib.fields
import data.nautes.lib.request

# METADATA
# scope: document
# title: Production is on clusters made for it
# description: A production environment is on a cluster with the label example.com/production.
# custom:
#   id: production-on-its-clusters
#   operations: [CREATE, UPDATE]
#   bypassable: true
#   action: deny
#   mend: Name a cluster for production (kubectl get clusters -l example.com/production=true).
#   origin: operations handbook 4.2
production_on_its_clusters contains violation if {
	fields.text(request.manifest, ["spec", "envType"]) == "production"
	name := fields.text(request.manifest, ["spec", "cluster"])
	cluster := data.catalog.clusters[name]
	fields.text(cluster, ["metadata", "labels", "example.com/production"]) != "true"

	violation := {
		"field": "spec.cluster",
		"message": sprintf("cluster %q is not for production", [name]),
	}
}
