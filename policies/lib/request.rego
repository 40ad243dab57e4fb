# The request that is judged: what shall be (manifest), what was (former), and what it is about.
package nautes.lib.request

import data.nautes.lib.fields

# The object as it shall be; {} on delete.
manifest := fields.map(input.request, ["object"])

# The object as it was; {} on create.
former := fields.map(input.request, ["oldObject"])

kind := input.request.kind.kind

# "" for cluster-scoped kinds.
namespace := fields.text(input.request, ["namespace"])

# The name comes from the object itself: request.name is empty when a whole collection is deleted.
name := fields.text_or(manifest, ["metadata", "name"], fields.text(former, ["metadata", "name"]))

# The object, as the catalog writes references.
self := {"kind": kind, "namespace": namespace, "name": name}

# A reference names another object than the one that is judged.
is_other(ref) if object.filter(ref, {"kind", "namespace", "name"}) != self

# What goes together with its whole namespace is not held back: the rest goes too.
deletes if {
	input.request.operation == "DELETE"
	not data.catalog.namespaces[namespace].terminating
}

creates if input.request.operation == "CREATE"

updates if input.request.operation == "UPDATE"

# An update gives the field another value; absent and null are the same.
changed(path) if {
	updates
	object.get(manifest, path, null) != object.get(former, path, null)
}
