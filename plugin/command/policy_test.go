// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

// fakePublisher is a cluster whose webhook tells something, or does not.
type fakePublisher struct {
	published *policy.Published
	err       error
}

func (p fakePublisher) Published(context.Context) (*policy.Published, error) {
	return p.published, p.err
}

type newCommand = func(genericclioptions.RESTClientGetter, genericiooptions.IOStreams) *cobra.Command

func listOn(p publisher) newCommand {
	return func(_ genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
		source := ruleSource{connect: func() (publisher, error) { return p, nil }, errOut: streams.ErrOut}
		return (&policyListOptions{IOStreams: streams, source: source}).command()
	}
}

func showOn(p publisher) newCommand {
	return func(_ genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
		source := ruleSource{connect: func() (publisher, error) { return p, nil }, errOut: streams.ErrOut}
		return (&policyShowOptions{IOStreams: streams, source: source}).command()
	}
}

// inForceOnCluster is what a webhook of this release tells whose operator set an action and has a rule of their own.
func inForceOnCluster(t *testing.T) *policy.Published {
	t.Helper()
	engine, err := builtInEngine()
	if err != nil {
		t.Fatal(err)
	}
	published := engine.Published("v1.2.3")
	for i, rule := range published.Rules {
		switch rule.ID {
		case "environment-cluster-unique":
			published.Rules[i].Action = policy.Warn
		case "deploymentruntime-environment-exists":
			published.Rules[i].Action = policy.Off
		}
	}
	published.Rules = append(published.Rules, policy.PublishedRule{
		Rule: policy.Rule{
			ID: "project-name-short", Title: "The name is short", Description: "It has eight letters.", Kinds: []string{"Project"},
			Operations: []policy.Operation{policy.Create}, Action: policy.Deny, Mend: "Choose another one.", Origin: "us", Location: "team/naming.rego:7",
		},
		Own: "team/naming.rego",
	})
	return &published
}

// The rules of the design, as far as the repository knows them: testdata/rules.txt is a copy of its ids.
func TestPolicyListNamesEveryRuleOfTheDesign(t *testing.T) {
	text, err := os.ReadFile("testdata/rules.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(string(text))
	slices.Sort(want)
	got := run(t, "", newPolicyList, "--offline", "-o", "name")
	got.wantCode(t, exitcode.Done)
	names := strings.Fields(got.out)
	slices.Sort(names)
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("ids of the design (-) and of policy list (+):\n%s", diff)
	}
	const design = "../../../shared/design/rules.md"
	page, err := os.ReadFile(design)
	if errors.Is(err, fs.ErrNotExist) {
		t.Logf("%s is not there: held against the copy of its ids alone", design)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)` \\|").FindAllStringSubmatch(string(page), -1) {
		ids = append(ids, row[1])
	}
	slices.Sort(ids)
	if diff := cmp.Diff(ids, names); diff != "" {
		t.Errorf("ids of %s (-) and of policy list (+):\n%s", design, diff)
	}
}

func TestPolicyListShowsWhatIsInForce(t *testing.T) {
	got := run(t, "", listOn(fakePublisher{published: inForceOnCluster(t)}))
	got.wantCode(t, exitcode.Done)
	for _, line := range []string{
		`environment-cluster-unique +C U +yes +warn +One environment on a cluster`,
		`deploymentruntime-environment-exists +C U +yes +off `,
		`environment-in-use +D +yes +deny `,
		`project-name-short +C +no +deny +The name is short`,
	} {
		if !regexp.MustCompile("(?m)^" + line).MatchString(got.out) {
			t.Errorf("no line %s in:\n%s", line, got.out)
		}
	}
	if got.errOut != "" {
		t.Errorf("stderr: %s", got.errOut)
	}
}

func TestPolicyListWithoutAnAnswerShowsWhatIsBuiltIn(t *testing.T) {
	old := inForceOnCluster(t)
	old.Hash = "sha256:other"
	for name, test := range map[string]struct {
		cluster fakePublisher
		note    string
	}{
		"unreachable":        {fakePublisher{err: errors.New("the cluster can not be reached")}, "those in force are not known: the cluster can not be reached"},
		"nothing published":  {fakePublisher{}, "no webhook tells by which it judges"},
		"of another release": {fakePublisher{published: old}, "the webhook carries other rules (sha256:other) than this program"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, "", listOn(test.cluster), "-o", "name")
			got.wantCode(t, exitcode.Done)
			wantContains(t, got.out, "environment-cluster-unique\n")
			wantContains(t, got.errOut, "Note: ", test.note)
		})
	}
	t.Run("no kubeconfig", func(t *testing.T) {
		got := run(t, "", newPolicyList, "-o", "name")
		got.wantCode(t, exitcode.Done)
		wantContains(t, got.errOut, "Note: these are the rules that are built in")
	})
}

func TestPolicyListOfAKind(t *testing.T) {
	for _, kind := range []string{"Environment", "environment", "environments"} {
		got := run(t, "", newPolicyList, "--offline", "-o", "name", "--kind", kind)
		got.wantCode(t, exitcode.Done)
		wantContains(t, got.out, "environment-cluster-unique\n", "product-exists\n")
		if strings.Contains(got.out, "coderepo-") {
			t.Errorf("rules of other kinds:\n%s", got.out)
		}
	}
	got := run(t, "", newPolicyList, "--offline", "--kind", "Environmen")
	got.wantCode(t, exitcode.Failed)
	wantContains(t, got.message, `unknown kind "Environmen" (did you mean "environment"?)`)
}

func TestPolicyListFormats(t *testing.T) {
	got := run(t, "", newPolicyList, "--offline", "-o", "json")
	var read policy.Published
	if err := json.Unmarshal([]byte(got.out), &read); err != nil || len(read.Rules) < 50 || !strings.HasPrefix(read.Hash, "sha256:") {
		t.Errorf("%d rules of hash %q, error %v", len(read.Rules), read.Hash, err)
	}
	for format, part := range map[string]string{"wide": "KINDS\n", "yaml": "- action: deny\n"} {
		wantContains(t, run(t, "", newPolicyList, "--offline", "-o", format).out, part)
	}
}

func TestPolicyShow(t *testing.T) {
	got := run(t, "", newPolicyShow, "--offline", "environment-cluster-unique")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.out,
		"environment-cluster-unique: One environment on a cluster\n\nNo other environment of the product is on the same cluster.\n",
		"\nJudges:           create, update of Environment\n", "\nCan be bypassed:  yes\n", "\nAction:           deny\n",
		"\nMend:             Use the environment that is on the cluster already, or name\n                  another cluster.\n",
		"\nRefused, when it is created:\n\n    apiVersion: nautes.resource.nautes.io/v1alpha1\n    kind: Environment\n",
		"\nPasses on another cluster, when it is created:\n",
		"\nIn Rego:\n\n    environment_cluster_unique contains violation if {\n",
	)
}

func TestPolicyShowOfEveryRuleIsComplete(t *testing.T) {
	engine, err := builtInEngine()
	if err != nil {
		t.Fatal(err)
	}
	published := engine.Published("v1.2.3")
	for _, rule := range engine.Rules() {
		shown, err := (&policyShowOptions{id: rule.ID}).find(&published, engine)
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		if err := shown.text(&text); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"Mend:", "Passes", "In Rego:"} {
			if !strings.Contains(text.String(), part) {
				t.Errorf("%s: no %q (make generate)", rule.ID, part)
			}
		}
	}
}

func TestPolicyShowOfAnUnknownRule(t *testing.T) {
	got := run(t, "", newPolicyShow, "--offline", "environment-cluster-exist")
	got.wantCode(t, exitcode.Failed)
	if want := `unknown rule "environment-cluster-exist" (did you mean "environment-cluster-exists"?)`; got.message != want {
		t.Errorf("message %q, want %q", got.message, want)
	}
}

func TestPolicyShowTellsWhatTheOperatorDid(t *testing.T) {
	cluster := fakePublisher{published: inForceOnCluster(t)}
	got := run(t, "", showOn(cluster), "environment-cluster-unique")
	wantContains(t, got.out, "Action:           warn (set by the operator; built in as deny)\n")
	got = run(t, "", showOn(cluster), "project-name-short")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.out, "Stands at:        team/naming.rego:7 (the operator's own)\n")
	var read map[string]any
	got = run(t, "", showOn(cluster), "environment-cluster-unique", "-o", "json")
	if err := json.Unmarshal([]byte(got.out), &read); err != nil || read["builtInAction"] != "deny" || read["examples"] == nil || read["rego"] == "" {
		t.Errorf("error %v, read %v", err, read)
	}
}
