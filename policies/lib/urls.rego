# The addresses of servers: URLs that others are built on by adding a path, and that hold no secret.
package nautes.lib.urls

import data.nautes.lib.giturl

# http[s]://host[:port][/path], with no user, query or fragment: each of them can hold a password or a token.
is_http(address) if is_url(address, concat("", [`^https?://`, giturl.host, giturl.port, path, `$`]))

# ssh://[user@]host[:port][/path]; a user alone is no secret.
is_ssh(address) if is_url(address, concat("", [`^ssh://(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?`, giturl.host, giturl.port, path, `$`]))

is_url(address, form) if {
	regex.match(form, address)
	giturl.is_host(regex.replace(address, form, "$1"))
}

path := `(?:/[^\s?#@]*)?`
