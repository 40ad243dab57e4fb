// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Layout is a default.project checkout as the rules about its files read it: input.files.
type Layout struct {
	Files []LayoutFile `json:"files"`
}

// LayoutFile is one file of a layout.
type LayoutFile struct {
	// Path is relative to the root of the checkout, with slashes: "projects/cart/cart.yaml".
	Path string `json:"path"`
	// Documents are what the file holds, in order, as JSON values.
	Documents []map[string]any `json:"documents"`
}

// LayoutFinding is one thing that is wrong with a file of a layout.
type LayoutFinding struct {
	Finding
	// File is the path of the file in the layout, and Document the place of the document in it, from 0.
	File     string
	Document int
}

// JudgeLayout holds a layout against the rules about its files. The findings are in the order of the rules, for each by
// file and document. A violation of such a rule has a file and a message, and may have a document (0 unless it says
// otherwise) and a field ("metadata.name" unless it says otherwise). The error, if any, is a [*Failure].
func (e *Engine) JudgeLayout(ctx context.Context, layout Layout) ([]LayoutFinding, error) {
	if e.layout == nil {
		return nil, nil
	}
	input, err := ast.InterfaceToValue(layout)
	if err != nil {
		return nil, &Failure{ReasonInput, fmt.Errorf("convert layout: %w", err)}
	}
	violations, err := e.layout.ask(ctx, input, e.transaction(catalog.New(), nil), time.Now())
	if err != nil {
		return nil, err
	}
	var findings []LayoutFinding
	for _, rule := range e.layout.rules {
		found, _ := violations[rule.ID].([]any)
		for _, violation := range found {
			finding, err := layoutFindingOf(rule, violation)
			if err != nil {
				return nil, &Failure{ReasonUndefined, err}
			}
			findings = append(findings, finding)
		}
	}
	slices.SortStableFunc(findings, func(a, b LayoutFinding) int {
		return cmp.Or(e.place[a.Rule]-e.place[b.Rule], strings.Compare(a.File, b.File), a.Document-b.Document)
	})
	return findings, nil
}

func layoutFindingOf(rule *Rule, violation any) (LayoutFinding, error) {
	fields, _ := violation.(map[string]any)
	file := textOf(fields["file"])
	if file == "" {
		return LayoutFinding{}, fmt.Errorf("rule %q yields %v (a violation of a layout has a file and a message)", rule.ID, violation)
	}
	if fields["field"] == nil {
		fields["field"] = "metadata.name"
	}
	finding, err := findingOf(rule, fields)
	return LayoutFinding{Finding: finding, File: file, Document: intOf(fields["document"])}, err
}

// intOf reads a number as OPA gives it; 0 where there is none.
func intOf(value any) int {
	number, ok := value.(interface{ Int64() (int64, error) })
	if !ok {
		return 0
	}
	n, _ := number.Int64()
	return int(n)
}
