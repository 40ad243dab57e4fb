// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package goal_test

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/plugin/goal"
)

func object(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	if text == "" {
		return nil
	}
	o := &unstructured.Unstructured{}
	body, err := yaml.YAMLToJSON([]byte("apiVersion: a/v1\nkind: Environment\n" + text))
	if err != nil {
		t.Fatal(err)
	}
	if err := o.UnmarshalJSON(body); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestMet(t *testing.T) {
	const conditions = "metadata: {uid: u, generation: 3}\nstatus: {conditions: [{type: Ready, status: \"False\", reason: NoCluster, message: it is away}, " +
		"{type: Healthy, status: \"True\", observedGeneration: 3}, {type: Synced, status: \"True\", observedGeneration: 2}]}"
	for name, test := range map[string]struct {
		goal, object string
		met          bool
		obstacle     string
		err          string
	}{
		"ready":                   {goal: "ready", object: "status: {conditions: [{type: Ready, status: \"True\"}]}", met: true},
		"ready in any case":       {goal: "Ready", object: "status: {conditions: [{type: Ready, status: \"True\"}]}", met: true},
		"not ready":               {goal: "ready", object: conditions, obstacle: "Ready=False: NoCluster: it is away"},
		"nothing to come":         {goal: "ready", object: "metadata: {name: a}", met: true},
		"not looked at":           {goal: "ready", object: "metadata: {generation: 2}\nstatus: {observedGeneration: 1, conditions: [{type: Ready, status: \"True\"}]}", obstacle: "generation 2 not looked at yet (condition Ready is about generation 1)"},
		"gone meanwhile":          {goal: "ready", err: "it was deleted while it was waited for"},
		"condition":               {goal: "condition=Healthy", object: conditions, met: true},
		"condition in any case":   {goal: "condition=healthy=true", object: conditions, met: true},
		"condition of old":        {goal: "condition=Synced", object: conditions, obstacle: "generation 3 not looked at yet (condition Synced is about generation 2)"},
		"condition with a value":  {goal: "condition=Ready=False", object: conditions, met: true},
		"condition not there":     {goal: "condition=Other", object: conditions, obstacle: "no condition Other yet"},
		"condition of none":       {goal: "condition=Ready", err: "it was deleted"},
		"create":                  {goal: "create", object: conditions, met: true},
		"not created":             {goal: "create", obstacle: "it is not there yet"},
		"deleted":                 {goal: "delete", met: true},
		"another one":             {goal: "delete", object: "metadata: {uid: other}", met: true},
		"not being deleted":       {goal: "delete", object: "metadata: {uid: u}", obstacle: "nobody has deleted it"},
		"held":                    {goal: "delete", object: "metadata: {uid: u, deletionTimestamp: \"2026-11-23T12:00:00Z\", finalizers: [a/b]}", obstacle: "held by a/b"},
		"path":                    {goal: "jsonpath={.status.phase}=Running", object: "status: {phase: Running}", met: true},
		"path without braces":     {goal: "jsonpath=.status.phase=Running", object: "status: {phase: Failed}", obstacle: ".status.phase is Failed"},
		"path of a number":        {goal: "jsonpath=.status.count=3", object: "status: {count: 3}", met: true},
		"path of anything":        {goal: "jsonpath=.status.phase", object: "status: {phase: x}", met: true},
		"path of nothing":         {goal: "jsonpath=.status.phase=x", object: "status: {}", obstacle: ".status.phase is not there"},
		"path with a filter":      {goal: "jsonpath={.status.conditions[?(@.type==\"Healthy\")].status}=True", object: conditions, met: true},
		"path of several":         {goal: "jsonpath={.status.conditions[*].status}=True", object: conditions, err: "is more than one value"},
		"path of an object":       {goal: "jsonpath=.status=x", object: "status: {a: b}", err: "is no plain value"},
		"path of a deleted thing": {goal: "jsonpath=.status=x", err: "it was deleted"},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := goal.Parse(test.goal)
			if err != nil {
				t.Fatal(err)
			}
			met, obstacle, err := g.Met(object(t, test.object), "u")
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("error %v, want %q", err, test.err)
				}
				return
			}
			if err != nil || met != test.met || !met && obstacle != test.obstacle {
				t.Errorf("met %t, obstacle %q, error %v", met, obstacle, err)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                    "unknown --for \"\" (use one of ready|create|delete|condition=NAME[=VALUE]|jsonpath=EXPRESSION[=VALUE])",
		"done":                "unknown --for \"done\"",
		"delete=x":            "unknown --for \"delete=x\"",
		"condition":           "unknown --for \"condition\"",
		"condition=":          "names no condition",
		"condition=Ready=":    "names no condition",
		"jsonpath=.a=":        "has no value",
		"jsonpath=":           "names no field",
		"jsonpath={.a":        "read --for=jsonpath",
		"jsonpath={.a[?(}}=1": "read --for=jsonpath",
	} {
		if _, err := goal.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}
