# METADATA
# scope: package
# title: Providers
# description: What holds for a CodeRepoProvider and an ArtifactRepoProvider, the servers that repositories are on.
# custom:
#   kinds: [CodeRepoProvider, ArtifactRepoProvider]
package nautes.rules.provider

import data.nautes.lib.fields
import data.nautes.lib.giturl
import data.nautes.lib.references
import data.nautes.lib.request
import data.nautes.lib.urls

# METADATA
# scope: document
# title: The provider is not in use
# description: >-
#   No Product, CodeRepo or ArtifactRepo names a provider that is deleted, and none is at it without naming it, as
#   status.provider tells.
# custom:
#   id: provider-in-use
#   operations: [DELETE]
#   bypassable: true
#   action: deny
#   mend: First delete the objects that are named; none of them can move to another provider by itself.
#   origin: W19
provider_in_use contains violation if {
	request.deletes
	count(users) > 0

	violation := {
		"field": "metadata.name",
		"message": sprintf("provider %q is used by %s", [request.name, references.listed(users)]),
	}
}

# METADATA
# scope: document
# title: The addresses are URLs
# description: >-
#   Each address is a URL that a path can be added to: http or https, of sshAddress ssh, with no password, query or
#   fragment, and with no user but in sshAddress.
# custom:
#   id: provider-address-valid
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: Write the address like https://git.example.io, and sshAddress like ssh://git@git.example.io:2222.
#   origin: new
provider_address_valid contains violation if {
	some field in http_addresses[request.kind]
	address := fields.text(request.manifest, ["spec", field])
	not urls.is_http(address)

	violation := {
		"field": sprintf("spec.%s", [field]),
		"message": sprintf("address %q is not an http or https URL without credentials", [giturl.masked(address)]),
	}
}

provider_address_valid contains violation if {
	request.kind == "CodeRepoProvider"
	address := fields.text(request.manifest, ["spec", "sshAddress"])
	not urls.is_ssh(address)

	violation := {
		"field": "spec.sshAddress",
		"message": sprintf("address %q is not an ssh URL without a password", [giturl.masked(address)]),
	}
}

http_addresses := {
	"CodeRepoProvider": ["httpAddress", "apiServer"],
	"ArtifactRepoProvider": ["url", "apiServer"],
}

plurals := {"CodeRepoProvider": "coderepoproviders", "ArtifactRepoProvider": "artifactrepoproviders"}

default users := set()

users := references.distinct(data.catalog.referrers[plurals[request.kind]][request.name])
