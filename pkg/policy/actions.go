// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
)

// parseActions reads actions.yaml. It is read as YAML 1.2: before that, off means false.
func parseActions(text string) (map[string]Action, error) {
	var actions map[string]Action
	if err := yaml.Unmarshal([]byte(text), &actions); err != nil {
		return nil, fmt.Errorf("%s: %w (map the id of a rule to deny, warn or off)", actionsFile, err)
	}
	var problems []error
	for _, id := range slices.Sorted(maps.Keys(actions)) {
		if a := actions[id]; a != Deny && a != Warn && a != Off {
			problems = append(problems, fmt.Errorf("%s: %s: %q is no action (use deny, warn or off)%s",
				actionsFile, id, a, nearest(string(a), []string{string(Deny), string(Warn), string(Off)})))
		}
	}
	return actions, errors.Join(problems...)
}

// checkAction says why a rule can not have an action.
func checkAction(rule *Rule, action Action) error {
	switch {
	case rule.Layout:
		return fmt.Errorf("rule %q judges the files of a checkout, which the webhook never sees (leave it out)", rule.ID)
	case action != Deny && !rule.Bypassable:
		return fmt.Errorf("rule %q can not be bypassed, so it can not be turned to %s either (leave it out)", rule.ID, action)
	}
	return nil
}
