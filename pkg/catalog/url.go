// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

import (
	"regexp"
	"strings"
)

// authority is the part of a URL whose letters may be of either case: its scheme, its host and its port.
var authority = regexp.MustCompile(`^[^/]*//[^/]*`)

// defaultPort is a port that goes without saying.
var defaultPort = regexp.MustCompile(`^(https://.*):443$|^(http://.*):80$`)

// normalisedURL is one spelling for all that lead to the same server: the scheme and the host in lower case, no default
// port, no slash at the end. policies/lib/apiservers.rego does the same, because a rule has to look up the key.
func normalisedURL(url string) string {
	server := authority.FindString(url)
	path := strings.TrimRight(url[len(server):], "/")
	return defaultPort.ReplaceAllString(strings.ToLower(server), "$1$2") + path
}
