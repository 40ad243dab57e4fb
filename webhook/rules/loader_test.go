// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-logr/logr"
	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	clocktesting "k8s.io/utils/clock/testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// module is one rule about environments, in a package of ours or of the operator's.
func module(pkg, id, bypassable, body string) string {
	return fmt.Sprintf(`# METADATA
# scope: package
# custom:
#   kinds: [Environment]
package %s

# METADATA
# scope: document
# title: a test
# description: Only for this test.
# custom:
#   id: %s
#   operations: [CREATE, UPDATE]
#   bypassable: %s
#   action: deny
#   mend: Do it right.
#   origin: new
%s contains {"field": "spec", "message": "no"} if {
	%s
}
`, pkg, id, bypassable, strings.ReplaceAll(id, "-", "_"), body)
}

func own(id string) string { return module("own.rules.test", id, "true", "true") }

const (
	network = `http.send({"method": "get", "url": "http://example.com"}).status_code == 200`
	loops   = `count([1 |
		some a in split(sprintf("%v", [input]), "")
		some b in split(sprintf("%v", [input]), "")
		some c in split(sprintf("%v", [input]), "")
		concat("", [a, b, c]) == "none"
	]) == 0`
	before1 = "package own.rules.test\n\ndeny[msg] {\n\tmsg := \"x\"\n}\n"
)

// fixture is a loader whose cluster is what the test says.
type fixture struct {
	*Loader
	t        *testing.T
	registry *prometheus.Registry
	recorder *events.FakeRecorder
	cluster  map[string]*corev1.ConfigMap
	changes  int
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	carried, err := policy.New(t.Context(), fstest.MapFS{
		"rules/skippable.rego": {Data: []byte(module("nautes.rules.skippable", "ours", "true", "true"))},
		"rules/fixed.rego":     {Data: []byte(module("nautes.rules.fixed", "ours-fixed", "false", "input.request.object.spec.cluster == \"fixed\""))},
		"events/data.yaml":     {Data: []byte("push_events: {pipeline: true}\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{t: t, registry: prometheus.NewRegistry(), recorder: events.NewFakeRecorder(100), cluster: map[string]*corev1.ConfigMap{}}
	f.Loader = New(Options{
		Carried: carried, Samples: catalog.New(environment()), Events: f.recorder, Metrics: NewMetrics(f.registry),
		Clock: clocktesting.NewFakeClock(time.Unix(1_800_000_000, 0)), Log: logr.Discard(),
	})
	f.Subscribe(func() { f.changes++ })
	return f
}

func environment() *catalog.Object {
	return world.Object(catalog.Environment, "demo", "test", map[string]any{"cluster": "c1", "envType": "test"})
}

// apply puts a ConfigMap into the cluster, or takes it out, and loads.
func (f *fixture) apply(name string, data map[string]string) {
	f.t.Helper()
	delete(f.cluster, name)
	if data != nil {
		f.cluster[name] = &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name, UID: types.UID(name)}, Data: data}
	}
	var all []*corev1.ConfigMap
	for _, configMap := range f.cluster {
		all = append(all, configMap)
	}
	if err := f.load(f.t.Context(), all); err != nil {
		f.t.Fatal(err)
	}
}

// want holds against each other which rules a new environment breaks, and which are told.
func (f *fixture) want(rules string, told ...string) {
	f.t.Helper()
	verdict, err := f.Engine().Judge(f.t.Context(), policy.Review{Operation: policy.Create, Object: environment().Content(), Catalog: catalog.New(), Now: time.Now()})
	if err != nil {
		f.t.Fatal(err)
	}
	var broken []string
	for _, finding := range verdict.Findings {
		broken = append(broken, finding.Rule+" "+string(finding.Action))
	}
	if got := strings.Join(broken, ", "); got != rules {
		f.t.Errorf("broken are %q, want %q", got, rules)
	}
	var heard []string
	for len(f.recorder.Events) > 0 {
		heard = append(heard, <-f.recorder.Events)
	}
	if len(heard) != len(told) {
		f.t.Fatalf("told: %q\nwant: %q", heard, told)
	}
	for i, words := range told {
		for _, word := range strings.Split(words, " … ") {
			if !strings.Contains(heard[i], word) {
				f.t.Errorf("told: %q, which has no %q", heard[i], word)
			}
		}
	}
}

func TestRulesComeAndGoWithTheirConfigMap(t *testing.T) {
	f := newFixture(t)
	if f.Loaded() == nil {
		t.Error("loaded before anything was looked at")
	}
	f.apply("none", nil)
	f.want("ours deny")
	if err := f.Loaded(); err != nil {
		t.Error(err)
	}
	f.apply("team", map[string]string{"r.rego": own("theirs"), "actions.yaml": "ours: warn"})
	f.want("ours warn, theirs deny", "Normal Loaded in force: 1 rule, 1 action")
	f.apply("team", map[string]string{"r.rego": own("theirs"), "actions.yaml": "ours: off"})
	f.want("theirs deny", "Normal Loaded")
	f.apply("team", nil)
	f.want("ours deny")
	if f.changes != 4 {
		t.Errorf("subscribers were told of %d sets of rules, want 4", f.changes)
	}
}

// Each of these is refused with its reason, and what was in force stays in force.
func TestLastGoodSetStaysInForce(t *testing.T) {
	bad := map[string]struct {
		data map[string]string
		told string
	}{
		"network":          {map[string]string{"net.rego": module("own.rules.test", "asks", "true", network)}, "net.rego:19: the built-in http.send is not allowed"},
		"broken":           {map[string]string{"r.rego": own("theirs") + "\n}"}, "r.rego:22: unexpected } token"},
		"before version 1": {map[string]string{"old.rego": before1}, "old.rego:3: this is Rego of before version 1 … opa fmt --write --v0-v1 old.rego"},
		"loops":            {map[string]string{"slow.rego": module("own.rules.test", "slow", "true", loops)}, `rule "slow" of the operator's own (team/slow.rego:18) takes more than 50000 steps … Environment/demo/test`},
		"off what may not": {map[string]string{"actions.yaml": "ours-fixed: off"}, `actions.yaml: rule "ours-fixed" can not be bypassed, so it can not be turned to off either`},
		"an unknown id":    {map[string]string{"actions.yaml": "our: off"}, `no rule has the id "our" (did you mean "ours"?)`},
		"a bad document":   {map[string]string{"events.yaml": "push_events: 1"}, "events.yaml: push_events is no map"},
		"no text":          {map[string]string{"README": "hello"}, "README: not known by its name"},
	}
	for name, test := range bad {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.apply("team", map[string]string{"r.rego": own("theirs")})
			f.want("ours deny, theirs deny", "Normal Loaded")
			changes := f.changes
			f.apply("team", test.data)
			f.want("ours deny, theirs deny", "Warning LoadFailed … "+test.told+" … what it said before stays in force: 1 rule")
			if f.changes != changes {
				t.Error("subscribers were told of a change that is none")
			}
			if got := testutil.ToFloat64(f.options.Metrics.errors.WithLabelValues("team")); got != 1 {
				t.Errorf("nautes_policy_load_errors is %v", got)
			}
			f.apply("team", map[string]string{"r.rego": own("mended")})
			f.want("ours deny, mended deny", "Normal Loaded")
			if got := testutil.CollectAndCount(f.options.Metrics.errors); got != 0 {
				t.Errorf("%d ConfigMaps are still counted as refused", got)
			}

			// There is no last good set when the webhook starts with a bad one: the others hold all the same.
			f = newFixture(t)
			f.cluster["good"] = &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "good"}, Data: map[string]string{"r.rego": own("good")}}
			f.apply("team", test.data)
			f.want("ours deny, good deny", "Normal Loaded", "Warning LoadFailed … "+test.told+" … nothing of this ConfigMap is in force")
		})
	}
}

func TestConfigMapsThatDoNotFitTogether(t *testing.T) {
	f := newFixture(t)
	f.apply("a", map[string]string{"r.rego": own("first")})
	f.apply("b", map[string]string{"r.rego": own("second")})
	f.want("ours deny, first deny, second deny", "Normal", "Normal")

	// The later one is at fault, and is taken as it was.
	f.apply("b", map[string]string{"r.rego": own("first"), "actions.yaml": "ours: off"})
	f.want("ours deny, first deny, second deny", `the id "first" is taken by a/r.rego:18 … stays in force`)

	// What it was does not fit either now.
	f.apply("a", map[string]string{"r.rego": own("second")})
	f.want("second deny, first deny", "Normal Loaded", "Normal Loaded")
	f.apply("c", map[string]string{"r.rego": own("third"), "actions.yaml": "ours: warn"})
	f.want("second deny, first deny", `Warning LoadFailed … rule "ours" is turned to off by b already … nothing of this ConfigMap`)

	// With the other one gone there is nothing against it any more.
	f.apply("b", nil)
	f.want("ours warn, second deny, third deny", "Normal Loaded in force: 1 rule, 1 action")
}

// The rules that an action speaks of go, and so does the action.
func TestActionForARuleThatIsGone(t *testing.T) {
	f := newFixture(t)
	f.apply("rules", map[string]string{"r.rego": own("theirs")})
	f.apply("actions", map[string]string{"actions.yaml": "theirs: warn\nours: off"})
	f.want("theirs warn", "Normal", "Normal")
	f.apply("rules", nil)
	f.want("ours deny", `Warning LoadFailed … no rule has the id "theirs" … nothing of this ConfigMap is in force`)
	f.apply("rules", map[string]string{"r.rego": own("theirs")})
	f.want("theirs warn", "Normal Loaded", "Normal Loaded")
}

func TestLabelsAreNoNews(t *testing.T) {
	f := newFixture(t)
	data := map[string]string{"r.rego": own("theirs")}
	f.apply("team", data)
	f.want("ours deny, theirs deny", "Normal Loaded")
	changes := f.changes
	f.apply("team", data)
	f.want("ours deny, theirs deny")
	if f.changes != changes {
		t.Error("another set of rules is in force")
	}
}

func TestNoteOfAnEventFits(t *testing.T) {
	f := newFixture(t)
	actions := ""
	for i := range 100 {
		actions += fmt.Sprintf("no-such-rule-%d: off\n", i)
	}
	f.apply("team", map[string]string{"actions.yaml": actions})
	told := <-f.recorder.Events
	note := strings.TrimPrefix(told, "Warning LoadFailed ")
	if len(note) > longestNote || !strings.HasSuffix(note, "…; nothing of this ConfigMap is in force") {
		t.Errorf("a note of %d bytes: %s", len(note), note)
	}
}

func TestMetricsNameTheRulesInForce(t *testing.T) {
	f := newFixture(t)
	f.apply("team", map[string]string{"r.rego": own("theirs")})
	want := fmt.Sprintf(`
# HELP nautes_policy_info 1 for the rules in force: the hash of those carried, and of the operator's own (empty without any).
# TYPE nautes_policy_info gauge
nautes_policy_info{hash=%q,own_hash=%q} 1
# HELP nautes_policy_loaded_timestamp_seconds When the rules in force were put together.
# TYPE nautes_policy_loaded_timestamp_seconds gauge
nautes_policy_loaded_timestamp_seconds 1.8e+09
`, f.Engine().Hash(), f.Engine().OwnHash())
	if err := testutil.GatherAndCompare(f.registry, strings.NewReader(want)); err != nil {
		t.Error(err)
	}
}

func TestSamplesAreOfEveryKind(t *testing.T) {
	samples, err := Samples()
	if err != nil {
		t.Fatal(err)
	}
	var want, got []catalog.Kind
	for _, resource := range catalog.Resources() {
		want = append(want, resource.Kind)
		samples.Each(func(o *catalog.Object) bool {
			if o.Kind == resource.Kind {
				got = append(got, o.Kind)
			}
			return o.Kind != resource.Kind
		})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
