// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package specflags_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"github.com/nautes-labs/kubectl-nautes/plugin/specflags"
)

// kind is the one of that name.
func kind(t *testing.T, name string) specflags.Kind {
	t.Helper()
	for _, k := range append(specflags.Kinds(), specflags.Cluster()) {
		if k.Name == name {
			return k
		}
	}
	t.Fatalf("there is no %s", name)
	return specflags.Kind{}
}

// spec is what flags make.
func spec(t *testing.T, name string, args ...string) (map[string]any, error) {
	t.Helper()
	k, flags := kind(t, name), pflag.NewFlagSet("test", pflag.ContinueOnError)
	k.AddFlags(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	object, err := k.Object("demo", "one", flags)
	if err != nil {
		return nil, err
	}
	return object.Object["spec"].(map[string]any), nil
}

func TestFlagsBecomeFields(t *testing.T) {
	for name, test := range map[string]struct {
		kind string
		args []string
		want map[string]any
	}{
		"nothing given":  {"coderepo", nil, map[string]any{}},
		"texts":          {"environment", []string{"--cluster", "c", "--type=test"}, map[string]any{"cluster": "c", "envType": "test"}},
		"default":        {"deploymentruntime", nil, map[string]any{"manifestSource": map[string]any{"targetRevision": "main"}}},
		"own product":    {"binding", []string{"--repo", "r"}, map[string]any{"codeRepo": "r", "product": "demo"}},
		"other product":  {"binding", []string{"--to-product", "shop", "--to-project", "a,b", "--to-project", "c"}, map[string]any{"product": "shop", "projects": []any{"a", "b", "c"}}},
		"truth, no text": {"coderepo", []string{"--pipeline-runtime", "--description", ""}, map[string]any{"pipelineRuntime": true, "git": map[string]any{"gitlab": map[string]any{"description": ""}}}},
		"list of a list": {"coderepo", []string{"--event", "push_events"}, map[string]any{"webhook": map[string]any{"events": []any{"push_events"}}}},
		"structures": {"pipelineruntime", []string{
			"--event-source", "name=push,repo=api,events=push_events,events=tag_push_events,revision=main",
			"--event-source", `name=night,"schedule=0,30 2 * * *",except=20261224,except=20261225`,
			"--trigger", "eventSource=push,pipeline=dev,input=fromEvent:ref:/spec/a:b,input=builtInVar:ServiceAccount:/c",
			"--additional-resources", "repo=infra,revision=main,path=tasks",
			"--pre-hook", "name=lint,vars.level=a=b", "--isolation=exclusive",
		}, map[string]any{
			"eventSources": []any{
				map[string]any{"name": "push", "gitlab": map[string]any{"repoName": "api", "events": []any{"push_events", "tag_push_events"}, "revision": "main"}},
				map[string]any{"name": "night", "calendar": map[string]any{"schedule": "0,30 2 * * *", "exclusionDates": []any{"20261224", "20261225"}}},
			},
			"pipelineTriggers": []any{map[string]any{"eventSource": "push", "pipeline": "dev", "inputs": []any{
				map[string]any{"source": map[string]any{"fromEvent": "ref"}, "transmissionMethod": map[string]any{"kustomization": map[string]any{"path": "/spec/a:b"}}},
				map[string]any{"source": map[string]any{"builtInVar": "ServiceAccount"}, "transmissionMethod": map[string]any{"kustomization": map[string]any{"path": "/c"}}},
			}}},
			"additionalResources": map[string]any{"git": map[string]any{"codeRepo": "infra", "revision": "main", "path": "tasks"}},
			"hooks":               map[string]any{"preHooks": []any{map[string]any{"name": "lint", "vars": map[string]any{"level": "a=b"}}}},
			"isolation":           "exclusive",
		}},
		"components": {"cluster", []string{"--component", "deployment=argocd,host=argocd.a.b,namespace=cd", "--component", "gateway=traefik"}, map[string]any{
			"componentsList": map[string]any{
				"deployment": map[string]any{"name": "argocd", "namespace": "cd", "additions": map[string]any{"host": "argocd.a.b"}},
				"gateway":    map[string]any{"name": "traefik"},
			},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := spec(t, test.kind, test.args...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestErrorsNameTheFlag(t *testing.T) {
	for name, test := range map[string]struct {
		kind, flag, value, want string
	}{
		"no pair":        {"pipelineruntime", "--pipeline", "build", `--pipeline: "build": "build" is not KEY=VALUE`},
		"open quote":     {"pipelineruntime", "--pipeline", `name=a,"b`, "is not KEY=VALUE,KEY=VALUE (put a pair with a comma"},
		"empty":          {"pipelineruntime", "--pipeline", "", "is not KEY=VALUE,KEY=VALUE"},
		"near a key":     {"pipelineruntime", "--event-source", "nam=a", `unknown key "nam" (did you mean "name"?)`},
		"no key":         {"pipelineruntime", "--pipeline", "zzzzzz=a", `unknown key "zzzzzz" (use name, path, label)`},
		"entry unnamed":  {"pipelineruntime", "--pre-hook", "vars=a", `unknown key "vars"`},
		"twice":          {"pipelineruntime", "--pipeline", "name=a,name=b", "name is given twice"},
		"bad input":      {"pipelineruntime", "--trigger", "input=ref", "--trigger: \"input=ref\": input=ref: is not FROM:VALUE:POINTER"},
		"category twice": {"cluster", "--component", "gateway=a", "there is a component of the category gateway already"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := spec(t, test.kind, test.flag, test.value, test.flag, test.value)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), test.flag+": ") {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
	_, err := spec(t, "pipelineruntime", "--additional-resources", "path=a", "--additional-resources", "path=b")
	if err == nil || !strings.Contains(err.Error(), "--additional-resources: is given 2 times (give it once)") {
		t.Errorf("error %v", err)
	}
}

func TestFieldsNameTheirFlag(t *testing.T) {
	for field, test := range map[string]struct{ kind, want string }{
		"spec.cluster":                               {"environment", "--cluster"},
		"spec.clusters":                              {"environment", ""},
		"metadata.name":                              {"environment", ""},
		"spec.destination.namespaces[1]":             {"deploymentruntime", "--target-namespace"},
		"spec.destination":                           {"deploymentruntime", ""},
		"spec.eventSources":                          {"pipelineruntime", "--event-source"},
		"spec.eventSources[0].gitlab.repoName":       {"pipelineruntime", "--event-source repo"},
		"spec.eventSources[1].gitlab.events[0]":      {"pipelineruntime", "--event-source (the 2nd) events"},
		"spec.eventSources[11].gitlab":               {"pipelineruntime", "--event-source (the 12th)"},
		"spec.eventSources[2]":                       {"pipelineruntime", "--event-source (the 3rd)"},
		"spec.pipelineTriggers[20].inputs[0].source": {"pipelineruntime", "--trigger (the 21st) input"},
		"spec.additionalResources.git.path":          {"pipelineruntime", "--additional-resources path"},
		"spec.componentsList.gateway.name":           {"cluster", "--component"},
	} {
		if got := kind(t, test.kind).FlagOf(field); got != test.want {
			t.Errorf("%s: got %q, want %q", field, got, test.want)
		}
	}
}
