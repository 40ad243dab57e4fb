// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// storedCluster is a cluster in which something is stored.
type storedCluster struct {
	fakePublisher
	state *catalog.Snapshot
	err   error
}

func (c storedCluster) Stored(_ context.Context, _ string, read func(int)) (*live.View, error) {
	read(c.state.Len())
	return &live.View{Snapshot: c.state}, c.err
}

func auditOn(c storedCluster) newCommand {
	return func(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
		cmd := (&auditOptions{
			IOStreams: streams, config: config, connect: func() (auditedCluster, error) { return c, nil },
			now: func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) },
		}).command()
		cmd.Flags().StringVarP(config.(*genericclioptions.ConfigFlags).Namespace, "product", "p", "", "")
		return cmd
	}
}

// shopAndDemo are two products of which demo has a runtime whose environment is nowhere, with annotations.
func shopAndDemo(annotations map[string]any) *catalog.Snapshot {
	lost := world.Runtime("demo", "lost", "nowhere", "deploy")
	lost.Content()["metadata"].(map[string]any)["annotations"] = annotations
	shop := append(world.Product("shop", 1), world.Cluster("test-1", "deployment"), world.Cluster("prod-1", "deployment"))
	return productDemo().With(catalog.Put(lost)).With(puts(shop)...)
}

func puts(objects []*catalog.Object) []catalog.Change {
	changes := make([]catalog.Change, len(objects))
	for i, object := range objects {
		changes[i] = catalog.Put(object)
	}
	return changes
}

func TestAuditFindsWhatIsStoredAndBreaksARule(t *testing.T) {
	c := storedCluster{state: shopAndDemo(nil)}
	got := run(t, "", auditOn(c), "-p", "demo")
	got.wantCode(t, exitcode.Denied)
	wantContains(t, got.out, "DeploymentRuntime/demo/lost: deny\n    deploymentruntime-environment-exists (can be bypassed)\n")
	wantContains(t, got.errOut, "16 objects judged: 1 denial\n")
	fits(t, got.out)

	got = run(t, "", auditOn(c), "-p", "shop")
	got.wantCode(t, exitcode.Done)
	if got.out != "" || !strings.HasSuffix(got.errOut, "15 objects judged: nothing found\n") {
		t.Errorf("stdout %q, stderr %q", got.out, got.errOut)
	}

	got = run(t, "", auditOn(c), "-A")
	got.wantCode(t, exitcode.Denied)
	wantContains(t, got.errOut, "36 objects judged: 1 denial\n") // with the provider and the clusters
}

func TestAuditShowsWhatABypassSkips(t *testing.T) {
	for value, code := range map[string]exitcode.Code{"true": exitcode.Done, "2026-11-23T11:00:00Z": exitcode.Denied} {
		state := shopAndDemo(map[string]any{"nautes.resource.nautes.io/insecure-skip-check": value})
		got := run(t, "", auditOn(storedCluster{state: state}), "-p", "demo")
		got.wantCode(t, code)
		if skipped := strings.Contains(got.out, "(skipped by the bypass)"); skipped != (code == exitcode.Done) {
			t.Errorf("%s: %s", value, got.out)
		}
	}
}

func TestAuditInEveryFormat(t *testing.T) {
	c := storedCluster{state: shopAndDemo(nil)}
	for _, format := range report.Findings() {
		got := run(t, "", auditOn(c), "-p", "demo", "-o", format.Name)
		got.wantCode(t, exitcode.Denied)
		wantContains(t, got.out, "deploymentruntime-environment-exists")
		wantContains(t, got.errOut, "16 objects judged: 1 denial\n")
	}
	var log struct {
		Runs []struct {
			Tool    struct{ Driver struct{ Rules []any } }
			Results []any
		}
	}
	got := run(t, "", auditOn(c), "-p", "demo", "-o", "sarif")
	if err := json.Unmarshal([]byte(got.out), &log); err != nil || len(log.Runs[0].Tool.Driver.Rules) < 50 || len(log.Runs[0].Results) != 1 {
		t.Errorf("error %v, %d rules, %d results", err, len(log.Runs[0].Tool.Driver.Rules), len(log.Runs[0].Results))
	}
	if got := run(t, "", auditOn(c), "-p", "demo", "-o", "junit"); strings.Count(got.out, `name="all rules"`) != 15 {
		t.Errorf("not every object that passed is told of:\n%s", got.out)
	}
}

func TestAuditJudgesByTheActionsInForce(t *testing.T) {
	published := inForceOnCluster(t) // the rule is off
	got := run(t, "", auditOn(storedCluster{fakePublisher: fakePublisher{published: published}, state: shopAndDemo(nil)}), "-p", "demo")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.errOut, "Note: rules of the operator's own, which only the webhook asks: 1\n", "nothing found")

	at := slices.IndexFunc(published.Rules, func(r policy.PublishedRule) bool { return r.ID == "deploymentruntime-environment-exists" })
	published.Rules[at].Action = policy.Warn
	got = run(t, "", auditOn(storedCluster{fakePublisher: fakePublisher{published: published}, state: shopAndDemo(nil)}), "-p", "demo")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.errOut, "1 warning")

	got = run(t, "", auditOn(storedCluster{fakePublisher: fakePublisher{err: errors.New("not for you")}, state: shopAndDemo(nil)}), "-p", "demo")
	got.wantCode(t, exitcode.Denied)
	wantContains(t, got.errOut, "Note: judged by the actions that are built in; those in force are not known: not for you\n")
}

// A webhook of a later release may let a rule be turned off that can not be bypassed here.
func TestActionThatARuleOfThisReleaseCanNotHaveStopsNothing(t *testing.T) {
	published := inForceOnCluster(t)
	for i := range published.Rules {
		published.Rules[i].Action = policy.Off
	}
	got := run(t, "", auditOn(storedCluster{fakePublisher: fakePublisher{published: published}, state: shopAndDemo(nil)}), "-p", "demo")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.errOut, "nothing found")
}

func TestAuditRefuses(t *testing.T) {
	forbidden := &live.Error{Reason: live.Forbidden, Message: "jane may not list clusters"}
	for name, test := range map[string]struct {
		cluster storedCluster
		args    []string
		want    string
	}{
		"no product":          {storedCluster{}, nil, "no product named (give -p PRODUCT, or -A for all)"},
		"a product with none": {storedCluster{state: shopAndDemo(nil)}, []string{"-p", "nope"}, `product "nope" has no objects that you may read`},
		"nothing to read":     {storedCluster{state: catalog.New(), err: forbidden}, []string{"-A"}, "jane may not list clusters (give -p PRODUCT to check one"},
		"an unknown format":   {storedCluster{}, []string{"-A", "-o", "xml"}, "table|json|yaml|sarif|junit|github|gitlab"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, "", auditOn(test.cluster), test.args...)
			got.wantCode(t, exitcode.Failed)
			wantContains(t, got.message, test.want)
			if got.out != "" {
				t.Errorf("stdout: %s", got.out)
			}
		})
	}
}
