# Reading optional fields: what is absent, null or of another type reads as empty, so no rule has to ask first.
package nautes.lib.fields

# The text at a path, "" where there is none.
text(whole, path) := value if {
	value := object.get(whole, path, "")
	is_string(value)
} else := ""

# The list at a path, [] where there is none.
list(whole, path) := value if {
	value := object.get(whole, path, [])
	is_array(value)
} else := []

# The object at a path, {} where there is none.
map(whole, path) := value if {
	value := object.get(whole, path, {})
	is_object(value)
} else := {}

# The text at a path, or what stands in for it where it is empty.
text_or(whole, path, fallback) := value if {
	value := text(whole, path)
	value != ""
} else := fallback

# The objects in the list at a path, each at its position.
maps(whole, path) := {i: item |
	some i, item in list(whole, path)
	is_object(item)
}
