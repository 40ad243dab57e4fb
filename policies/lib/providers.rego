# The providers that objects name, or leave out.
package nautes.lib.providers

# What is wrong with the code repo provider that an object names; undefined where it is found. Left out, "" stands for
# the only one that there is.
fault(name) := sprintf("code repo provider %q does not exist", [name]) if {
	name != ""
	not data.catalog.coderepoproviders[name]
} else := sprintf("no code repo provider is named, and there are %d, not 1", [count(names)]) if {
	name == ""
	names := {provider | some provider, _ in data.catalog.coderepoproviders}
	count(names) != 1
}
