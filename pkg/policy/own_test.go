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

// files of one source, by their keys.
type files = map[string]string

// ownRule is a file of one rule of the operator's.
func ownRule(name, body string) string {
	return strings.Replace(ruleFile(name, "", body), "package nautes.rules.test", "package own.rules.test", 1)
}

// carried is a small world of ours: a rule that can be bypassed, one that can not, one that warns, one that marks some
// violations as not to be bypassed, a library, and data.
func carried(t *testing.T) *policy.Engine {
	t.Helper()
	further := func(name, body string, changes ...string) string {
		rule := strings.SplitAfter(ruleFile(name, "", body), "package nautes.rules.test\n")[1]
		return strings.NewReplacer(changes...).Replace(rule)
	}
	partly := `	violation := {"field": "spec.cluster", "message": "partly", "bypassable": input.request.object.spec.cluster != "fixed"}`
	rego := ruleFile("skippable", "", alwaysDenies) +
		further("fixed", alwaysDenies, "bypassable: true", "bypassable: false") +
		further("mild", alwaysDenies, "action: deny", "action: warn") +
		further("partly_fixed", partly)
	e, err := policy.New(t.Context(), fstest.MapFS{
		"rules/test.rego":  {Data: []byte(rego)},
		"lib/names.rego":   {Data: []byte("package nautes.lib.names\n\nis_short(name) if count(name) < 5\n")},
		"events/data.yaml": {Data: []byte("push_events: {pipeline: true}\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// samples have an environment and a cluster.
func samples() *catalog.Snapshot {
	return catalog.New(world.Cluster("test-0", "deployment"), world.Object(catalog.Environment, "demo", "test", spec{"cluster": "test-0", "envType": "test"}))
}

func readOwn(t *testing.T, e *policy.Engine, name string, f files) *policy.Own {
	t.Helper()
	own, err := e.ReadOwn(t.Context(), name, f, samples())
	if err != nil {
		t.Fatal(err)
	}
	return own
}

func with(t *testing.T, e *policy.Engine, own ...*policy.Own) *policy.Engine {
	t.Helper()
	made, err := e.With(t.Context(), own...)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// found are the rules that a new environment breaks, each with what that does.
func found(t *testing.T, e *policy.Engine, cluster string) map[string]policy.Action {
	t.Helper()
	verdict, err := e.Judge(t.Context(), create(environment(nil, spec{"cluster": cluster})))
	if err != nil {
		t.Fatal(err)
	}
	actions := map[string]policy.Action{}
	for _, finding := range verdict.Findings {
		actions[finding.Rule] = finding.Action
	}
	return actions
}

func TestOwnRuleIsAskedBesideOurs(t *testing.T) {
	ours := carried(t)
	e := with(t, ours, readOwn(t, ours, "team", files{
		"naming.rego":      ownRule("short_names", "\tnames.is_short(input.request.object.metadata.name)\n"+alwaysDenies) + "\nimport data.nautes.lib.names\n",
		"naming_test.rego": "this is no Rego, and no test is loaded",
	}))
	verdict, err := e.Judge(t.Context(), create(environment(nil, spec{"cluster": "c1"})))
	if err != nil {
		t.Fatal(err)
	}
	last := verdict.Findings[len(verdict.Findings)-1]
	if want := `short-names: spec.cluster: no "c1"; mend: do it right [team/naming.rego:19]`; last.String() != want || last.Action != policy.Deny {
		t.Errorf("the last finding is %s (%s), want %s", last, last.Action, want)
	}
	if _, asked := found(t, ours, "c1")["short-names"]; asked {
		t.Error("the engine that the other one was made of has changed")
	}
}

func TestActionsOfTheOperator(t *testing.T) {
	ours := carried(t)
	stern := "\tviolation := {\"field\": \"x\", \"message\": \"x\", \"action\": \"warn\"}"
	asMade := map[string]policy.Action{"skippable": policy.Deny, "fixed": policy.Deny, "mild": policy.Warn, "partly-fixed": policy.Deny}
	tests := map[string]struct {
		actions, cluster string
		want             map[string]policy.Action
	}{
		"none":                      {"{}", "c1", map[string]policy.Action{}},
		"a denial becomes warning":  {"skippable: warn", "c1", map[string]policy.Action{"skippable": policy.Warn}},
		"off":                       {"skippable: off", "c1", map[string]policy.Action{"skippable": policy.Off}},
		"off, in quotes":            {`skippable: "off"`, "c1", map[string]policy.Action{"skippable": policy.Off}},
		"a warning becomes denial":  {"mild: deny", "c1", map[string]policy.Action{"mild": policy.Deny}},
		"whatever a violation says": {"stern: deny", "c1", map[string]policy.Action{"stern": policy.Deny}},
		"of a rule of one's own":    {"stern: off", "c1", map[string]policy.Action{"stern": policy.Off}},
		"partly off":                {"partly-fixed: off", "c1", map[string]policy.Action{"partly-fixed": policy.Off}},
		"what may not be skipped":   {"partly-fixed: off", "fixed", map[string]policy.Action{}},
		"nor is it a warning":       {"partly-fixed: warn", "fixed", map[string]policy.Action{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			e := with(t, ours, readOwn(t, ours, "team", files{"actions.yaml": test.actions, "stern.rego": ownRule("stern", stern)}))
			want := map[string]policy.Action{"stern": policy.Warn}
			for _, actions := range []map[string]policy.Action{asMade, test.want} {
				for id, action := range actions {
					want[id] = action
					if action == policy.Off {
						delete(want, id)
					}
				}
			}
			if diff := cmp.Diff(want, found(t, e, test.cluster)); diff != "" {
				t.Error(diff)
			}
			for _, rule := range e.Rules() {
				if action, changed := test.want[rule.ID]; changed && rule.Action != action {
					t.Errorf("%s is listed with the action %s, want %s", rule.ID, rule.Action, action)
				}
			}
		})
	}
}

func TestDataOfTheOperatorReplacesOurs(t *testing.T) {
	ours := carried(t)
	listing := ownRule("listed", `	some event in object.keys(data.events)`+"\n"+`	violation := {"field": "x", "message": event}`)
	e := with(t, ours, readOwn(t, ours, "data", files{"events.yaml": "tea_events: {pipeline: false}\n"}), readOwn(t, ours, "rules", files{"r.rego": listing}))
	verdict, err := e.Judge(t.Context(), create(environment(nil, spec{"cluster": "c1"})))
	if err != nil {
		t.Fatal(err)
	}
	if last := verdict.Findings[len(verdict.Findings)-1]; last.Message != "tea_events" {
		t.Errorf("the rule sees %q", last.Message)
	}
}

func TestOwnFilesThatAreRefused(t *testing.T) {
	good := ownRule("good", alwaysDenies)
	looping := `	some a in numbers
	some b in numbers
	some c in numbers
	a + b + c == 1000
	violation := {"field": "x", "message": "x"}
}

numbers := {0, 1, 2, 3, 4, 5, 6, 7, 8, 9} | {10, 11, 12, 13, 14, 15, 16, 17, 18, 19} | {20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39

`
	looping = strings.Replace(looping, "39\n\n", "39", 1)
	tests := map[string]struct {
		key, text string
		want      []string
	}{
		"a network built-in": {
			"net.rego", ownRule("asks", "\tanswer := http.send({\"method\": \"get\", \"url\": \"http://example.com\"})\n\tanswer.status_code == 200\n"+alwaysDenies),
			[]string{"net.rego:20: the built-in http.send is not allowed", "must not reach the network"},
		},
		"another built-in":        {"r.rego", ownRule("rolls", "\trand.intn(\"x\", 6) == 3\n"+alwaysDenies), []string{"r.rego:20: the built-in rand.intn is not allowed", "docs/own-rules.md"}},
		"broken":                  {"r.rego", good + "\nx contains {{\n", []string{"r.rego:24"}},
		"before version 1":        {"old.rego", "package own.rules.old\n\ndeny[msg] {\n\tmsg := \"x\"\n}\n", []string{"old.rego:3", "before version 1", "opa fmt --write --v0-v1 old.rego", "import rego.v1"}},
		"loops":                   {"slow.rego", ownRule("slow", looping), []string{`rule "slow" of the operator's own (team/slow.rego:19)`, "more than 50000 steps", "Environment/demo/test"}},
		"fails":                   {"r.rego", ownRule("fails", "\tto_number(\"seven\") == 7\n"+alwaysDenies), []string{`rule "fails"`, "fails on the sample Environment/demo/test (CREATE)", "seven"}},
		"walks everything":        {"r.rego", ownRule("walks", "\tsome environments in data.catalog.environments\n\tcount(environments) > 3\n"+alwaysDenies), []string{"walk the whole catalog", "name the namespace"}},
		"a violation of no form":  {"r.rego", ownRule("formless", "\tviolation := \"no\""), []string{"a violation has a field and a message"}},
		"no METADATA":             {"r.rego", "package own.rules.x\n\nx contains 1\n", []string{"r.rego:3", "needs METADATA"}},
		"a kind that is none":     {"r.rego", strings.Replace(good, "[Environment]", "[Environmnt]", 1), []string{`the kind "Environmnt"`, `did you mean "Environment"?`}},
		"a package of ours":       {"r.rego", "package nautes.lib.names\n\nis_short(_)\n", []string{"r.rego:1: package nautes.lib.names is not yours", "own.rules.NAME"}},
		"the rules of ours":       {"r.rego", ownRule("peeks", "\tcount(data.nautes.rules.test.skippable) > 0\n"+alwaysDenies), []string{"r.rego:20: data.nautes.rules.test.skippable does not exist", "nautes.lib"}},
		"data of another name":    {"r.rego", ownRule("mistyped", "\tdata.event.push_events\n"+alwaysDenies), []string{"r.rego:20: data.event does not exist", `did you mean "events"?`}},
		"a kind in the catalog":   {"r.rego", ownRule("mistyped", "\tdata.catalog.enviroments.demo.test\n"+alwaysDenies), []string{"data.catalog.enviroments does not exist", `"environments"`}},
		"an id about the bypass":  {"r.rego", ownRule("bypass_never", alwaysDenies), []string{`"bypass-never" begins with "bypass-"`}},
		"a rule of a layout":      {"r.rego", strings.NewReplacer("kinds: [Environment]", "kinds: [Environment]\n#   judges: layout", "#   operations: [CREATE, UPDATE, DELETE]\n", "").Replace(good), []string{"judges a layout"}},
		"a file of no kind":       {"README.txt", "hello", []string{"README.txt: not known by its name", "NAME.rego"}},
		"too large":               {"r.rego", strings.Repeat("#\n", 1<<18), []string{"r.rego: 524288 bytes, more than the limit"}},
		"data that is not there":  {"event.yaml", "{}", []string{"event.yaml: there is no data.event to replace", `did you mean "events"?`}},
		"data of another shape":   {"events.yaml", "push_events: true", []string{"events.yaml: push_events is no map"}},
		"data with a typo":        {"events.yaml", "push_events: {pipelin: true, pipeline: true}", []string{"events.yaml: push_events.pipelin is not known", `"pipeline"`}},
		"data that lacks much":    {"events.yaml", "push_events: {}", []string{"events.yaml: push_events has no pipeline"}},
		"data that is no YAML":    {"events.yaml", "a: [", []string{"events.yaml:", "line 1"}},
		"an action that is none":  {"actions.yaml", "skippable: wran", []string{"actions.yaml: skippable:", `"wran" is no action`, `did you mean "warn"?`}},
		"actions that are a list": {"actions.yaml", "- skippable", []string{"actions.yaml:", "map the id of a rule"}},
	}
	ours := carried(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := ours.ReadOwn(t.Context(), "team", files{test.key: test.text}, samples())
			if err == nil {
				t.Fatal("it is accepted")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%v\ndoes not say %q", err, want)
				}
			}
		})
	}
}

// A failure on the create of a sample was forgotten when the source also replaces data: its update and its delete came
// after that, and passed.
func TestFailureOnTheFirstReviewOfASampleIsNotForgotten(t *testing.T) {
	onCreate := strings.NewReplacer("[CREATE, UPDATE, DELETE]", "[CREATE]").Replace
	counting, err := policy.New(t.Context(), fstest.MapFS{
		"rules/test.rego":      {Data: []byte(onCreate(ruleFile("counting", "", "\tto_number(data.categories.x[0]) > 7\n"+alwaysDenies)))},
		"categories/data.yaml": {Data: []byte("x: [\"1\"]\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	failing := onCreate(ownRule("fails", "\tto_number(\"seven\") == 7\n"+alwaysDenies))
	tests := map[string]struct {
		engine *policy.Engine
		files  files
		want   string
	}{
		"a rule of theirs": {carried(t), files{"r.rego": failing, "events.yaml": "{}"}, `rule "fails"`},
		"a rule of ours":   {counting, files{"categories.yaml": "x: [seven]"}, "our rules can not judge the sample Environment/demo/test (CREATE)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := test.engine.ReadOwn(t.Context(), "team", test.files, samples()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error that says %q", err, test.want)
			}
		})
	}
}

// What is superfluous in version 1 does no harm.
func TestImportOfVersion1IsTaken(t *testing.T) {
	ours := carried(t)
	readOwn(t, ours, "team", files{"r.rego": ownRule("good", alwaysDenies) + "\nimport rego.v1\n"})
}

func TestSourcesThatDoNotFitTogether(t *testing.T) {
	tests := map[string]struct {
		a, b files
		want []string
	}{
		"two rules of one id":   {files{"x.rego": ownRule("same", alwaysDenies)}, files{"y.rego": ownRule("same", alwaysDenies)}, []string{"b/y.rego:19", `"same" is taken by a/x.rego:19`}},
		"the id of ours":        {files{}, files{"y.rego": ownRule("skippable", alwaysDenies)}, []string{`"skippable" is taken by a rule of ours`}},
		"the same data":         {files{"events.yaml": "{}"}, files{"events.yaml": "{}"}, []string{"data.events is replaced by a already"}},
		"different actions":     {files{"actions.yaml": "skippable: off"}, files{"actions.yaml": "skippable: warn"}, []string{`"skippable" is turned to off by a already`}},
		"an unknown id":         {files{}, files{"actions.yaml": "skipable: off"}, []string{`no rule has the id "skipable" (did you mean "skippable"?)`}},
		"off what may not be":   {files{}, files{"actions.yaml": "fixed: off"}, []string{`"fixed" can not be bypassed, so it can not be turned to off either`}},
		"warn of what may not":  {files{}, files{"actions.yaml": "fixed: warn"}, []string{"turned to warn"}},
		"more rules than there": {files{}, files{"a.rego": manyRules(201)}, []string{"more than are left of the limit of 200"}},
	}
	ours := carried(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a, b := readOwn(t, ours, "a", test.a), readOwn(t, ours, "b", test.b)
			_, err := ours.With(t.Context(), b, a)
			var fault *policy.OwnError
			if !errors.As(err, &fault) || fault.Name != "b" {
				t.Fatalf("got %v, want an error about b", err)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%v\ndoes not say %q", err, want)
				}
			}
		})
	}
}

func manyRules(n int) string {
	head, rule, _ := strings.Cut(ownRule("rule_0", alwaysDenies), "package own.rules.test\n")
	all := []string{head, "package own.rules.test\n"}
	for i := range n {
		all = append(all, strings.NewReplacer("rule_0", fmt.Sprintf("rule_%d", i), "rule-0", fmt.Sprintf("rule-%d", i)).Replace(rule))
	}
	return strings.Join(all, "")
}

func TestOneSourceSpeaksOfTheRulesOfAnother(t *testing.T) {
	ours := carried(t)
	e := with(t, ours, readOwn(t, ours, "a", files{"actions.yaml": "theirs: warn"}), readOwn(t, ours, "b", files{"r.rego": ownRule("theirs", alwaysDenies)}))
	if got := found(t, e, "c1")["theirs"]; got != policy.Warn {
		t.Errorf("the rule does %q", got)
	}
}

// The rule is quick for the samples and endless for one object: the write is refused in time, and the rule named.
func TestOwnRuleThatLoopsIsCutOff(t *testing.T) {
	ours := carried(t)
	slow := `	some a in split(input.request.object.spec.cluster, "")
	some b in split(input.request.object.spec.cluster, "")
	some c in split(input.request.object.spec.cluster, "")
	concat("", [a, b, c]) == "no such thing"
	violation := {"field": "x", "message": "x"}`
	e := with(t, ours, readOwn(t, ours, "team", files{"slow.rego": ownRule("slow", slow)}))
	started := time.Now()
	_, err := e.Judge(t.Context(), create(environment(nil, spec{"cluster": strings.Repeat("x", 2000)})))
	var failure *policy.Failure
	if !errors.As(err, &failure) || failure.Reason != policy.ReasonTimeout || !strings.Contains(err.Error(), `in rule "slow" of the operator's own (team/slow.rego:19)`) {
		t.Errorf("after %s: got %v, want a failure for time that names the rule", time.Since(started), err)
	}
}

// A rule that is slow and only warns refuses nothing.
func TestOwnRuleThatOnlyWarnsRefusesNothingByFailing(t *testing.T) {
	ours := carried(t)
	late := "\tto_number(input.request.object.spec.cluster) == 7\n" + alwaysDenies
	source := files{"r.rego": ownRule("late", late), "actions.yaml": "late: warn"}
	own, err := ours.ReadOwn(t.Context(), "team", source, catalog.New())
	if err != nil {
		t.Fatal(err)
	}
	if got := found(t, with(t, ours, own), "seven")["late"]; got != policy.Warn {
		t.Errorf("got %q", got)
	}
	delete(source, "actions.yaml")
	if own, err = ours.ReadOwn(t.Context(), "team", source, catalog.New()); err != nil {
		t.Fatal(err)
	}
	var failure *policy.Failure
	if _, err = with(t, ours, own).Judge(t.Context(), create(environment(nil, spec{"cluster": "seven"}))); !errors.As(err, &failure) || failure.Reason != policy.ReasonBuiltin {
		t.Errorf("got %v, want a failure of a built-in", err)
	}
}

func TestOwnRulesAreBypassedLikeOurs(t *testing.T) {
	ours, err := policy.New(t.Context(), fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	e := with(t, ours, readOwn(t, ours, "team", files{"r.rego": ownRule("never", alwaysDenies)}))
	review := create(environment(spec{"nautes.resource.nautes.io/insecure-skip-check": "true"}, spec{"cluster": "c1"}))
	review.Permitted = func(context.Context) (bool, error) { return true, nil }
	verdict, err := e.Judge(t.Context(), review)
	if err != nil || verdict.Denied() || verdict.Bypass != policy.BypassApplied {
		t.Errorf("got %+v, %v", verdict, err)
	}
}

func TestPublishedListsRulesInForce(t *testing.T) {
	ours := carried(t)
	e := with(t, ours, readOwn(t, ours, "team", files{"r.rego": ownRule("theirs", alwaysDenies), "actions.yaml": "skippable: off"}))
	data, err := e.Published("v1.2.3").Data()
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.ReadPublished(data)
	if err != nil {
		t.Fatal(err)
	}
	if p.Version != "v1.2.3" || p.Hash != ours.Hash() || p.OwnHash != e.OwnHash() || p.OwnHash == "" {
		t.Errorf("version %q, hash %q, own hash %q", p.Version, p.Hash, p.OwnHash)
	}
	var got []string
	for _, rule := range p.Rules {
		got = append(got, fmt.Sprintf("%s %s %s", rule.ID, rule.Action, rule.Own))
	}
	if diff := cmp.Diff([]string{"skippable off ", "fixed deny ", "mild warn ", "partly-fixed deny ", "theirs deny team/r.rego"}, got); diff != "" {
		t.Error(diff)
	}
}
