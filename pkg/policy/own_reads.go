// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// checkReads refuses modules that read documents which do not exist. To Rego these are undefined, so the rule would
// silently never fire, or always.
func (e *Engine) checkReads(compiler *ast.Compiler, modules map[string]*ast.Module) error {
	var problems []error
	for key := range modules {
		for _, rule := range compiler.Modules[key].Rules {
			ast.WalkRefs(rule, func(ref ast.Ref) bool {
				if problem := e.unreadable(compiler, ref); problem != "" {
					at := rule.Location
					if ref[0].Location != nil {
						at = ref[0].Location
					}
					problems = append(problems, fmt.Errorf("%s:%d: %s", at.File, at.Row, problem))
				}
				return false
			})
		}
	}
	slices.SortFunc(problems, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(slices.CompactFunc(problems, func(a, b error) bool { return a.Error() == b.Error() })...)
}

// unreadable says what is wrong with a reference into data; nothing with one that is right or leads elsewhere.
func (e *Engine) unreadable(compiler *ast.Compiler, ref ast.Ref) string {
	if len(ref) == 0 || !ref[0].Equal(ast.DefaultRootDocument) {
		return ""
	}
	root, named := textAt(ref, 1)
	switch {
	case !named || root == "bypass": // data[x] never gets here: it would read the very rule that it stands in
		return ""
	case root == "catalog":
		return unreadableCatalog(ref)
	case root == "nautes" || root == "own":
		if len(compiler.GetRules(ref.GroundPrefix())) == 0 {
			return fmt.Sprintf("%s does not exist (of ours, the packages nautes.lib can be used)", ref.GroundPrefix())
		}
		return ""
	case e.data.Get(ast.StringTerm(root)) == nil:
		return fmt.Sprintf("data.%s does not exist%s", root, nearest(root, append(e.documents(), "catalog", "bypass")))
	}
	return ""
}

func unreadableCatalog(ref ast.Ref) string {
	plural, named := textAt(ref, 2)
	known := []string{"index", "referrers", "namespaces"}
	for _, resource := range catalog.Resources() {
		known = append(known, resource.Plural)
	}
	switch {
	case !named:
		return "data.catalog has to be followed by the plural of a kind, as in data.catalog.environments"
	case !slices.Contains(known, plural):
		return fmt.Sprintf("data.catalog.%s does not exist%s", plural, nearest(plural, known))
	}
	return ""
}

func textAt(ref ast.Ref, i int) (string, bool) {
	if i >= len(ref) {
		return "", false
	}
	text, ok := ref[i].Value.(ast.String)
	return string(text), ok
}

// documents are the names of the data files, sorted.
func (e *Engine) documents() []string {
	var names []string
	e.data.Foreach(func(key, _ *ast.Term) { names = append(names, string(key.Value.(ast.String))) })
	slices.Sort(names)
	return names
}
