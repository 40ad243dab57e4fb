// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// update makes the golden files say what is written now: go test ./plugin/graph -update.
var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name string, write func(io.Writer) error) {
	t.Helper()
	var got bytes.Buffer
	if err := write(&got); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s (-want +got; go test ./plugin/graph -update writes it anew):\n%s", name, diff)
	}
}

type fields = map[string]any

// evil is what somebody may write where any text goes.
const evil = `"><script>alert('日本')</script>` + "\x1b[31m&#\\\n"

func id(kind catalog.Kind, name string) catalog.ID {
	return catalog.ID{Kind: kind, Namespace: "demo", Name: name}
}

// having is an object with further fields of its metadata, and a status.
func having(o *catalog.Object, metadata, status fields) *catalog.Object {
	for name, value := range metadata {
		o.Content()["metadata"].(fields)[name] = value
	}
	if status != nil {
		o.Content()["status"] = status
	}
	return o
}

func conditions(pairs ...string) []any {
	var list []any
	for i := 0; i < len(pairs); i += 3 {
		list = append(list, fields{
			"type": pairs[i], "status": pairs[i+1], "reason": pairs[i+2], "message": "said by " + pairs[i+2],
			"lastTransitionTime": "2026-11-20T12:00:00Z",
		})
	}
	return list
}

func at(day int) time.Time { return time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC) }

const skips = "nautes.resource.nautes.io/insecure-skip-check"

// demo is a product in which everything that can stand out does.
func demo() *Source {
	objects := append([]*catalog.Object{
		world.Provider("gitlab"), world.Cluster("prod-0", "deployment"),
		having(world.Cluster("test-0", "deployment"), nil, fields{"conditions": conditions("Ready", "False", "Unreachable")}),
	}, world.Product("demo", 0)...)
	objects = append(objects, world.Product("shop", 0)...)
	objects = append(objects,
		having(world.Runtime("demo", "api-test", "test", "deploy"), nil, fields{
			"conditions": conditions(
				"Ready", "True", "Deployed", "Synced", "True", "InSync", "Healthy", "False", "Degraded", "Compliant", "True", "RulesMet"),
			"revision": "0123456789abcdef0123456789abcdef01234567",
		}),
		having(world.Runtime("demo", "api-prod", "prod", "deploy"), fields{"generation": int64(3)}, fields{
			"observedGeneration": int64(2), "conditions": conditions("Ready", "True", "Deployed"),
		}),
		having(world.Pipeline("demo", "ci", "test", "api"), nil, fields{
			"conditions": conditions("Ready", "False", "NoNamespace"),
			"lastRuns": []any{
				fields{"name": "ci-7", "result": "Failed", "finishedAt": "2026-11-20T12:00:00Z"}, fields{"name": "ci-6", "result": "Succeeded"},
			},
		}),
		world.Runtime("demo", "lost", "nowhere", "shop/library"),
		having(world.Runtime("demo", "forced-in-because-the-environment-comes-with-the-next-release", "later", "deploy"),
			fields{"annotations": fields{skips: "2026-12-24T00:00:00Z", "nautes.resource.nautes.io/skip-check-reason": "it comes " + evil}},
			fields{"bypass": fields{"by": "dora", "since": "2026-11-20T12:00:00Z", "rules": []any{"deploymentruntime-environment-exists"}}}),
		having(world.Runtime("demo", "going", "prod", "charts"),
			fields{"deletionTimestamp": "2026-11-20T12:00:00Z", "finalizers": []any{"nautes.resource.nautes.io/runtime"}}, nil),
		world.Object(catalog.Environment, "demo", "old", fields{"cluster": "hidden", "envType": "old"}),
		world.Object(catalog.Project, "demo", "odd", fields{"language": "語言 " + evil}),
		world.Object(catalog.CodeRepoBinding, "shop", "library-to-demo", fields{
			"codeRepo": "library", "product": "demo", "projects": []any{"api"}, "permissions": "readonly",
		}),
	)
	deny := func(field, message string, skipped bool) policy.Finding {
		f := policy.Finding{
			Rule: "deploymentruntime-environment-exists", Action: policy.Deny, Field: field, Message: message,
			Mend: "Apply the Environment first.", Bypassable: true,
		}
		if f.Skipped = skipped; skipped {
			f.Action = policy.Warn
		}
		return f
	}
	state := catalog.New(objects...)
	verdicts := map[catalog.ID]Verdict{
		id(catalog.DeploymentRuntime, "lost"): {
			Findings: []policy.Finding{deny("spec.destination.environment", `environment "nowhere" does not exist `+evil, false)},
		},
		id(catalog.DeploymentRuntime, "forced-in-because-the-environment-comes-with-the-next-release"): {
			Findings: []policy.Finding{deny("spec.destination.environment", `environment "later" does not exist`, true)},
		},
		id(catalog.Environment, "old"): {NotJudged: []string{"environment-cluster-exists"}},
		id(catalog.Environment, "test"): {Findings: []policy.Finding{{
			Rule: "environment-type-known", Action: policy.Warn, Field: "spec.envType", Message: "looks odd",
		}}},
		id(catalog.Project, "odd"): {Err: errors.New("time ran out")},
	}
	for _, o := range objects {
		if _, judged := verdicts[o.ID]; !judged && (o.Namespace == "demo" || o.Name == "demo") && !o.Terminating() {
			verdicts[o.ID] = Verdict{}
		}
	}
	return &Source{
		State: state, Verdicts: verdicts, Now: at(21),
		Sees: func(id catalog.ID) bool { return id.Name != "hidden" },
	}
}
