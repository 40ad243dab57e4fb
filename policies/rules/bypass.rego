# METADATA
# scope: package
# title: The bypass itself
# description: Who may ask for rules to be skipped, and how.
# custom:
#   kinds:
#     - CodeRepoProvider
#     - ArtifactRepoProvider
#     - Cluster
#     - Product
#     - Environment
#     - Project
#     - CodeRepo
#     - CodeRepoBinding
#     - ProjectPipelineRuntime
#     - DeploymentRuntime
#     - ArtifactRepo
package nautes.rules.bypass

import data.nautes.lib.bypass
import data.nautes.lib.fields
import data.nautes.lib.request

# METADATA
# scope: document
# title: The bypass is permitted
# description: >-
#   Who adds the annotation that skips rules, makes it last longer, or changes its reason, has the verb skip-check on
#   that resource in that namespace. Taking it away or making it end earlier always passes.
# custom:
#   id: bypass-permitted
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: >-
#     Leave the annotation as it is, or take it off and meet the rules; a cluster administrator can grant the verb
#     skip-check by the cluster role nautes-bypasser.
#   origin: new
bypass_permitted contains violation if {
	annotation := widened
	not data.bypass.permitted

	violation := {
		"field": field(annotation),
		"message": sprintf("user %q may not skip the checks of %s %q", [user, request.kind, request.name]),
	}
}

# METADATA
# scope: document
# title: The bypass is well-formed
# description: >-
#   The annotation that skips rules is true, false, or the RFC 3339 time until which it holds. The reason has at most
#   512 characters: it goes into the Event that tells of the bypass.
# custom:
#   id: bypass-annotation-valid
#   operations: [CREATE, UPDATE]
#   bypassable: false
#   action: deny
#   mend: >-
#     Set the annotation to true, false or a time such as 2026-03-01T18:00:00Z, in quotes, and give the reason in at
#     most 512 characters, or take the annotation off.
#   origin: new
bypass_annotation_valid contains violation if {
	value := request.manifest.metadata.annotations[bypass.annotation]
	not bypass.is_valid(value)

	violation := {
		"field": field(bypass.annotation),
		"message": sprintf("%q is neither true, false nor an RFC 3339 time", [value]),
	}
}

bypass_annotation_valid contains violation if {
	length := count(bypass.reason(request.manifest))
	length > bypass.longest_reason

	violation := {
		"field": field(bypass.reason_annotation),
		"message": sprintf("reason has %d characters, not at most %d", [length, bypass.longest_reason]),
	}
}

user := fields.text(input.request, ["userInfo", "username"])

field(annotation) := sprintf("metadata.annotations[%s]", [annotation])

# The annotation by which the request asks for more than there was.
widened := bypass.annotation if {
	bypass.exceeds(bypass.value(request.manifest), bypass.value(request.former))
} else := bypass.reason_annotation if {
	bypass.asks(bypass.value(request.manifest))
	bypass.reason(request.manifest) != bypass.reason(request.former)
}
