// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package addresses

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// group is the address of a product's group at its provider.
func (a *atlas) group(product *catalog.Object) Address {
	address := Address{What: "Group", Of: product.ID}
	provider, problem := a.codeRepoProvider(product)
	if problem != "" {
		address.Problem = problem
		return address
	}
	address.What = nameOf(provider) + " group"
	path, from := firstOf(product, "spec.git.gitlab.path", "metadata.name")
	address.at(provider, "spec.httpAddress", path, from)
	return address
}

// repo is the address of a code repo: what people open in a browser, or where only the URL of a clone is known, that.
func (a *atlas) repo(repo *catalog.Object) Address {
	address := Address{What: "Code repo", Of: repo.ID}
	if explicit := repo.String("spec.url"); explicit != "" {
		address.What = "Code repo (SSH)"
		address.set(explicit)
		address.From = []Source{{Object: repo.ID, Field: "spec.url"}}
		return address
	}
	id := catalog.ID{Kind: catalog.Product, Name: repo.Namespace}
	product := a.live(id)
	if product == nil {
		address.Problem = missing(id)
		return address
	}
	provider, problem := a.codeRepoProvider(repo)
	if problem != "" {
		address.Problem = problem
		return address
	}
	address.What = nameOf(provider) + " repo"
	group, fromGroup := firstOf(product, "spec.git.gitlab.path", "metadata.name")
	path, from := firstOf(repo, "spec.git.gitlab.path", "spec.repoName", "metadata.name")
	address.at(provider, "spec.httpAddress", group+"/"+path, fromGroup, from)
	return address
}

// artifacts is the address of an artifact repo.
func (a *atlas) artifacts(repo *catalog.Object) Address {
	address := Address{What: "Registry", Of: repo.ID}
	id := catalog.ID{Kind: catalog.ArtifactRepoProvider, Name: repo.String("spec.artifactRepoProvider")}
	provider := a.live(id)
	if provider == nil {
		address.Problem = missing(id)
		return address
	}
	path, from := firstOf(repo, "spec.repoName")
	address.at(provider, "spec.url", path, from)
	return address
}

// codeRepoProvider is the one that an object names, else that which was found for it, else the only one there is.
func (a *atlas) codeRepoProvider(o *catalog.Object) (provider *catalog.Object, problem string) {
	if name, _ := firstOf(o, "spec.codeRepoProvider", "status.provider"); name != "" {
		id := catalog.ID{Kind: catalog.CodeRepoProvider, Name: name}
		if provider = a.live(id); provider == nil {
			return nil, missing(id)
		}
		return provider, ""
	}
	all := a.own(catalog.CodeRepoProvider, "")
	if len(all) != 1 {
		return nil, fmt.Sprintf("no code repo provider is named, and there are %d, not 1", len(all))
	}
	return all[0], ""
}

// nameOf is how people call the software of a provider.
func nameOf(provider *catalog.Object) string {
	switch provider.String("spec.providerType") {
	case "gitlab":
		return "GitLab"
	case "github":
		return "GitHub"
	}
	return "Git"
}

// firstOf is the value of the first field that is set.
func firstOf(o *catalog.Object, fields ...string) (string, Source) {
	for _, field := range fields {
		if value := o.String(field); value != "" {
			return value, Source{Object: o.ID, Field: field}
		}
	}
	return "", Source{Object: o.ID, Field: fields[len(fields)-1]}
}

// at is the address of a path under the one in a provider's field.
func (address *Address) at(provider *catalog.Object, field, path string, from ...Source) {
	address.set(strings.TrimRight(provider.String(field), "/") + "/" + path)
	address.From = append([]Source{{Object: provider.ID, Field: field}}, from...)
}

// set takes an address over without credentials. A rule keeps those out; whoever wrote one past it shall not see it here.
func (address *Address) set(text string) {
	if isSCP := !strings.Contains(text, "://"); isSCP && strings.HasPrefix(text, "git@") {
		address.URL = text
		return
	}
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" {
		address.Problem = "the address is no URL"
		return
	}
	if parsed.User != nil {
		parsed.User = url.User(parsed.User.Username())
		if parsed.Scheme != "ssh" {
			parsed.User = nil
		}
	}
	address.URL = parsed.String()
}
