// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// runOn runs the whole program on a server.
func runOn(t *testing.T, server *livetest.Server, args ...string) outcome {
	t.Helper()
	streams, in, out, errOut := genericiooptions.NewTestIOStreams()
	in.WriteString("")
	code := Run(t.Context(), streams, append(args, "--kubeconfig", server.Kubeconfig()))
	return outcome{out.String(), errOut.String(), "", code}
}

// twoProducts is a server with products demo and shop.
func twoProducts(t *testing.T) *livetest.Server {
	t.Helper()
	server := livetest.New(t)
	put(server, world.Provider("gitlab"), world.Cluster("test-0", "deployment"), world.Cluster("prod-0", "deployment"))
	put(server, world.Product("demo", 0)...)
	put(server, world.Product("shop", 0)...)
	return server
}

func TestGetGolden(t *testing.T) {
	for name, args := range map[string][]string{
		"get-product":         {"-p", "demo"},
		"get-all":             {"all", "-A"},
		"get-kinds":           {"env,dr", "-p", "demo"},
		"get-names":           {"env", "test", "prod", "-p", "demo"},
		"get-cluster-scoped":  {"clusters"},
		"get.name":            {"environments,coderepos", "-p", "demo", "-o", "name"},
		"get.jsonpath":        {"env", "-A", "-o", "jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}{\"\\n\"}{end}"},
		"get.custom-columns":  {"env", "-A", "-o", "custom-columns=PRODUCT:.metadata.namespace,CLUSTER:.spec.cluster"},
		"get-object.jsonpath": {"env/test", "-p", "demo", "-o", "jsonpath={.spec.cluster}"},
	} {
		t.Run(name, func(t *testing.T) {
			check := golden(t, name+".golden")
			got := runOn(t, twoProducts(t), append([]string{"get"}, args...)...)
			got.wantCode(t, exitcode.Done)
			fits(t, got.out)
			// The server lists in no order.
			if strings.Contains(name, ".") {
				check(sortedLines(got.out) + got.errOut)
				return
			}
			check(got.out + got.errOut)
		})
	}
}

func sortedLines(text string) string {
	lines := strings.SplitAfter(text, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "")
}

func TestGetWritesListsAsKubectlDoes(t *testing.T) {
	want := map[string]int{"environments": 2, "environments,projects": 4, "artifactrepos": 0}
	for kinds, n := range want {
		for _, format := range []string{"json", "yaml", "kyaml"} {
			got := runOn(t, twoProducts(t), "get", kinds, "-p", "demo", "-o", format)
			got.wantCode(t, exitcode.Done)
			var list struct {
				APIVersion, Kind string
				Metadata         map[string]any
				Items            []catalogItem
			}
			if err := yaml.Unmarshal([]byte(got.out), &list); err != nil {
				t.Fatalf("%s as %s: %v\n%s", kinds, format, err, got.out)
			}
			if list.Kind != "List" || list.APIVersion != "v1" || len(list.Items) != n {
				t.Errorf("%s as %s: %+v", kinds, format, list)
			}
			for _, item := range list.Items {
				if item.Kind == "" || item.Metadata.Name == "" {
					t.Errorf("%s as %s: %+v", kinds, format, item)
				}
			}
			if format == "json" && !json.Valid([]byte(got.out)) {
				t.Errorf("%s is no JSON:\n%s", kinds, got.out)
			}
		}
	}
}

type catalogItem struct {
	Kind     string
	Metadata struct{ Name string }
}

func TestGetLeavesOutManagedFieldsUnlessAsked(t *testing.T) {
	server := twoProducts(t)
	object := server.Get(livetest.Path(catalog.Environment, "demo", "test"))
	object["metadata"].(fields)["managedFields"] = []any{fields{"manager": "somebody"}}
	for _, args := range [][]string{{"env"}, {"env/test"}, {"env", "test"}} {
		args = append([]string{"get", "-p", "demo", "-o", "json"}, args...)
		if got := runOn(t, server, args...); strings.Contains(got.out, "somebody") {
			t.Errorf("%v shows them:\n%s", args, got.out)
		}
		if got := runOn(t, server, append(args, "--show-managed-fields")...); !strings.Contains(got.out, "somebody") {
			t.Errorf("%v does not show them:\n%s", args, got.out)
		}
	}
}

func TestGetSaysWhatIsNotThere(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		code exitcode.Code
		says string
	}{
		"product":        {[]string{"env", "-p", "nope"}, 1, "error: there is no product \"nope\" (to see products: kubectl nautes get products)\n"},
		"nothing in it":  {[]string{"artifactrepos", "-p", "demo"}, 0, "No resources found in product demo\n"},
		"nothing at all": {[]string{"artifactrepos", "-A"}, 0, "No resources found\n"},
		"object":         {[]string{"env/nope", "-p", "demo"}, 1, "error: there is no Environment/demo/nope (to see what there is: kubectl nautes get -p demo)\n"},
		"one of two":     {[]string{"env/nope", "env/test", "-p", "demo"}, 1, "error: there is no Environment/demo/nope (to see"},
		"ignored":        {[]string{"env/nope", "-p", "demo", "--ignore-not-found"}, 0, ""},
		"kind":           {[]string{"environmen", "-p", "demo"}, 1, "error: unknown kind \"environmen\" (did you mean \"environment\"?)\n"},
		"no product":     {[]string{"env"}, 1, "error: no product named (give -p PRODUCT, or -A for all)\n"},
		"no product all": {nil, 1, "error: no product named (give -p PRODUCT, or -A for all)\n"},
		"selector":       {[]string{"env", "-p", "demo", "-l", "a==="}, 1, "error: read -l \"a===\": "},
		"field selector": {[]string{"env", "-p", "demo", "--field-selector", "a"}, 1, "error: read --field-selector \"a\": "},
		"format":         {[]string{"env", "-p", "demo", "-o", "xml"}, 1, "error: unable to match a printer suitable for the output format \"xml\""},
		"object of all":  {[]string{"env/test", "-p", "demo", "-A"}, 1, "error: env/test is one object: it can not be selected from all"},
	} {
		t.Run(name, func(t *testing.T) {
			got := runOn(t, twoProducts(t), append([]string{"get"}, test.args...)...)
			got.wantCode(t, test.code)
			if !strings.HasPrefix(got.errOut, test.says) || test.says == "" && got.errOut != "" {
				t.Errorf("says %q, want %q", got.errOut, test.says)
			}
		})
	}
}

func TestGetShowsWhatMayBeRead(t *testing.T) {
	server := twoProducts(t)
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if strings.HasSuffix(r.Path, "/coderepos") {
			return livetest.Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, "jane cannot list coderepos")
		}
		return nil
	}
	got := runOn(t, server, "get", "-p", "demo")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.out, "environment/test")
	wantContains(t, got.errOut, "Note: not everything is shown: jane cannot list coderepos")

	got = runOn(t, server, "get", "coderepos,env", "-p", "demo")
	got.wantCode(t, exitcode.Failed)
	wantContains(t, got.out, "environment/test")
	wantContains(t, got.errOut, "error: jane cannot list coderepos")

	got = runOn(t, server, "get", "coderepos", "-p", "demo", "-o", "json")
	got.wantCode(t, exitcode.Failed)
	if got.out != "" {
		t.Errorf("stdout %q", got.out)
	}
}

func TestGetWhereOurKindsAreNotInstalled(t *testing.T) {
	server := livetest.New(t)
	server.Intercept = func(livetest.Request) *livetest.Answer {
		return livetest.Refusal(http.StatusNotFound, metav1.StatusReasonNotFound, "the server could not find the requested resource")
	}
	got := runOn(t, server, "get", "env", "-p", "demo")
	got.wantCode(t, exitcode.Failed)
	wantContains(t, got.errOut, "error: the cluster does not know the kinds of nautes.resource.nautes.io/v1alpha1 (install them")
}
