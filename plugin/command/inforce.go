// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"

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
	builtIn := map[string]policy.Action{}
	for _, rule := range engine.Rules() {
		builtIn[rule.ID] = rule.Action
	}
	actions := map[string]policy.Action{}
	for _, rule := range published.Rules {
		action, known := builtIn[rule.ID]
		switch {
		case rule.Own != "":
			unknown++
		case known && action != rule.Action:
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
