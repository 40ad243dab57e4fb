// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

type spec = map[string]any

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// ruleFile is a package of one rule for environments; body is what stands between the braces.
func ruleFile(name, metadata, body string) string {
	return fmt.Sprintf(`# METADATA
# scope: package
# title: test
# custom:
#   kinds: [Environment]
package nautes.rules.test

# METADATA
# scope: document
# title: a test
# description: Only for this test.
# custom:
#   id: %s
#   operations: [CREATE, UPDATE, DELETE]
#   bypassable: true
#   action: deny
#   mend: Do it right.
#   origin: new
%s%s contains violation if {
%s
}
`, strings.ReplaceAll(name, "_", "-"), metadata, name, body)
}

func engine(t *testing.T, rego string) *policy.Engine {
	t.Helper()
	e, err := policy.New(t.Context(), fstest.MapFS{"rules/test.rego": {Data: []byte(rego)}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func environment(annotations, fields map[string]any) map[string]any {
	content := world.Object(catalog.Environment, "demo", "test", fields).Content()
	if annotations != nil {
		content["metadata"].(map[string]any)["annotations"] = annotations
	}
	return content
}

func create(object map[string]any) policy.Review {
	return policy.Review{Operation: policy.Create, Object: object, Catalog: catalog.New(), Now: noon}
}

const alwaysDenies = `	violation := {"field": "spec.cluster", "message": sprintf("no %q", [input.request.object.spec.cluster])}`

func TestFindingNamesRuleFieldMendAndPlace(t *testing.T) {
	verdict, err := engine(t, ruleFile("never_right", "", alwaysDenies)).Judge(t.Context(), create(environment(nil, spec{"cluster": "c1"})))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`never-right: spec.cluster: no "c1"; mend: do it right [test.rego:19]`}
	var got []string
	for _, f := range verdict.Denials() {
		got = append(got, f.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRulesReadTheCatalog(t *testing.T) {
	tests := map[string]struct {
		body string
		want string
	}{
		"object by name": {
			`	cluster := data.catalog.clusters["test-0"]
	violation := {"field": "x", "message": cluster.spec.usage}`, "worker",
		},
		"field of an object": {
			`	violation := {"field": "x", "message": data.catalog.projects.demo.api.spec.language}`, "golang",
		},
		"what does not exist is undefined": {
			`	not data.catalog.clusters.nowhere
	violation := {"field": "x", "message": "undefined"}`, "undefined",
		},
		"all of a kind in a product": {
			`	violation := {"field": "x", "message": sprintf("%v", [[name | some name, _ in data.catalog.environments.demo]])}`, `["prod", "test"]`,
		},
		"providers": {
			`	violation := {"field": "x", "message": sprintf("%v", [[name | some name, _ in data.catalog.coderepoproviders]])}`, `["gitlab"]`,
		},
		"referrers": {
			`	some referrer in data.catalog.referrers.environments.demo.prod
	violation := {"field": "x", "message": sprintf("%s %s/%s %s", [referrer.kind, referrer.namespace, referrer.name, referrer.field])}`,
			"DeploymentRuntime demo/api-prod spec.destination.environment",
		},
		"index": {
			`	some runtime in data.catalog.index.runtimes_by_cluster_account["prod-0/demo-api-prod"]
	violation := {"field": "x", "message": runtime.name}`, "api-prod",
		},
		"namespace": {
			`	namespace := data.catalog.namespaces.demo
	violation := {"field": "x", "message": sprintf("%v %v", [namespace.labels["nautes.resource.nautes.io/product"], namespace.terminating])}`, "demo false",
		},
	}
	snapshot := catalog.New(append(world.Product("demo", 0), world.Cluster("test-0", "deployment"), world.Provider("gitlab"))...)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			review := create(environment(nil, spec{"cluster": "c1"}))
			review.Catalog = snapshot
			verdict, err := engine(t, ruleFile("reads", "", test.body)).Judge(t.Context(), review)
			if err != nil {
				t.Fatal(err)
			}
			if len(verdict.Findings) != 1 || verdict.Findings[0].Message != test.want {
				t.Errorf("got %v, want one finding %q", verdict.Findings, test.want)
			}
		})
	}
}

func TestWhatIsBeingDeletedDoesNotExistForOthers(t *testing.T) {
	leaving := world.Runtime("demo", "api-test", "test", "deploy")
	leaving.Content()["metadata"].(map[string]any)["deletionTimestamp"] = "2026-11-23T11:59:00Z"
	body := `	count(data.catalog.referrers.environments.demo.test) == 0
	count(data.catalog.index.runtimes_by_cluster_account["c1/demo-api-test"]) == 0
	not data.catalog.deploymentruntimes.demo["api-test"]
	count(data.catalog.deploymentruntimes.demo) == 0
	violation := {"field": "x", "message": "gone"}`
	review := create(environment(nil, spec{"cluster": "c1"}))
	review.Catalog = catalog.New(leaving, world.Object(catalog.Environment, "demo", "test", spec{"cluster": "c1"}))
	verdict, err := engine(t, ruleFile("gone", "", body)).Judge(t.Context(), review)
	if err != nil {
		t.Fatal(err)
	}
	if len(verdict.Findings) != 1 {
		t.Error("the runtime that is being deleted is still seen")
	}
}

func TestReadsAreRecorded(t *testing.T) {
	body := `	not data.catalog.clusters.c1
	count(data.catalog.referrers.environments.demo.test) == 0
	count(data.catalog.environments.demo) == 0
	count(data.catalog.index.bindings_by_grant["demo/lib/shop"]) == 0
	violation := {"field": "x", "message": "all read"}`
	verdict, err := engine(t, ruleFile("reads", "", body)).Judge(t.Context(), create(environment(nil, spec{"cluster": "c1"})))
	if err != nil {
		t.Fatal(err)
	}
	want := policy.Reads{
		Objects:   []catalog.ID{{Kind: catalog.Cluster, Name: "c1"}},
		Lists:     []policy.List{{Kind: catalog.Environment, Namespace: "demo"}},
		Referrers: []catalog.ID{{Kind: catalog.Environment, Namespace: "demo", Name: "test"}},
		Lookups:   []policy.Lookup{{Index: "bindings_by_grant", Key: "demo/lib/shop"}},
	}
	if diff := cmp.Diff(want, verdict.Reads); diff != "" {
		t.Error(diff)
	}
}

// An error is an outcome of its own: none of these may look like "no violation".
func TestFailuresAreNeverSilence(t *testing.T) {
	tests := map[string]struct {
		body   string
		reason policy.Reason
	}{
		"a built-in fails":          {`	violation := {"field": "x", "message": sprintf("%d", [to_number("seven")])}`, policy.ReasonBuiltin},
		"a look-up walks all":       {`	some x in data.catalog.environments` + "\n" + `	violation := {"field": "x", "message": x.kind}`, policy.ReasonBuiltin},
		"no kind has that plural":   {`	violation := {"field": "x", "message": data.catalog.enviroments.demo.test.kind}`, policy.ReasonBuiltin},
		"a violation has no field":  {`	violation := {"message": "x"}`, policy.ReasonUndefined},
		"a violation is only text":  {`	violation := "wrong"`, policy.ReasonUndefined},
		"an action that is no such": {`	violation := {"field": "x", "message": "x", "action": "ignore"}`, policy.ReasonUndefined},
		"the access review fails":   {`	not data.bypass.permitted` + "\n" + `	violation := {"field": "x", "message": "x"}`, policy.ReasonAccessReview},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			review := create(environment(nil, spec{"cluster": "c1"}))
			review.Permitted = func(context.Context) (bool, error) { return false, errors.New("apiserver is away") }
			_, err := engine(t, ruleFile("fails", "", test.body)).Judge(t.Context(), review)
			var failure *policy.Failure
			if !errors.As(err, &failure) {
				t.Fatalf("got %v, want a failure", err)
			}
			if failure.Reason != test.reason {
				t.Errorf("reason %q (%v), want %q", failure.Reason, err, test.reason)
			}
		})
	}
}

// A rule that only warns refuses nothing by failing, and keeps no other rule from being judged.
func TestFailureOfAWarningRuleIsAWarning(t *testing.T) {
	warns := strings.Replace(ruleFile("warns", "", `	violation := {"field": "x", "message": sprintf("%d", [to_number("seven")])}`), "action: deny", "action: warn", 1)
	denies := strings.SplitAfter(ruleFile("denies", "", alwaysDenies), "package nautes.rules.test\n")[1]
	verdict, err := engine(t, warns+denies).Judge(t.Context(), create(environment(nil, spec{"cluster": "c1"})))
	if err != nil {
		t.Fatal(err)
	}
	if warnings := verdict.Warnings(); len(warnings) != 1 || !strings.Contains(warnings[0].Message, "could not be judged") {
		t.Errorf("warnings %v, want one that says that the rule could not be judged", warnings)
	}
	if denials := verdict.Denials(); len(denials) != 1 || denials[0].Rule != "denies" {
		t.Errorf("denials %v, want that of the other rule", denials)
	}
}

func TestDeadlineCutsARuleOff(t *testing.T) {
	slow := `	some a in split(sprintf("%v", [input]), "")
	some b in split(sprintf("%v", [input]), "")
	some c in split(sprintf("%v", [input]), "")
	concat("", [a, b, c]) == "no such thing"
	violation := {"field": "x", "message": "x"}`
	e := engine(t, ruleFile("slow", "", slow))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := e.Judge(ctx, create(environment(nil, spec{"cluster": strings.Repeat("x", 2000)})))
	var failure *policy.Failure
	if !errors.As(err, &failure) || failure.Reason != policy.ReasonTimeout || !strings.Contains(err.Error(), `in rule "slow"`) {
		t.Errorf("got %v, want a failure for time that names the rule", err)
	}
}

func TestLoadRefusesRulesThatWouldNeverFire(t *testing.T) {
	good := ruleFile("good_rule", "", alwaysDenies)
	tests := map[string]struct{ rego, want string }{
		"a boolean instead of a set":  {strings.Replace(ruleFile("good_rule", "", "\tinput.request"), "contains violation if", "if", 1), "write `good_rule contains violation if"},
		"no METADATA":                 {good + "\nother contains violation if violation := 1\n", "needs METADATA"},
		"an id that is not the name":  {strings.Replace(good, "id: good-rule", "id: bad-rule", 1), `custom.id "bad-rule" is not the rule's name`},
		"no mend":                     {strings.Replace(good, "#   mend: Do it right.\n", "", 1), "custom.mend"},
		"an operation that is none":   {strings.Replace(good, "[CREATE,", "[CREATED,", 1), "use CREATE, UPDATE, DELETE"},
		"not said if bypassable":      {strings.Replace(good, "#   bypassable: true\n", "", 1), "custom.bypassable"},
		"an action that is none":      {strings.Replace(good, "action: deny", "action: refuse", 1), "use deny or warn"},
		"no kinds":                    {strings.Replace(good, "#   kinds: [Environment]\n", "#   kinds: []\n", 1), "custom.kinds"},
		"a built-in of the network":   {strings.Replace(good, "\tviolation", "\thttp.send({})\n\tviolation", 1), "http.send"},
		"Rego of before version 1":    {"package nautes.rules.test\n\ndeny[msg] { msg := input.x }\n", "if"},
		"a variable that nobody uses": {strings.Replace(good, "\tviolation", "\tunused := 1\n\tviolation", 1), "unused"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := policy.New(t.Context(), fstest.MapFS{"rules/test.rego": {Data: []byte(test.rego)}})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error that says %q", err, test.want)
			}
		})
	}
}

func TestDataFilesLieWhereOpaTestHasThem(t *testing.T) {
	e, err := policy.New(t.Context(), fstest.MapFS{
		"rules/test.rego":  {Data: []byte(ruleFile("known", "", `	some event in data.events.known`+"\n"+`	violation := {"field": "x", "message": event}`))},
		"events/data.yaml": {Data: []byte("known: [push_events]\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	verdict, err := e.Judge(t.Context(), create(environment(nil, spec{})))
	if err != nil || len(verdict.Findings) != 1 || verdict.Findings[0].Message != "push_events" {
		t.Errorf("got %v, %v", verdict, err)
	}
}

func TestRulesThatAskForAnUnheldKindAreNotJudged(t *testing.T) {
	twoRules := ruleFile("asks_for_cluster", "", `	not data.catalog.clusters[input.request.object.spec.cluster]`+"\n"+alwaysDenies) +
		strings.SplitAfter(ruleFile("asks_for_nothing", "", alwaysDenies), "package nautes.rules.test\n")[1]
	review := create(environment(nil, spec{"cluster": "c1"}))
	review.Unheld = []catalog.Kind{catalog.Cluster}
	verdict, err := engine(t, twoRules).Judge(t.Context(), review)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"asks-for-cluster"}, verdict.NotJudged); diff != "" {
		t.Error(diff)
	}
	if len(verdict.Findings) != 1 || verdict.Findings[0].Rule != "asks-for-nothing" {
		t.Errorf("findings %v, want that of the other rule only", verdict.Findings)
	}
}

func TestUpdateThatTouchesNeitherSpecNorBypassIsNotJudged(t *testing.T) {
	e := engine(t, ruleFile("never_right", "", alwaysDenies))
	review := create(environment(spec{"team": "blue"}, spec{"cluster": "c1"}))
	review.Operation, review.OldObject = policy.Update, environment(nil, spec{"cluster": "c1"})
	verdict, err := e.Judge(t.Context(), review)
	if err != nil || len(verdict.Findings) != 0 {
		t.Errorf("got %v, %v", verdict, err)
	}
	review.OldObject = environment(nil, spec{"cluster": "c2"})
	if verdict, err = e.Judge(t.Context(), review); err != nil || !verdict.Denied() {
		t.Errorf("a changed spec: got %v, %v", verdict, err)
	}
}
