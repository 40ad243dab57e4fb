// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// rulesOf reads the rules in the packages below one out of the METADATA and refuses what would make a rule silently never fire: a set without
// METADATA, METADATA on what is no set, an id that is not the rule's name.
func rulesOf(compiler *ast.Compiler, below string) ([]*Rule, error) {
	packages, declared := map[string]*ast.Annotations{}, map[string]*ast.Annotations{}
	for _, flat := range compiler.GetAnnotationSet().Flatten() {
		at := flat.Path.String()
		switch flat.Annotations.Scope {
		case "package":
			packages[at] = flat.Annotations
		case "document", "rule":
			declared[at] = flat.Annotations
		}
	}
	var rules []*Rule
	var problems []error
	seen := map[string]*Rule{}
	for _, module := range compiler.Modules {
		pkg := module.Package.Path.String()
		if !strings.HasPrefix(pkg+".", below) {
			continue
		}
		for _, r := range module.Rules {
			at := r.Ref().GroundPrefix().String()
			rule, again := seen[at]
			if !again {
				var err error
				if rule, err = ruleOf(r, declared[at], packages[pkg]); err != nil {
					problems = append(problems, fmt.Errorf("%s: %w", r.Location, err))
				}
				seen[at] = rule
			}
			if rule == nil {
				continue
			}
			if !again {
				rules = append(rules, rule)
			}
			rule.partly = rule.partly || rule.Bypassable && marksViolations(r)
		}
	}
	slices.SortFunc(rules, byPlace)
	return rules, errors.Join(problems...)
}

// ruleOf returns the rule that a Rego rule is, or nil when it is a function or value that only helps.
func ruleOf(r *ast.Rule, metadata, pkg *ast.Annotations) (*Rule, error) {
	isSet := r.Head.RuleKind() == ast.MultiValue
	switch {
	case metadata == nil && !isSet:
		return nil, nil
	case metadata == nil:
		return nil, errors.New("a set in a package of rules needs METADATA (scope: document) that makes it a rule")
	case !isSet:
		return nil, fmt.Errorf("rule %q is no set (write `%s contains violation if { … }`)", r.Head.Name, r.Head.Name)
	}
	if pkg == nil {
		pkg = &ast.Annotations{}
	}
	custom := metadata.Custom
	rule := &Rule{
		ID: textOf(custom["id"]), Title: metadata.Title, Description: strings.TrimSpace(metadata.Description),
		Kinds: stringsOf(pkg.Custom["kinds"]), Layout: pkg.Custom["judges"] == "layout", Bypassable: custom["bypassable"] == true, Action: Action(textOf(custom["action"])),
		Mend: strings.TrimSpace(textOf(custom["mend"])), Origin: textOf(custom["origin"]),
		Location: fmt.Sprintf("%s:%d", path.Base(r.Location.File), r.Location.Row),
		ref:      r.Ref().GroundPrefix().String(),
	}
	rule.declared = rule.Action
	for _, operation := range stringsOf(custom["operations"]) {
		rule.Operations = append(rule.Operations, Operation(operation))
	}
	return rule, complete(rule, string(r.Head.Name), custom["bypassable"])
}

// complete says what a rule's METADATA lacks.
func complete(rule *Rule, name string, bypassable any) error {
	_, saysBypassable := bypassable.(bool)
	switch {
	case rule.ID != strings.ReplaceAll(name, "_", "-"):
		return fmt.Errorf("custom.id %q is not the rule's name %q with - for _", rule.ID, name)
	case rule.Title == "" || rule.Description == "" || rule.Mend == "" || rule.Origin == "":
		return fmt.Errorf("rule %q needs a title, a description, custom.mend and custom.origin", rule.ID)
	case len(rule.Kinds) == 0:
		return fmt.Errorf("rule %q: the METADATA of its package (scope: package) names no custom.kinds", rule.ID)
	case slices.ContainsFunc(rule.Kinds, isUnknown):
		return fmt.Errorf("rule %q: the METADATA of its package names %s", rule.ID, unknownKind(rule.Kinds))
	case rule.Layout && len(rule.Operations) > 0:
		return fmt.Errorf("rule %q judges a layout and so has no custom.operations", rule.ID)
	case !rule.Layout && len(rule.Operations) == 0 || slices.ContainsFunc(rule.Operations, func(o Operation) bool { return o != Create && o != Update && o != Delete }):
		return fmt.Errorf("rule %q: custom.operations %v (use CREATE, UPDATE, DELETE)", rule.ID, rule.Operations)
	case !saysBypassable:
		return fmt.Errorf("rule %q: custom.bypassable is neither true nor false", rule.ID)
	case rule.Action != Deny && rule.Action != Warn:
		return fmt.Errorf("rule %q: custom.action %q (use deny or warn)", rule.ID, rule.Action)
	}
	return nil
}

func isUnknown(kind string) bool {
	_, known := catalog.ResourceOf(catalog.Kind(kind))
	return !known
}

// unknownKind says which of the kinds is none of ours, and which is meant.
func unknownKind(kinds []string) string {
	var known []string
	for _, resource := range catalog.Resources() {
		known = append(known, string(resource.Kind))
	}
	unknown := kinds[slices.IndexFunc(kinds, isUnknown)]
	return fmt.Sprintf("the kind %q, which is none of ours%s", unknown, nearest(unknown, known))
}

// marksViolations tells whether a rule says of some violations that they can not be bypassed.
func marksViolations(r *ast.Rule) bool {
	marks := false
	ast.WalkTerms(r, func(t *ast.Term) bool {
		marks = marks || t.Equal(ast.InternedTerm("bypassable"))
		return marks
	})
	return marks
}

// byPlace is the fixed order of findings: by package, then as the rules stand in their file.
func byPlace(a, b *Rule) int {
	fileA, rowA, _ := strings.Cut(a.Location, ":")
	fileB, rowB, _ := strings.Cut(b.Location, ":")
	return cmp.Or(cmp.Compare(fileA, fileB), cmp.Compare(len(rowA), len(rowB)), cmp.Compare(rowA, rowB))
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
}

func stringsOf(value any) []string {
	list, _ := value.([]any)
	var texts []string
	for _, item := range list {
		texts = append(texts, textOf(item))
	}
	return texts
}
