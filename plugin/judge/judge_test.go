// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package judge_test

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/merge"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

func read(t *testing.T, source manifest.Source, stdin string) *set.Set {
	t.Helper()
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		t.Fatal(err)
	}
	schemas := manifest.NewSchemas(crds)
	reader := &manifest.Reader{Schemas: schemas, Stdin: strings.NewReader(stdin)}
	members, err := set.Read(t.Context(), reader, source, merge.New(crds, schemas.Default))
	if err != nil {
		t.Fatal(err)
	}
	return members
}

func of(t *testing.T, text string) *set.Set {
	t.Helper()
	return read(t, manifest.Source{Filenames: []string{"-"}}, text)
}

func demo(t *testing.T) *set.Set {
	t.Helper()
	return read(t, manifest.Source{Filenames: []string{"../../manifests/samples/demo"}}, "")
}

// live is a state in which the sample product is.
func live(t *testing.T) *catalog.Snapshot {
	t.Helper()
	state, err := demo(t).Applied(catalog.New())
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func newJudge(t *testing.T) *judge.Judge {
	t.Helper()
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	return &judge.Judge{Engine: engine, Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
}

// apply judges applying a set to a base.
func apply(t *testing.T, j *judge.Judge, members *set.Set, base *catalog.Snapshot) ([]judge.Result, error) {
	t.Helper()
	after, err := members.Applied(base)
	if err != nil {
		t.Fatal(err)
	}
	return j.Apply(t.Context(), members, base, after)
}

// found lists the findings as OPERATION OBJECT LINE RULE ACTION.
func found(t *testing.T, results []judge.Result, err error) []string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range results {
		if r.Err != nil {
			t.Fatalf("%s: %v", r.Member.ID, r.Err)
		}
		for _, f := range r.Verdict.Findings {
			all = append(all, fmt.Sprintf("%s %s %d %s %s", r.Operation, r.Member.ID, r.Line(f.Field), f.Rule, f.Action))
		}
	}
	return all
}

const runtimeElsewhere = `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata:
  name: web-test
  namespace: demo
spec:
  projectsRef: [web]
  manifestSource: {codeRepo: web-deploy, targetRevision: main, path: overlays/test}
  destination:
    environment: staging
    namespaces: [demo-web]
`

func TestSetThatIsRightAsAWholePasses(t *testing.T) {
	results, err := apply(t, newJudge(t), demo(t), catalog.New())
	if got := found(t, results, err); got != nil {
		t.Errorf("findings: %q", got)
	}
	if len(results) != len(demo(t).Members()) {
		t.Errorf("%d results, want one a member", len(results))
	}
}

func TestMemberAloneIsDeniedForWhatIsMissing(t *testing.T) {
	results, err := apply(t, newJudge(t), of(t, runtimeElsewhere), catalog.New())
	got := strings.Join(found(t, results, err), "\n")
	for _, want := range []string{
		"CREATE DeploymentRuntime/demo/web-test 5 product-exists deny",
		"CREATE DeploymentRuntime/demo/web-test 10 deploymentruntime-environment-exists deny",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
}

func TestWhatIsLiveIsUpdated(t *testing.T) {
	results, err := apply(t, newJudge(t), of(t, runtimeElsewhere), live(t))
	want := []string{"UPDATE DeploymentRuntime/demo/web-test 10 deploymentruntime-environment-exists deny"}
	if diff := cmp.Diff(want, found(t, results, err)); diff != "" {
		t.Error(diff)
	}
	if !results[0].Denied() {
		t.Error("the result is not denied")
	}
}

func TestDeleteOfWhatIsInUseIsDeniedUnlessItsUserGoesToo(t *testing.T) {
	environment := `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Environment
metadata: {name: test, namespace: demo}
spec: {cluster: demo-test, envType: test}
`
	j := newJudge(t)
	results, err := j.Delete(t.Context(), of(t, environment), live(t))
	want := []string{"DELETE Environment/demo/test 3 environment-in-use deny"}
	if diff := cmp.Diff(want, found(t, results, err)); diff != "" {
		t.Error(diff)
	}
	results, err = j.Delete(t.Context(), demo(t), live(t))
	if got := found(t, results, err); got != nil {
		t.Errorf("findings when all goes: %q", got)
	}
	results, err = j.Delete(t.Context(), demo(t), catalog.New())
	if err != nil || len(results) != 0 {
		t.Errorf("deleting what is not there: %d results, error %v, want none", len(results), err)
	}
}

func TestRulesThatAskForUnheldKindsAreNotJudged(t *testing.T) {
	members := of(t, runtimeElsewhere)
	j := newJudge(t)
	j.Unheld = members.Absent()
	results, err := apply(t, j, members, catalog.New())
	if got := found(t, results, err); got != nil {
		t.Errorf("findings: %q", got)
	}
	got := strings.Join(results[0].Verdict.NotJudged, " ")
	for _, rule := range []string{"product-exists", "deploymentruntime-environment-exists"} {
		if !strings.Contains(got, rule) {
			t.Errorf("%s is not among the rules not judged: %s", rule, got)
		}
	}
}

func TestBypassIsAskedForTheObject(t *testing.T) {
	text := strings.Replace(runtimeElsewhere, "  namespace: demo\n", `  namespace: demo
  annotations: {nautes.resource.nautes.io/insecure-skip-check: "true"}
`, 1)
	j := newJudge(t)
	var asked []catalog.ID
	j.Permitted = func(_ context.Context, id catalog.ID) (bool, error) {
		asked = append(asked, id)
		return true, nil
	}
	results, err := apply(t, j, of(t, text), live(t))
	want := []string{"UPDATE DeploymentRuntime/demo/web-test 11 deploymentruntime-environment-exists warn"}
	if diff := cmp.Diff(want, found(t, results, err)); diff != "" {
		t.Error(diff)
	}
	wantAsked := []catalog.ID{{Kind: catalog.DeploymentRuntime, Namespace: "demo", Name: "web-test"}}
	if diff := cmp.Diff(wantAsked, asked); diff != "" {
		t.Errorf("asked once for the object: %s", diff)
	}
}

func TestCancelledContextEndsJudging(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newJudge(t).Apply(ctx, demo(t), catalog.New(), live(t)); err == nil {
		t.Error("no error")
	}
}

// Of what can not be seen it is not known whether it is there.
func TestRuleThatLooksUpWhatIsNotHeldIsNotJudged(t *testing.T) {
	const runtime = `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata: {name: canary, namespace: demo}
spec:
  manifestSource: {codeRepo: shop/charts, targetRevision: main, path: canary}
  destination: {environment: nope, namespaces: [demo-canary]}
`
	const source, environment = "deploymentruntime-source-exists", "deploymentruntime-environment-exists"
	for name, test := range map[string]struct {
		unseen            func(catalog.ID) bool
		denied, notJudged []string
		missed            []catalog.Kind
	}{
		"all is held": {
			func(catalog.ID) bool { return false }, []string{environment, source}, nil, nil,
		},
		"another product's repos are not": {
			func(id catalog.ID) bool { return id.Namespace == "shop" && id.Kind == catalog.CodeRepo },
			[]string{environment}, []string{source}, []catalog.Kind{catalog.CodeRepo},
		},
		"another product's bindings are not": {
			func(id catalog.ID) bool { return id.Namespace == "shop" && id.Kind == catalog.CodeRepoBinding },
			[]string{environment, source}, nil, nil,
		},
		"environments are not": {
			func(id catalog.ID) bool { return id.Kind == catalog.Environment },
			[]string{source}, []string{environment}, []catalog.Kind{catalog.Environment},
		},
		"namespaces are not, which is the strict side": {
			func(id catalog.ID) bool { return id.Kind == catalog.Namespace }, []string{environment, source}, nil, nil,
		},
		"what is not asked for is not": {
			func(id catalog.ID) bool { return id.Kind == catalog.ArtifactRepo }, []string{environment, source}, nil, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			j := newJudge(t)
			j.Holds = func(id catalog.ID) bool { return !test.unseen(id) }
			results, err := apply(t, j, of(t, runtime), live(t))
			if err != nil {
				t.Fatal(err)
			}
			var denied []string
			for _, finding := range results[0].Verdict.Denials() {
				denied = append(denied, finding.Rule)
			}
			for _, rule := range test.denied {
				if !slices.Contains(denied, rule) {
					t.Errorf("%s does not deny; those that do: %s", rule, denied)
				}
			}
			for _, rule := range test.notJudged {
				if slices.Contains(denied, rule) || !slices.Contains(results[0].Verdict.NotJudged, rule) {
					t.Errorf("%s is judged", rule)
				}
			}
			if diff := cmp.Diff(test.missed, results[0].Missed); diff != "" {
				t.Errorf("missed (-want +got):\n%s", diff)
			}
		})
	}
}

// The binding that would permit it may be there for others to see.
func TestGrantOfAProductThatIsSeenInPartIsNotJudged(t *testing.T) {
	const repo = `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: CodeRepo
metadata: {name: charts, namespace: shop}
spec: {codeRepoProvider: gitlab}
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime
metadata: {name: canary, namespace: demo}
spec:
  manifestSource: {codeRepo: shop/charts, targetRevision: main, path: canary}
  destination: {environment: nope, namespaces: [demo-canary]}
`
	const permitted = "deploymentruntime-projects-permitted"
	for _, seen := range []bool{true, false} {
		j := newJudge(t)
		j.Holds = func(id catalog.ID) bool { return seen || id.Namespace != "shop" || id.Kind != catalog.CodeRepoBinding }
		results, err := apply(t, j, of(t, repo), live(t))
		if err != nil {
			t.Fatal(err)
		}
		verdict := results[1].Verdict
		denied := slices.ContainsFunc(verdict.Denials(), func(f policy.Finding) bool { return f.Rule == permitted })
		if denied != seen || slices.Contains(verdict.NotJudged, permitted) == seen {
			t.Errorf("bindings seen %t: denied %t, not judged %s", seen, denied, verdict.NotJudged)
		}
	}
}
