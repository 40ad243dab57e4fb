// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/graph"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// statusOn runs status, or tree, on a server at noon, for a screen.
func statusOn(t *testing.T, server *livetest.Server, s screen, tree bool, args ...string) outcome {
	t.Helper()
	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	config := genericclioptions.NewConfigFlags(false)
	kubeconfig := server.Kubeconfig()
	config.KubeConfig = &kubeconfig
	o := newStatusOptions(config, streams, graph.Status)
	cmd := o.statusCommand()
	if tree {
		o = newStatusOptions(config, streams, graph.Tree)
		cmd = o.treeCommand()
	}
	o.now, o.screen = bypassNoon, func() screen { return s }
	cmd.Flags().StringVarP(config.Namespace, "product", "p", "", "")
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(append([]string{}, args...))
	err := cmd.ExecuteContext(t.Context())
	return outcome{out.String(), errOut.String(), exitcode.Message(err), exitcode.Of(err)}
}

func wideScreen(width int, colour bool) screen {
	return screen{Style: graph.Style{Width: width, Colour: colour}}
}

// shops is a server with a product in which things stand out, and one in which nothing does.
func shops(t *testing.T) *livetest.Server {
	t.Helper()
	server := livetest.New(t)
	put(server, world.Provider("gitlab"), world.Cluster("test-0", "deployment"), world.Cluster("prod-0", "deployment"))
	put(server, world.Product("demo", 0)...)
	put(server, world.Product("shop", 0)...)
	condition := func(kind, status, reason string) fields {
		return fields{
			"type": kind, "status": status, "reason": reason, "message": "said the controller", "lastTransitionTime": "2026-11-20T12:00:00Z",
		}
	}
	deployed := world.Runtime("demo", "api-test", "test", "deploy")
	deployed.Content()["status"] = fields{"conditions": []any{
		condition("Ready", "True", "Deployed"), condition("Synced", "True", "InSync"), condition("Healthy", "True", "Well"),
	}}
	stuck := world.Runtime("demo", "api-prod", "prod", "deploy")
	stuck.Content()["status"] = fields{"conditions": []any{condition("Ready", "False", "NoCluster")}}
	going := world.Runtime("demo", "going", "prod", "charts")
	going.Content()["metadata"].(fields)["deletionTimestamp"] = "2026-11-23T11:00:00Z"
	put(server,
		deployed, stuck, going,
		forcedRuntime("demo", "forced", "staging", fields{skips: "true", skipWhy: "staging comes later"},
			recordBy("dora", "deploymentruntime-environment-exists")),
		world.Runtime("demo", "lost", "nowhere", "deploy"),
		world.Object(catalog.Project, "demo", "idle", fields{"language": "golang"}),
	)
	return server
}

func TestStatusGolden(t *testing.T) {
	for name, test := range map[string]struct {
		screen screen
		tree   bool
		args   []string
	}{
		"status-80":         {wideScreen(80, false), false, []string{"-p", "demo"}},
		"status-120":        {wideScreen(120, false), false, []string{"-p", "demo"}},
		"status-80-colour":  {wideScreen(80, true), false, []string{"-p", "demo"}},
		"status-120-colour": {wideScreen(120, true), false, []string{"-p", "demo"}},
		"status-wide":       {wideScreen(80, false), false, []string{"-p", "demo", "-o", "wide"}},
		"status.json":       {wideScreen(80, true), false, []string{"-p", "demo", "-o", "json"}},
		"status.yaml":       {wideScreen(80, true), false, []string{"dr/lost", "-p", "demo", "-o", "yaml"}},
		"status.name":       {wideScreen(80, true), false, []string{"-p", "demo", "-o", "name"}},
		"status-object":     {wideScreen(80, false), false, []string{"dr/forced", "-p", "demo"}},
		"status-all":        {wideScreen(80, false), false, []string{"-A"}},
		"tree-80":           {wideScreen(80, false), true, []string{"-p", "demo"}},
		"tree-80-colour":    {wideScreen(80, true), true, []string{"-p", "demo"}},
		"tree-object":       {wideScreen(80, false), true, []string{"env/test", "-p", "demo"}},
		"tree.mermaid":      {wideScreen(80, true), true, []string{"-p", "demo", "-o", "mermaid"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := statusOn(t, shops(t), test.screen, test.tree, test.args...)
			o.wantCode(t, exitcode.Done)
			if !test.screen.Colour && test.screen.Width == 80 && !strings.Contains(name, "wide") {
				fits(t, o.out)
			}
			golden(t, name+".golden")(o.out + o.errOut)
		})
	}
}

func TestWithoutAProductStatusListsThem(t *testing.T) {
	o := statusOn(t, shops(t), wideScreen(80, false), false)
	o.wantCode(t, exitcode.Done)
	wantContains(t, o.out, "PRODUCT", "demo", "shop")
	o = statusOn(t, livetest.New(t), wideScreen(80, false), false)
	o.wantCode(t, exitcode.Done)
	if o.out != "" || !strings.Contains(o.errOut, "no products\n") {
		t.Errorf("of nothing: %+v", o)
	}
	o = statusOn(t, shops(t), wideScreen(80, false), false, "product/demo", "-o", "json")
	o.wantCode(t, exitcode.Done)
	var g struct {
		Subject catalog.ID
		Summary struct{ Objects, Denials int }
	}
	if err := json.Unmarshal([]byte(o.out), &g); err != nil || g.Subject.Name != "demo" || g.Summary.Objects < 15 {
		t.Errorf("got %+v, %v", g, err)
	}
}

func TestStatusDraws(t *testing.T) {
	for format, want := range map[string]string{"dot": "digraph {", "mermaid": "flowchart LR", "svg": "<svg ", "html": "<!DOCTYPE html>"} {
		o := statusOn(t, shops(t), wideScreen(80, false), false, "-p", "demo", "-o", format)
		o.wantCode(t, exitcode.Done)
		if !strings.HasPrefix(o.out, want) {
			t.Errorf("%s begins with %.40q", format, o.out)
		}
	}
}

func TestStatusRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"a product that is not there": {[]string{"-p", "nope"}, `there is no product "nope" (to see products: kubectl nautes status -A)`},
		"an object that is not there": {
			[]string{"env/nope", "-p", "demo"}, "there is no Environment/demo/nope (to see what there is: kubectl nautes tree -p demo)",
		},
		"a kind that is none":       {[]string{"environmnt/x", "-p", "demo"}, `did you mean "environment"?`},
		"no product for an object":  {[]string{"env/test"}, "which product is env/test in? (give -p PRODUCT)"},
		"an unknown format":         {[]string{"-p", "demo", "-o", "xml"}, "table|wide|json|yaml|dot|mermaid|svg|html|name"},
		"a drawing of all":          {[]string{"-A", "-o", "svg"}, "-o svg draws one product (give -p PRODUCT)"},
		"a drawing again and again": {[]string{"-p", "demo", "-w", "-o", "html"}, "-w is for a screen"},
		"labels of one object":      {[]string{"env/test", "-p", "demo", "-l", "a=b"}, "-l is for several objects"},
		"labels that are none":      {[]string{"-p", "demo", "-l", "a in"}, `read -l "a in"`},
		"an object and all":         {[]string{"env/test", "-A"}, "env/test and -A exclude each other"},
	} {
		o := statusOn(t, shops(t), wideScreen(80, false), false, test.args...)
		o.wantCode(t, exitcode.Failed)
		wantContains(t, o.message, test.want)
		if o.out != "" {
			t.Errorf("%s: stdout %q", name, o.out)
		}
	}
}

// What one product's people see must not hang on a right in the whole cluster.
func TestStatusOfWhoIsBoundInOneProduct(t *testing.T) {
	server := shops(t)
	server.Intercept = livetest.BoundIn([]string{"demo"})
	o := statusOn(t, server, wideScreen(80, false), false, "-p", "demo")
	o.wantCode(t, exitcode.Done)
	wantContains(t, o.errOut, "products are not looked at", "not judged:", "you may not look into all products")
	wantContains(t, o.out, "Cluster/test-0", "not visible")

	all := statusOn(t, server, wideScreen(80, false), false, "-A")
	all.wantCode(t, exitcode.Failed)
	wantContains(t, all.message, "give -p PRODUCT")
	other := statusOn(t, server, wideScreen(80, false), false, "-p", "shop")
	other.wantCode(t, exitcode.Failed)
	wantContains(t, other.message, "cannot read")
}

func TestStatusWhereOurKindsAreNotKnown(t *testing.T) {
	server := livetest.New(t)
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if strings.HasPrefix(r.Path, "/apis/"+catalog.APIVersion) {
			return livetest.Refusal(http.StatusNotFound, metav1.StatusReasonNotFound, "the server could not find the requested resource")
		}
		return nil
	}
	for _, args := range [][]string{{"-p", "demo"}, {"-A"}} {
		o := statusOn(t, server, wideScreen(80, false), false, args...)
		o.wantCode(t, exitcode.Failed)
		wantContains(t, o.message, "does not know the kinds", "kubectl apply --server-side")
	}
}
