// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// retail is a server with product demo, which runs pipelines on a virtual cluster and deploys to a physical one, and
// product core, which shares a repo with it.
func retail(t *testing.T) *livetest.Server {
	t.Helper()
	server := livetest.New(t)
	gateway := fields{"name": "traefik", "namespace": "traefik", "additions": fields{"httpNodePort": "30080", "httpsNodePort": "30444"}}
	component := func(name, namespace, host string) fields {
		return fields{"name": name, "namespace": namespace, "additions": fields{"host": host}}
	}
	put(server,
		world.Provider("gitlab"),
		world.Object(catalog.ArtifactRepoProvider, "", "nexus", fields{"url": "https://nexus.example.com/repository", "apiServer": "https://nexus.example.com", "providerType": "nexus"}),
		world.Object(catalog.Cluster, "", "host1", fields{
			"apiServer": "https://host1.example.com", "usage": "host", "clusterType": "physical", "componentsList": fields{"gateway": gateway},
		}),
		world.Object(catalog.Cluster, "", "ci", fields{
			"apiServer": "https://ci.example.com", "usage": "worker", "workerType": "pipeline", "clusterType": "virtual", "hostCluster": "host1",
			"componentsList": fields{"pipeline": component("tekton", "tekton-pipelines", "tekton.ci.example.com"), "deployment": component("argocd", "argocd", "argocd.ci.example.com")},
		}),
		world.Object(catalog.Cluster, "", "demo-test", fields{
			"apiServer": "https://run.example.com", "usage": "worker", "workerType": "deployment", "clusterType": "physical",
			"componentsList":                    fields{"deployment": component("argocd", "argocd", "argocd.run.example.com"), "gateway": gateway},
			"reservedNamespacesAllowedProducts": fields{"argocd": []any{"core"}},
			"productAllowedClusterResources":    fields{"demo": []any{fields{"kind": "ClusterRole", "group": "rbac.authorization.k8s.io"}}},
		}),
	)
	for _, product := range []string{"demo", "core"} {
		put(server, world.Namespace(product), world.Object(catalog.Product, "", product, fields{"codeRepoProvider": "gitlab"}),
			world.Object(catalog.Environment, product, "run", fields{"cluster": "demo-test", "envType": "test"}))
	}
	put(server, ofDemo()...)
	put(server,
		world.Object(catalog.Project, "core", "base", fields{"language": "go"}),
		world.Object(catalog.CodeRepo, "core", "lib", fields{"project": "base", "webhook": fields{"events": []any{"push_events"}}}),
		world.Object(catalog.CodeRepoBinding, "core", "lib-for-demo", fields{"codeRepo": "lib", "product": "demo", "projects": []any{"web"}, "permissions": "readonly"}),
		world.Runtime("core", "base", "run", "lib"),
	)
	return server
}

// ofDemo is what is in product demo.
func ofDemo() []*catalog.Object {
	binding := func(name, repo, product, permissions string, projects ...any) *catalog.Object {
		spec := fields{"codeRepo": repo, "product": product, "permissions": permissions}
		if len(projects) > 0 {
			spec["projects"] = projects
		}
		return world.Object(catalog.CodeRepoBinding, "demo", name, spec)
	}
	source := func(name, repo, revision string, events ...any) fields {
		return fields{"name": name, "gitlab": fields{"repoName": repo, "revision": revision, "events": events}}
	}
	ci := func(project string, sources ...any) *catalog.Object {
		var triggers []any
		for _, s := range sources {
			triggers = append(triggers, fields{"eventSource": s.(fields)["name"], "pipeline": "build"})
		}
		return world.Object(catalog.ProjectPipelineRuntime, "demo", project+"-ci", fields{
			"project": project, "pipelineSource": "pipelines", "isolation": "shared", "destination": fields{"environment": "ci", "namespace": "demo-" + project + "-ci"},
			"pipelines": []any{fields{"name": "build", "path": project + ".yaml"}}, "eventSources": sources, "pipelineTriggers": triggers,
		})
	}
	return []*catalog.Object{
		world.Object(catalog.Environment, "demo", "ci", fields{"cluster": "ci", "envType": "ci"}),
		world.Object(catalog.Project, "demo", "api", fields{"language": "go"}), world.Object(catalog.Project, "demo", "web", fields{"language": "go"}),
		world.Object(catalog.CodeRepo, "demo", "api", fields{"project": "api", "webhook": fields{"events": []any{"push_events"}}}),
		world.Object(catalog.CodeRepo, "demo", "web", fields{"project": "web", "webhook": fields{"events": []any{"push_events", "tag_push_events"}}}),
		world.Object(catalog.CodeRepo, "demo", "charts", fields{}), world.Object(catalog.CodeRepo, "demo", "pipelines", fields{}),
		binding("charts-for-all", "charts", "demo", "readonly"), binding("charts-for-api", "charts", "demo", "readwrite", "api"),
		binding("pipelines-for-all", "pipelines", "demo", "readonly"), binding("charts-for-core", "charts", "core", "readonly", "base"),
		ci("api", source("main", "api", "main", "push_events"), source("tags", "api", "v.*", "tag_push_events"), source("foreign", "web", "", "push_events")),
		ci("web", source("main", "web", "main", "push_events"), source("features", "web", "feature-.*", "push_events"), source("lib", "core/lib", "*", "push_events"),
			fields{"name": "nightly", "calendar": fields{"schedule": "0 2 * * *", "timezone": "Europe/Berlin"}}),
		world.Object(catalog.ArtifactRepo, "demo", "maven", fields{"artifactRepoProvider": "nexus", "repoName": "maven-local", "repoType": "local", "packageType": "maven"}),
	}
}

// asked runs the whole program on a server.
func asked(ctx context.Context, t *testing.T, server *livetest.Server, args ...string) outcome {
	t.Helper()
	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	code := Run(ctx, streams, append(args, "--kubeconfig", server.Kubeconfig()))
	return outcome{out: out.String(), errOut: errOut.String(), message: errOut.String(), code: code}
}

// triggersAtNoon is triggers with a clock that stands.
func triggersAtNoon(t *testing.T, server *livetest.Server, args ...string) outcome {
	t.Helper()
	return run(t, "", func(_ genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
		config := genericclioptions.NewConfigFlags(false)
		kubeconfig := server.Kubeconfig()
		config.KubeConfig = &kubeconfig
		cmd := (&triggersOptions{asking: asking{IOStreams: streams, config: config}, now: bypassNoon}).command()
		cmd.Flags().StringVarP(config.Namespace, "product", "p", "", "")
		return cmd
	}, args...)
}

func TestAnswersGolden(t *testing.T) {
	server := retail(t)
	for name, test := range map[string]struct {
		args []string
		code exitcode.Code
	}{
		"access.table":              {[]string{"access", "-p", "demo"}, 0},
		"access.wide":               {[]string{"access", "-p", "demo", "-o", "wide"}, 0},
		"access.json":               {[]string{"access", "-p", "demo", "--repo", "charts", "-o", "json"}, 0},
		"access.yaml":               {[]string{"access", "-p", "demo", "--repo", "core/lib", "-o", "yaml"}, 0},
		"access.name":               {[]string{"access", "-p", "demo", "-o", "name"}, 0},
		"triggers-list.table":       {[]string{"triggers", "-p", "demo"}, 0},
		"triggers-event.table":      {[]string{"triggers", "-p", "demo", "--repo", "web", "--event", "push_events", "--ref", "refs/heads/main"}, 0},
		"triggers-event.wide":       {[]string{"triggers", "-A", "--repo", "core/lib", "--event", "push_events", "-o", "wide"}, 0},
		"triggers-event.json":       {[]string{"triggers", "-p", "demo", "--repo", "api", "--event", "tag_push_events", "--ref", "v1", "-o", "json"}, 0},
		"can-use-component.text":    {[]string{"can-use", "-p", "demo", "--cluster", "demo-test", "--namespace", "argocd"}, 2},
		"can-use-component.json":    {[]string{"can-use", "-p", "core", "--cluster", "demo-test", "--namespace", "argocd", "-o", "json"}, 0},
		"can-use-taken.text":        {[]string{"can-use", "-n", "demo", "--cluster", "demo-test", "--namespace", "core-base"}, 2},
		"can-use-free.text":         {[]string{"can-use", "-p", "demo", "--cluster", "demo-test", "--namespace", "demo-web"}, 0},
		"can-use-kind.text":         {[]string{"can-use", "-p", "demo", "--cluster", "demo-test", "--kind", "ClusterRole.authorization.k8s.io"}, 2},
		"can-use-kind.yaml":         {[]string{"can-use", "-p", "demo", "--cluster", "demo-test", "--kind", "ClusterRole.rbac.authorization.k8s.io", "-o", "yaml"}, 0},
		"components.table":          {[]string{"components"}, 0},
		"components-of-class.table": {[]string{"components", "--for", "worker/virtual/pipeline"}, 0},
		"components-of-class.wide":  {[]string{"components", "--for", "worker/virtual/pipeline", "-o", "wide"}, 0},
		"components-of-class.json":  {[]string{"components", "--for", "host/physical", "-o", "json"}, 0},
		"components-of-class.name":  {[]string{"components", "--for", "host/physical", "-o", "name"}, 0},
		"urls.table":                {[]string{"urls", "-p", "demo"}, 0},
		"urls.wide":                 {[]string{"urls", "-p", "demo", "-o", "wide"}, 0},
		"urls.json":                 {[]string{"urls", "-p", "demo", "-o", "json"}, 0},
		"urls-of-all.table":         {[]string{"urls"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var o outcome
			if test.args[0] == "triggers" {
				o = triggersAtNoon(t, server, test.args[1:]...)
			} else {
				o = asked(t.Context(), t, server, test.args...)
			}
			o.wantCode(t, test.code)
			if strings.HasSuffix(name, ".table") || strings.HasSuffix(name, ".text") {
				fitsButForPatterns(t, o.out)
			}
			golden(t, name+".golden")(o.out + o.errOut)
		})
	}
}

// fitsButForPatterns wants every line to fit into 80 columns, but for a pattern, which is one word.
func fitsButForPatterns(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), "^") {
			fits(t, line)
		}
	}
}

func TestQuestionsThatCanNotBeAnswered(t *testing.T) {
	server := retail(t)
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"access, no product":          {[]string{"access"}, "no product named (give -p PRODUCT"},
		"access, unknown product":     {[]string{"access", "-p", "nope"}, `there is no product "nope" (to see products:`},
		"access, unknown repo":        {[]string{"access", "-p", "demo", "--repo", "chart"}, `nor is granted one (did you mean "charts"?)`},
		"access, unknown format":      {[]string{"access", "-p", "demo", "-o", "xml"}, "use one of table|wide|json|yaml|name"},
		"access, an argument":         {[]string{"access", "demo"}, `unknown command "demo"`},
		"triggers, no product":        {[]string{"triggers"}, "no product named (give -p PRODUCT, or -A for all)"},
		"triggers, unknown product":   {[]string{"triggers", "-p", "nope"}, `there is no product "nope"`},
		"triggers, unknown repo":      {[]string{"triggers", "-p", "demo", "--repo", "wep"}, `there is no code repo "wep" in product "demo" (did you mean "web"?)`},
		"triggers, unknown event":     {[]string{"triggers", "-p", "demo", "--repo", "web", "--event", "push"}, `unknown event "push"`},
		"triggers, of which product":  {[]string{"triggers", "-A", "--repo", "web"}, "with -A write --repo PRODUCT/REPO"},
		"triggers, unknown format":    {[]string{"triggers", "-A", "-o", "xml"}, "use one of table|wide|json|yaml)"},
		"can-use, no cluster":         {[]string{"can-use", "-p", "demo", "--namespace", "x"}, "no cluster named (give --cluster CLUSTER"},
		"can-use, unknown cluster":    {[]string{"can-use", "-p", "demo", "--cluster", "demo-tset", "--namespace", "x"}, `there is no cluster "demo-tset" (did you mean "demo-test"?)`},
		"can-use, nothing asked":      {[]string{"can-use", "-p", "demo", "--cluster", "demo-test"}, "give either --namespace NAMESPACE or --kind KIND.GROUP"},
		"can-use, two things asked":   {[]string{"can-use", "-p", "demo", "--cluster", "demo-test", "--namespace", "x", "--kind", "K.g"}, "give either"},
		"can-use, no namespace":       {[]string{"can-use", "-p", "demo", "--cluster", "demo-test", "--namespace", "X"}, `"X" is no name of a namespace`},
		"can-use, no kind":            {[]string{"can-use", "-p", "demo", "--cluster", "demo-test", "--kind", "ClusterRole"}, `did you mean "ClusterRole.rbac.authorization.k8s.io"?`},
		"can-use, no product":         {[]string{"can-use", "--cluster", "demo-test", "--namespace", "x"}, "no product named (give -p PRODUCT)"},
		"can-use, product twice":      {[]string{"can-use", "-p", "demo", "-n", "demo", "--cluster", "demo-test", "--namespace", "x"}, "-p and -n mean the same"},
		"can-use, unknown product":    {[]string{"can-use", "-p", "nope", "--cluster", "demo-test", "--namespace", "x"}, `there is no product "nope"`},
		"components, unknown class":   {[]string{"components", "--for", "worker/virtual/pipelin"}, `did you mean "worker/virtual/pipeline"?`},
		"components, unknown format":  {[]string{"components", "-o", "xml"}, "use one of table|wide|json|yaml|name"},
		"urls, unknown product":       {[]string{"urls", "-p", "nope"}, `there is no product "nope"`},
		"urls, unknown format":        {[]string{"urls", "-o", "xml"}, "use one of table|wide|json|yaml)"},
		"a product by both its flags": {[]string{"urls", "-p", "demo", "-n", "demo"}, "--product and --namespace mean the same"},
	} {
		t.Run(name, func(t *testing.T) {
			o := asked(t.Context(), t, server, test.args...)
			o.wantCode(t, exitcode.Failed)
			wantContains(t, o.errOut, test.want)
			if o.out != "" {
				t.Errorf("stdout: %s", o.out)
			}
		})
	}
}

// Who has a role in one product only is told what can not be seen, and nothing that may not be so.
func TestQuestionsOfWhoIsBoundInOneProduct(t *testing.T) {
	server := retail(t)
	server.Intercept = livetest.BoundIn([]string{"demo"})
	for name, test := range map[string]struct {
		args []string
		code exitcode.Code
		says string
	}{
		"access":             {[]string{"access", "-p", "demo"}, 0, "repos that they share with this one are shown as far as you may see"},
		"access elsewhere":   {[]string{"access", "-p", "core"}, 1, "cannot read"},
		"triggers":           {[]string{"triggers", "-p", "demo"}, 0, "not judged:"},
		"triggers of all":    {[]string{"triggers", "-A"}, 1, "cannot read"},
		"can-use":            {[]string{"can-use", "-p", "demo", "--cluster", "demo-test", "--namespace", "x"}, 1, "cannot read"},
		"urls":               {[]string{"urls", "-p", "demo"}, 0, "are not looked at"},
		"urls of all":        {[]string{"urls"}, 1, "cannot read"},
		"components, anyhow": {[]string{"components"}, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := asked(t.Context(), t, server, test.args...)
			o.wantCode(t, test.code)
			wantContains(t, o.errOut, test.says)
		})
	}
	// What the owner of another repo permits is not for everyone to see.
	o := asked(t.Context(), t, server, "triggers", "-p", "demo", "--repo", "core/lib", "--event", "push_events")
	o.wantCode(t, exitcode.Done)
	wantContains(t, o.out, "unknown  web-ci   build     lib\n  not judged: pipelineruntime-event-repo-")

	// Who may see the cluster, but not who else is on it, is given no yes that may be wrong.
	server.Intercept = livetest.BoundIn([]string{"demo"}, livetest.Path(catalog.Cluster, "", "demo-test"))
	o = asked(t.Context(), t, server, "can-use", "-p", "demo", "--cluster", "demo-test", "--namespace", "core")
	o.wantCode(t, exitcode.Failed)
	wantContains(t, o.errOut, "neither yes nor no: runtime-namespace-not-reserved could not be asked")
}

func TestQuestionsWhereThereIsNoCluster(t *testing.T) {
	server := retail(t)
	server.Close()
	questions := [][]string{
		{"access", "-p", "demo"}, {"triggers", "-p", "demo"}, {"urls"}, {"can-use", "-p", "demo", "--cluster", "demo-test", "--namespace", "x"},
	}
	for _, args := range questions {
		o := asked(t.Context(), t, server, args...)
		o.wantCode(t, exitcode.Failed)
		wantContains(t, o.errOut, "can not be reached")
	}
	asked(t.Context(), t, server, "components").wantCode(t, exitcode.Done)

	old := livetest.New(t)
	old.Intercept = func(r livetest.Request) *livetest.Answer {
		if strings.HasPrefix(r.Path, "/apis/"+catalog.APIVersion) {
			return livetest.Refusal(http.StatusNotFound, metav1.StatusReasonNotFound, "the server could not find the requested resource")
		}
		return nil
	}
	for _, args := range questions {
		o := asked(t.Context(), t, old, args...)
		o.wantCode(t, exitcode.Failed)
		wantContains(t, o.errOut, "kubectl apply --server-side -k manifests/default")
	}
}

func TestQuestionsThatAreInterrupted(t *testing.T) {
	for _, args := range [][]string{
		{"access", "-p", "demo"}, {"triggers", "-p", "demo"}, {"urls"}, {"can-use", "-p", "demo", "--cluster", "demo-test", "--namespace", "x"},
	} {
		server := retail(t) // one each: requests that were given up may still be on their way
		ctx, cancel := context.WithCancel(t.Context())
		server.Intercept = func(livetest.Request) *livetest.Answer {
			cancel()
			return nil
		}
		asked(ctx, t, server, args...).wantCode(t, exitcode.Interrupted)
	}
}

func TestAProductThatIsBeingDeletedIsStillAskedAbout(t *testing.T) {
	server := retail(t)
	product := server.Get(livetest.Path(catalog.Product, "", "demo"))
	product["metadata"].(fields)["deletionTimestamp"] = "2026-11-23T12:00:00Z"
	o := asked(t.Context(), t, server, "access", "-p", "demo")
	o.wantCode(t, exitcode.Done)
	wantContains(t, o.errOut, `Note: product "demo" is being deleted`)
}

// What help shows can be typed.
func TestExamplesOfQuestionsRun(t *testing.T) {
	server := retail(t)
	streams := genericiooptions.NewTestIOStreamsDiscard()
	for _, cmd := range newRoot(streams).Commands() {
		if !slices.Contains([]string{"access", "triggers", "can-use", "components", "urls"}, cmd.Name()) {
			continue
		}
		examples := 0
		for line := range strings.Lines(cmd.Example) {
			args, example := strings.CutPrefix(strings.TrimSpace(line), displayName+" ")
			if !example {
				continue
			}
			examples++
			if o := asked(t.Context(), t, server, strings.Fields(args)...); o.out == "" || o.code != exitcode.Done && o.code != exitcode.Denied {
				t.Errorf("%s: code %d: %s", line, o.code, o.errOut)
			}
		}
		if examples == 0 {
			t.Errorf("%s has no examples", cmd.Name())
		}
	}
}

func TestCompletionsOfQuestions(t *testing.T) {
	events, _ := completeEvents(nil, nil, "")
	classes, _ := completeClasses(nil, nil, "")
	if !strings.HasPrefix(strings.Join(events, " "), "issues_events job_events") || len(classes) != 5 {
		t.Errorf("events %v, classes %v", events, classes)
	}
}
