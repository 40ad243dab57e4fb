# The API servers of clusters: Clusters that name the same one are one machine under several names.
package nautes.lib.apiservers

# One spelling for all URLs that lead to the same server: the scheme and the host in lower case, no default port, no
# slash at the end. The index is made with the same by pkg/catalog/url.go.
normalised(url) := concat("", [regex.replace(lower(server(url)), default_port, "$1$2"), trim_right(path(url), "/")])

# The other Clusters with that API server, by name.
others(url, cluster) := {ref.name |
	found := data.catalog.index.clusters_by_api_server[normalised(url)]
	some ref in found
	ref.name != cluster
}

# All names of a cluster, its own among them.
names(cluster) := {cluster} | {twin |
	some twin in others(data.catalog.clusters[cluster].spec.apiServer, cluster)
}

# The scheme, the host and the port.
server(url) := trim_suffix(url, path(url))

path(url) := regex.replace(url, `^[^/]*//[^/]*`, "")

default_port := `^(https://.*):443$|^(http://.*):80$`
