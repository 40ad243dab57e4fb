// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

type fields = map[string]any

const (
	skips   = v1alpha1.InsecureSkipCheckAnnotation
	skipWhy = v1alpha1.SkipCheckReasonAnnotation
	breaks  = v1alpha1.BreakGlassAnnotation
)

func bypassNoon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// put stores objects on a server.
func put(server *livetest.Server, objects ...*catalog.Object) {
	for _, object := range objects {
		server.Put(livetest.Path(object.Kind, object.Namespace, object.Name), object.Content())
	}
}

// forcedRuntime is a runtime of a product on an environment, with annotations and with what the webhook wrote; nil for
// nothing.
func forcedRuntime(product, name, environment string, annotations, record fields) *catalog.Object {
	object := world.Runtime(product, name, environment, "charts")
	object.Content()["metadata"].(fields)["annotations"] = annotations
	if record != nil {
		object.Content()["status"] = fields{"bypass": record}
	}
	return object
}

func recordBy(user string, rules ...any) fields {
	return fields{"by": user, "reason": "the environment comes later", "since": "2026-11-20T12:00:00Z", "rules": rules}
}

// bypassed is a server with two products in which rules were skipped in every way that there is.
func bypassed(t *testing.T) *livetest.Server {
	t.Helper()
	const (
		exists = "deploymentruntime-environment-exists"
		source = "deploymentruntime-source-exists"
		robot  = "system:serviceaccount:demo:pipelines-of-the-whole-product"
	)
	server := livetest.New(t)
	put(server, world.Provider("gitlab"), world.Cluster("test-0", "deployment"), world.Cluster("prod-0", "deployment"))
	put(server, world.Product("demo", 0)...)
	put(server, world.Product("shop", 0)...)
	long := strings.Repeat("staging comes with the next release, ", 4) + "\x1b[31mor the one after that\n"
	until := fields{"by": robot, "since": "2026-11-23T11:58:00Z", "until": "2026-12-01T18:00:00Z", "rules": []any{source, exists}}
	put(server,
		forcedRuntime("demo", "failing", "staging", fields{skips: "true", skipWhy: long}, recordBy("dora", exists)),
		forcedRuntime("demo", "until", "staging", fields{skips: "2026-12-01T18:00:00Z"}, until),
		forcedRuntime("demo", "clean", "test", fields{skips: "true", skipWhy: "test came"}, recordBy("dora", exists)),
		forcedRuntime("demo", "ended", "staging", fields{skips: "2026-11-22T18:00:00Z", skipWhy: "over"}, recordBy("dora", exists)),
		forcedRuntime("demo", "malformed", "test", fields{skips: "tomorrow"}, nil),
		forcedRuntime("demo", "off", "test", fields{skips: "false"}, nil),
		forcedRuntime("demo", "reason-alone", "test", fields{skipWhy: "left over"}, nil),
		forcedRuntime("demo", "no-record", "staging", fields{skips: "true"}, nil),
		forcedRuntime("demo", "taken-off", "staging", nil, recordBy("dora", exists)),
		forcedRuntime("demo", "over", "test", nil, recordBy("dora", exists)),
		forcedRuntime("demo", "glass", "test", fields{breaks: "webhook was gone on Friday"}, nil),
		forcedRuntime("demo", "glass-off", "test", fields{breaks: "false"}, nil),
		forcedRuntime("demo", "untouched", "test", fields{"note": "x"}, nil),
		forcedRuntime("shop", "a-runtime-with-a-name-that-takes-all-the-room", "staging", fields{skips: "true", skipWhy: "r"}, recordBy("eve", exists)),
	)
	return server
}

// listBypassesOn runs bypass list on a server at noon.
func listBypassesOn(t *testing.T, server *livetest.Server, args ...string) outcome {
	t.Helper()
	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	config := genericclioptions.NewConfigFlags(false)
	kubeconfig := server.Kubeconfig()
	config.KubeConfig = &kubeconfig
	cmd := (&bypassListOptions{IOStreams: streams, config: config, now: bypassNoon}).command()
	cmd.Flags().StringVarP(config.Namespace, "product", "p", "", "")
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(append([]string{}, args...))
	err := cmd.ExecuteContext(t.Context())
	return outcome{out.String(), errOut.String(), exitcode.Message(err), exitcode.Of(err)}
}

func TestBypassListGolden(t *testing.T) {
	for name, args := range map[string][]string{
		"bypass-list.table": {"-p", "demo"},
		"bypass-list.wide":  {"-p", "demo", "-o", "wide"},
		"bypass-list.json":  {"-p", "demo", "-o", "json"},
		"bypass-list.yaml":  {"-p", "demo", "-o", "yaml"},
		"bypass-list.name":  {"-p", "demo", "-o", "name"},
		"bypass-list-all":   {"-A"},
	} {
		t.Run(name, func(t *testing.T) {
			o := listBypassesOn(t, bypassed(t), args...)
			o.wantCode(t, exitcode.Done)
			if len(args) < 3 {
				fits(t, o.out)
				fits(t, o.errOut)
			}
			golden(t, name+".golden")(o.out + o.errOut)
		})
	}
}

// What one product's people see must not hang on a right in the whole cluster.
func TestBypassListOfWhoIsBoundInOneProduct(t *testing.T) {
	server := bypassed(t)
	server.Intercept = livetest.BoundIn([]string{"demo"})
	o := listBypassesOn(t, server, "-p", "demo", "-o", "json")
	o.wantCode(t, exitcode.Done)
	wantContains(t, o.errOut, "not judged:", "nautes-viewer", "products are not looked at", "as far as you may see")
	nows := map[string]need{}
	for _, b := range bypassesIn(t, o).Bypasses {
		nows[b.Name] = b.Now
	}
	if nows["failing"] != stillFailing {
		t.Errorf("what may be seen to fail is %q", nows["failing"])
	}
	if nows["clean"] != needUnknown {
		t.Errorf("what was not judged by every rule is said to be %q", nows["clean"])
	}

	all := listBypassesOn(t, server, "-A")
	all.wantCode(t, exitcode.Failed)
	wantContains(t, all.message, "cannot read")
}

func TestBypassListOfNothing(t *testing.T) {
	server := livetest.New(t)
	put(server, world.Product("demo", 0)...)
	o := listBypassesOn(t, server, "-p", "demo")
	o.wantCode(t, exitcode.Done)
	if o.out != "" || o.errOut != "no bypasses in product demo\n" {
		t.Errorf("got %q and %q", o.out, o.errOut)
	}
	if o = listBypassesOn(t, server, "-A", "-o", "json"); o.out != "{\n    \"bypasses\": []\n}\n" || o.errOut != "no bypasses in all products\n" {
		t.Errorf("got %q and %q", o.out, o.errOut)
	}
}

func TestBypassListNeedsAProduct(t *testing.T) {
	o := listBypassesOn(t, livetest.New(t))
	o.wantCode(t, exitcode.Failed)
	wantContains(t, o.message, "no product named (give -p PRODUCT, or -A for all)")
	o = listBypassesOn(t, livetest.New(t), "-A", "-o", "xml")
	wantContains(t, o.message, `unknown output format "xml"`, "table|wide|json|yaml|name")
}

// A script reads whether it is still needed, and by which rules.
func TestBypassListTellsScriptsApart(t *testing.T) {
	states := map[string]policy.AnnotationState{}
	for _, b := range bypassesIn(t, listBypassesOn(t, bypassed(t), "-p", "demo", "-o", "json")).Bypasses {
		states[b.Name] = b.State
		if b.Name == "failing" && (b.Record == nil || b.Record.By != "dora" || len(b.Findings) != 1 || b.Findings[0].Action != policy.Deny) {
			t.Errorf("failing is %+v", b)
		}
	}
	for name, want := range map[string]policy.AnnotationState{
		"failing": policy.AnnotationInForce, "until": policy.AnnotationInForce, "ended": policy.AnnotationEnded,
		"malformed": policy.AnnotationMalformed, "off": policy.AnnotationOff, "taken-off": policy.AnnotationAbsent,
		"glass": policy.AnnotationAbsent,
	} {
		if states[name] != want {
			t.Errorf("%s is %q, want %q", name, states[name], want)
		}
	}
	for _, name := range []string{"over", "untouched"} {
		if _, listed := states[name]; listed {
			t.Errorf("%s is listed", name)
		}
	}
}

func bypassesIn(t *testing.T, o outcome) bypassList {
	t.Helper()
	var list bypassList
	if err := json.Unmarshal([]byte(o.out), &list); err != nil {
		t.Fatalf("%v in %s%s", err, o.out, o.message)
	}
	return list
}
