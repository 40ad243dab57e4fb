// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// bypassRight is who may skip a rule.
type bypassRight struct {
	// Needs says what it takes.
	Needs string `json:"needs"`
	// Product is the one that was asked about; empty for all.
	Product string `json:"product,omitempty"`
	// May and MayNot are the resources on which the user may and may not; both are empty where the cluster was not
	// asked, or Unknown says why it did not tell.
	May     []string `json:"may,omitempty"`
	MayNot  []string `json:"mayNot,omitempty"`
	Unknown string   `json:"unknown,omitempty"`
}

// mayBypass tells who may skip a rule, and asks the cluster whether the user may. That it does not tell is no error.
func (o *explainOptions) mayBypass(ctx context.Context, rule policy.Rule) (*bypassRight, error) {
	switch {
	case rule.Layout:
		return nil, nil
	case !rule.Bypassable:
		return &bypassRight{Needs: "nobody: this rule can not be skipped"}, nil
	}
	right := &bypassRight{Needs: fmt.Sprintf("whoever holds the verb %s on %s, as the cluster role nautes-bypasser gives it",
		v1alpha1.SkipCheckVerb, strings.Join(resourcesOf(rule), ", "))}
	if o.source.offline {
		return right, nil
	}
	if err := right.ask(ctx, o, rule); err != nil {
		if ctx.Err() != nil {
			return nil, interruptible(ctx, err)
		}
		right.May, right.MayNot, right.Unknown = nil, nil, err.Error()
	}
	return right, nil
}

func (b *bypassRight) ask(ctx context.Context, o *explainOptions, rule policy.Rule) error {
	var err error
	if b.Product, _, err = product(o.config); err != nil {
		return err
	}
	who, err := o.connect()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, publisherPatience, fmt.Errorf("the cluster did not answer within %s", publisherPatience))
	defer cancel()
	for _, kind := range rule.Kinds {
		resource, ours := catalog.ResourceOf(catalog.Kind(kind))
		if !ours {
			continue
		}
		id := catalog.ID{Kind: resource.Kind}
		if resource.Namespaced {
			id.Namespace = b.Product
		}
		may, err := who.MaySkipCheck(ctx, id)
		switch {
		case err != nil:
			return err
		case may:
			b.May = append(b.May, resource.Plural)
		default:
			b.MayNot = append(b.MayNot, resource.Plural)
		}
	}
	return nil
}

// answer says it to the user; empty where nobody was asked.
func (b *bypassRight) answer() string {
	where := "in product " + b.Product
	if b.Product == "" {
		where = "in all products"
	}
	switch {
	case b.Unknown != "":
		return "not known: " + b.Unknown
	case len(b.May) == 0 && len(b.MayNot) == 0:
		return ""
	case len(b.MayNot) == 0:
		return "yes, " + where + " (apply with -i --reason TEXT)"
	case len(b.May) == 0:
		return "no, not " + where
	}
	return fmt.Sprintf("on %s yes, on %s no, %s", strings.Join(b.May, ", "), strings.Join(b.MayNot, ", "), where)
}

// resourcesOf are the plural names of the kinds that a rule judges.
func resourcesOf(rule policy.Rule) []string {
	var plurals []string
	for _, kind := range rule.Kinds {
		if resource, ours := catalog.ResourceOf(catalog.Kind(kind)); ours {
			plurals = append(plurals, resource.Plural)
		}
	}
	return plurals
}
