# SSH addresses of git repositories.
package nautes.lib.giturl

# git@host:path.git, as scp writes it; this form has no room for a port.
scp := concat("", [`^git@`, host, `:`, path, `\.git$`])

# ssh://git@host[:port]/path.git
url := concat("", [`^ssh://git@`, host, port, `/`, path, `\.git$`])

# A name or an IPv4 address, or an IPv6 address in brackets.
host := `([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])`

# 1 to 65535.
port := `(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?`

# Groups to any depth, then the repository. No step is "." or "..", and none begins with a dash.
path := `(?:\.*[A-Za-z0-9_][A-Za-z0-9_.-]*/)*\.*[A-Za-z0-9_][A-Za-z0-9_.-]*`

label := `[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?`

is_ssh(address) if {
	some form in [scp, url]
	regex.match(form, address)
	is_host(regex.replace(address, form, "$1"))
}

# What is in brackets is an IPv6 address: a prefix of 128 bits is none for IPv4.
is_host(name) if {
	startswith(name, "[")
	net.cidr_is_valid(concat("", [trim(name, "[]"), "/128"]))
}

# What consists of digits and dots alone is meant as an IPv4 address.
is_host(name) if {
	regex.match(`^[0-9.]+$`, name)
	net.cidr_is_valid(concat("", [name, "/32"]))
}

is_host(name) if {
	regex.match(`[A-Za-z-]`, name)
	regex.match(sprintf(`^%s(?:\.%s)*$`, [label, label]), name)
}

# An address as it may be shown: its user info and its query can hold a password or a token.
masked(address) := regex.replace(anonymous(address), `[?#](?s:.*)$`, "?***")

# The user git alone is no secret. Of anybody else all up to the last @ goes: a password may hold an @ or a slash that
# nobody escaped.
anonymous(address) := address if {
	regex.match(`^(ssh://)?git@[^@]*$`, address)
} else := regex.replace(address, `^([A-Za-z][A-Za-z0-9+.-]*://|)(?s:.*)@`, "${1}***@")
