// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"io"

	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// inForce is an engine with the actions that the operator of a cluster has set, and how many rules of the operator's
// own it can not ask: their texts are not for everyone to read.
func inForce(ctx context.Context, engine *policy.Engine, published *policy.Published) (changed *policy.Engine, unknown int, err error) {
	if published == nil {
		return engine, 0, nil
	}
	builtIn := map[string]policy.Rule{}
	for _, rule := range engine.Rules() {
		builtIn[rule.ID] = rule
	}
	actions := map[string]policy.Action{}
	for _, rule := range published.Rules {
		ours, known := builtIn[rule.ID]
		switch {
		case rule.Own != "":
			unknown++
		case known && ours.Action != rule.Action && takes(&ours, rule.Action):
			actions[rule.ID] = rule.Action
		}
	}
	if len(actions) == 0 {
		return engine, unknown, nil
	}
	text, err := yaml.Marshal(actions)
	if err != nil {
		return nil, 0, fmt.Errorf("write actions: %w", err)
	}
	own, err := engine.ReadOwn(ctx, "published", map[string]string{"actions.yaml": string(text)}, catalog.New())
	if err != nil {
		return nil, 0, fmt.Errorf("take over the actions in force: %w", err)
	}
	if changed, err = engine.With(ctx, own); err != nil {
		return nil, 0, fmt.Errorf("take over the actions in force: %w", err)
	}
	return changed, unknown, nil
}

// takes tells whether a rule can have an action. The webhook's rule of that id may be one that can be skipped while ours is
// not, where the two are of different releases; then ours stays as it is.
func takes(rule *policy.Rule, action policy.Action) bool {
	return !rule.Layout && (action == policy.Deny || rule.Bypassable)
}

// engineInForce holds the rules with the actions in force on a cluster; those that are built in where that is not known.
func engineInForce(ctx context.Context, cluster publisher, errOut io.Writer) (*policy.Engine, error) {
	engine, err := builtInEngine()
	if err != nil {
		return nil, err
	}
	published, err := cluster.Published(ctx)
	if err != nil && ctx.Err() == nil {
		fmt.Fprintf(errOut, "Note: judged by the actions that are built in; those in force are not known: %v\n", err)
		return engine, nil
	}
	if published != nil {
		noteOtherRules(errOut, engine.Hash(), published.Hash)
	}
	engine, unknown, err := inForce(ctx, engine, published)
	if unknown > 0 {
		fmt.Fprintf(errOut, "Note: rules of the operator's own, which only the webhook asks: %d\n", unknown)
	}
	return engine, err
}
