// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

func TestAProductHoldsWhatIsInItAndWhatThatTouches(t *testing.T) {
	g := demo().Product("demo", nil)
	for _, test := range []struct {
		id       catalog.ID
		presence Presence
		outside  bool
	}{
		{catalog.ID{Kind: catalog.Product, Name: "demo"}, Present, false},
		{id(catalog.Environment, "test"), Present, false},
		{id(catalog.Environment, "nowhere"), Missing, false},
		{catalog.ID{Kind: catalog.Cluster, Name: "test-0"}, Present, true},
		{catalog.ID{Kind: catalog.Cluster, Name: "hidden"}, Unknown, true},
		{catalog.ID{Kind: catalog.CodeRepoProvider, Name: "gitlab"}, Present, true},
		{catalog.ID{Kind: catalog.CodeRepo, Namespace: "shop", Name: "library"}, Present, true},
		{catalog.ID{Kind: catalog.CodeRepoBinding, Namespace: "shop", Name: "library-to-demo"}, Present, true},
	} {
		node := g.Node(test.id)
		if node == nil {
			t.Errorf("no %s", test.id)
			continue
		}
		if node.Presence != test.presence || node.Outside != test.outside {
			t.Errorf("%s is %s, outside %t", test.id, node.Presence, node.Outside)
		}
	}
	for _, node := range g.Nodes {
		if node.Namespace == "shop" && node.Name != "library" && node.Name != "library-to-demo" {
			t.Errorf("%s has nothing to do with it", node.ID)
		}
	}
	if g.Summary != (Summary{Objects: 21, NotReady: 3, Denials: 1, Warnings: 1, Bypassed: 1, Bypasses: 1, Missing: 2, NotJudged: 2}) {
		t.Errorf("the sum is %+v", g.Summary)
	}
}

func TestStatesAreReadFromWhatTheStatusSays(t *testing.T) {
	g := demo().Product("demo", nil)
	for name, want := range map[string]string{"api-test": "ready", "api-prod": "in progress", "lost": "", "going": "deleting"} {
		if got, _ := g.Node(id(catalog.DeploymentRuntime, name)).state(); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	deployed := g.Node(id(catalog.DeploymentRuntime, "api-test"))
	if deployed.Sync != "Synced" || deployed.Health != "Degraded" || !strings.HasPrefix(deployed.Revision, "0123") {
		t.Errorf("delivered is %+v", deployed.Delivery)
	}
	if runs := g.Node(id(catalog.ProjectPipelineRuntime, "ci")).Runs; len(runs) != 2 || runs[0].Result != "Failed" {
		t.Errorf("runs are %+v", runs)
	}
	if d := g.Node(id(catalog.DeploymentRuntime, "lost")).Delivery; d.Sync+d.Health+d.Revision != "" || d.Runs != nil {
		t.Errorf("of what nothing is known, %+v", d)
	}
}

// A condition that speaks of an earlier generation is stale, although its object's status is not.
func TestReadyAgreesWithWhatApplyWaitsFor(t *testing.T) {
	condition := fields{"type": "Ready", "status": "True", "observedGeneration": int64(1), "lastTransitionTime": "2026-11-20T12:00:00Z"}
	o := having(world.Runtime("demo", "a", "test", "deploy"), fields{"generation": int64(2)}, fields{"conditions": []any{condition}})
	if r := readinessOf(o); r.word() != "in progress" || r.Message != "not looked at yet" {
		t.Errorf("got %+v", r)
	}
	stalled := having(world.Runtime("demo", "a", "test", "deploy"), nil, fields{"conditions": conditions("Stalled", "True", "NoCluster")})
	if r := readinessOf(stalled); r.word() != "failed" || r.Message != "said by NoCluster" {
		t.Errorf("got %+v", r)
	}
	broken := fields{"conditions": conditions("Compliant", "False", "RuleViolated")}
	audited := having(world.Runtime("demo", "a", "test", "deploy"), nil, broken)
	if r := readinessOf(audited); r.Known || r.word() != "" {
		t.Errorf("what only the audit looked at is %+v", r)
	}
}

// A status may be written by whoever may write it, in any shape.
func TestAStatusOfAnyShapeIsRead(t *testing.T) {
	for _, status := range []any{
		"text", []any{1}, fields{"conditions": "none"}, fields{"conditions": []any{"x", fields{}, fields{"type": 3}}},
		fields{"lastRuns": fields{}, "revision": int64(4), "bypass": "x", "observedGeneration": "x"},
		fields{"lastRuns": []any{nil, "x", fields{"name": 1}}},
	} {
		o := world.Runtime("demo", "a", "test", "deploy")
		o.Content()["status"] = status
		o.Content()["metadata"].(fields)["generation"] = int64(2)
		g := (&Source{State: catalog.New(o), Now: at(21)}).Product("demo", nil)
		if node := g.Node(o.ID); node == nil || node.Bypass != nil || node.Runs != nil {
			t.Errorf("%v gives %+v", status, node)
		}
	}
}

func TestComplianceIsWhatWasJudgedElseWhatTheAuditSays(t *testing.T) {
	finding := policy.Finding{Rule: "r", Action: policy.Deny}
	skipped := policy.Finding{Rule: "r", Action: policy.Warn, Skipped: true}
	for name, test := range map[string]struct {
		audited [2]string
		verdict *Verdict
		want    RulesState
	}{
		"nothing":               {[2]string{}, nil, ""},
		"audited, broken":       {[2]string{"False", "RuleViolated"}, nil, Violated},
		"audited, skipped":      {[2]string{"False", "Bypassed"}, nil, Bypassed},
		"audited, met":          {[2]string{"True", "RulesMet"}, nil, Compliant},
		"judged now":            {[2]string{"False", "RuleViolated"}, &Verdict{}, Compliant},
		"broken now":            {[2]string{"True", "RulesMet"}, &Verdict{Findings: []policy.Finding{finding}}, Violated},
		"broken and skipped":    {[2]string{}, &Verdict{Findings: []policy.Finding{skipped, finding}}, Violated},
		"skipped now":           {[2]string{}, &Verdict{Findings: []policy.Finding{skipped}}, Bypassed},
		"not all, audited":      {[2]string{"False", "RuleViolated"}, &Verdict{NotJudged: []string{"r"}}, Violated},
		"not all, not audited":  {[2]string{}, &Verdict{NotJudged: []string{"r"}}, Undecided},
		"nothing could be said": {[2]string{}, &Verdict{Err: errTest}, Undecided},
	} {
		o := world.Runtime("demo", "a", "test", "deploy")
		if test.audited[0] != "" {
			having(o, nil, fields{"conditions": conditions("Compliant", test.audited[0], test.audited[1])})
		}
		s := &Source{State: catalog.New(o), Verdicts: map[catalog.ID]Verdict{}}
		if test.verdict != nil {
			s.Verdicts[o.ID] = *test.verdict
		}
		if got := s.node(o.ID).Rules.State; got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

var errTest = errTesting("no")

type errTesting string

func (e errTesting) Error() string { return string(e) }

func TestNoticesSayWhatStandsOut(t *testing.T) {
	g := demo().Product("demo", nil)
	for _, want := range []string{
		"DeploymentRuntime/demo/lost Denied breaks deploymentruntime-environment-exists: environment \"nowhere\" does not exist",
		"DeploymentRuntime/demo/forced-in-because-the-environment-comes-with-the-next-release Bypass carries a bypass (until 2026-12-24): it comes",
		"DeploymentRuntime/demo/going Deleting is being deleted: held by nautes.resource.nautes.io/runtime",
		"DeploymentRuntime/demo/api-prod NotReady is in progress: ",
		"Environment/demo/old Unused is unused: no runtime runs in it",
		"Environment/demo/test Warned has a warning, environment-type-known: looks odd",
		"Project/demo/odd NotJudged could not be judged: time ran out",
		"CodeRepo/demo/library Unused is unused: no binding shares it",
	} {
		if !slices.ContainsFunc(g.Notices, func(n Notice) bool { return strings.HasPrefix(n.String()+" "+string(n.Topic)+" "+n.Message, want) }) {
			t.Errorf("no notice %q", want)
		}
	}
	for _, notice := range g.Notices {
		if strings.ContainsAny(notice.Message, "\n\x1b") {
			t.Errorf("%q moves the cursor", notice.Message)
		}
		if notice.Topic == Waiting && notice.Name == "lost" {
			t.Errorf("what the rule says is said again: %s", notice.Message)
		}
		if notice.Topic == Unused && (notice.Name == "test" || notice.Name == "deploy" || notice.Name == "api") {
			t.Errorf("%s is in use", notice.ID)
		}
	}
}

func TestWhatCanNotBeSeenMayBeInUse(t *testing.T) {
	s := demo()
	s.Sees = func(id catalog.ID) bool { return id.Kind != catalog.ProjectPipelineRuntime }
	for _, notice := range s.Product("demo", nil).Notices {
		if notice.Topic == Unused {
			t.Errorf("%s %s", notice.ID, notice.Message)
		}
	}
}

func TestWaitsForWhatIsNotReady(t *testing.T) {
	environment := world.Object(catalog.Environment, "demo", "test", fields{"cluster": "gone", "envType": "test"})
	having(environment, nil, fields{"conditions": conditions("Ready", "False", "NoCluster")})
	runtime := having(world.Runtime("demo", "a", "test", "deploy"), nil, fields{"conditions": conditions("Ready", "False", "Waiting")})
	g := (&Source{State: catalog.New(environment, runtime), Now: at(21)}).Product("demo", nil)
	var got []string
	for _, notice := range g.Notices {
		if notice.Topic == Waiting {
			got = append(got, notice.String()+" "+notice.Message)
		}
	}
	want := []string{
		"Environment/demo/test waits for Cluster/gone, which is not there",
		"DeploymentRuntime/demo/a waits for Environment/demo/test, which is in progress",
		"DeploymentRuntime/demo/a waits for Project/demo/api, which is not there",
		"DeploymentRuntime/demo/a waits for CodeRepo/demo/deploy, which is not there",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLabelsSelect(t *testing.T) {
	s := demo()
	having(s.State.Get(id(catalog.DeploymentRuntime, "api-test")), fields{"labels": fields{"team": "blue"}}, nil)
	selector, err := labels.Parse("team=blue")
	if err != nil {
		t.Fatal(err)
	}
	g := s.Product("demo", selector)
	if len(g.UsedBy(id(catalog.Environment, "test"))) != 1 || g.Node(id(catalog.DeploymentRuntime, "api-prod")) != nil {
		t.Errorf("selected are %d nodes", len(g.Nodes))
	}
	having(s.State.Get(catalog.ID{Kind: catalog.Product, Name: "shop"}), fields{"labels": fields{"team": "blue"}}, nil)
	if o := s.Overview(selector); len(o.Products) != 1 || o.Products[0].Product != "shop" {
		t.Errorf("selected are %+v", o.Products)
	}
}

func TestOverviewCounts(t *testing.T) {
	o := demo().Overview(nil)
	if len(o.Products) != 2 || o.Products[0].Product != "demo" || o.Products[1].Product != "shop" {
		t.Fatalf("products are %+v", o.Products)
	}
	row := o.Products[0]
	if row.Environments != 3 || row.Projects != 3 || row.CodeRepos != 5 || row.Runtimes != 7 {
		t.Errorf("demo holds %+v", row)
	}
	if row.Objects != 21 || row.Denials != 1 || row.NotReady != 3 {
		t.Errorf("demo is %+v", row)
	}
	orphan := &Source{State: catalog.New(world.Runtime("left", "a", "test", "deploy"))}
	if row := orphan.Overview(nil).Products[0]; row.Presence != Missing || row.Objects != 1 {
		t.Errorf("a product that is gone is %+v", row)
	}
}

func TestLinksGoAllTheWay(t *testing.T) {
	s := demo()
	links := s.Links(catalog.ID{Kind: catalog.Cluster, Name: "test-0"}, true)
	var names []string
	links.each(func(_ catalog.ID, link *Link, _ bool) { names = append(names, link.String()) })
	if !slices.Contains(names, "DeploymentRuntime/demo/api-test") || !slices.Contains(names, "DeploymentRuntime/shop/api-test") {
		t.Errorf("used by %q", names)
	}
	links = s.Links(id(catalog.DeploymentRuntime, "lost"), false)
	for _, link := range links.Uses {
		if want := map[bool]Presence{true: Missing, false: Present}[link.Name == "nowhere"]; link.Presence != want {
			t.Errorf("%s is %s", link.ID, link.Presence)
		}
		if link.Links != nil {
			t.Errorf("%s is followed", link.ID)
		}
	}
	if links := s.Links(id(catalog.Environment, "nowhere"), false); links.Presence != Missing || len(links.UsedBy) != 1 {
		t.Errorf("of what is not there: %+v", links)
	}
}

// Two clusters that name each other as host are refused, but may have been forced in.
func TestLinksEndInACircle(t *testing.T) {
	host := func(name, on string) *catalog.Object {
		return world.Object(catalog.Cluster, "", name, fields{"hostCluster": on})
	}
	s := &Source{State: catalog.New(host("a", "b"), host("b", "a"), host("self", "self"))}
	links := s.Links(catalog.ID{Kind: catalog.Cluster, Name: "a"}, true)
	if again := links.Uses[0].Links[0]; again.Name != "a" || !again.Again || again.Links != nil {
		t.Errorf("the circle ends in %+v", again)
	}
	if links := s.Links(catalog.ID{Kind: catalog.Cluster, Name: "self"}, true); !links.Uses[0].Again {
		t.Error("what uses itself is followed")
	}
	for _, format := range Status(Style{Width: 80}) {
		var b bytes.Buffer
		if err := format.Write(&b, s.Object(catalog.ID{Kind: catalog.Cluster, Name: "a"})); err != nil || b.Len() == 0 {
			t.Errorf("%s: %v", format.Name, err)
		}
		if err := format.Write(&b, s.Object(catalog.ID{Kind: catalog.Cluster, Name: "self"})); err != nil {
			t.Errorf("%s: %v", format.Name, err)
		}
	}
}

func TestAScriptReadsTheGraph(t *testing.T) {
	var b bytes.Buffer
	format, err := Status(Style{}).Find("json")
	if err != nil {
		t.Fatal(err)
	}
	if err := format.Write(&b, demo().Product("demo", nil)); err != nil {
		t.Fatal(err)
	}
	var g struct {
		Subject catalog.ID
		Summary struct{ Denials int }
		Nodes   []struct {
			catalog.ID
			Presence string
			Ready    struct{ Status string }
			Rules    struct{ State string }
			Sync     string
		}
		Edges []struct {
			From, To catalog.ID
			Fields   []string
		}
	}
	if err := json.Unmarshal(b.Bytes(), &g); err != nil {
		t.Fatal(err)
	}
	if g.Subject.Name != "demo" || g.Summary.Denials != 1 || len(g.Nodes) < 25 || len(g.Edges) < 20 || len(g.Edges[0].Fields) == 0 {
		t.Errorf("got %+v", g)
	}
	for _, node := range g.Nodes {
		deployed := node.Name == "api-test" && node.Namespace == "demo"
		if deployed && (node.Sync != "Synced" || node.Ready.Status != "Current" || node.Rules.State != "Compliant") {
			t.Errorf("got %+v", node)
		}
	}
}

// An overview needs no more than the numbers, and one broken rule may have much to say of each of many objects.
func TestAVerdictThatIsCountedSaysTheSame(t *testing.T) {
	s := demo()
	for id, verdict := range s.Verdicts {
		s.Verdicts[id] = verdict.Counted().Counted()
	}
	whole, counted := demo().Product("demo", nil), s.Product("demo", nil)
	if whole.Summary != counted.Summary {
		t.Errorf("%+v, want %+v", counted.Summary, whole.Summary)
	}
	for _, node := range counted.Nodes {
		if want := whole.Node(node.ID).Rules.State; node.Rules.State != want || node.Rules.Findings != nil {
			t.Errorf("%s is %q with %d findings, want %q", node.ID, node.Rules.State, len(node.Rules.Findings), want)
		}
	}
}
