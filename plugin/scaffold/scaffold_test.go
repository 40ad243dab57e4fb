// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package scaffold_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/write"
	"github.com/nautes-labs/kubectl-nautes/plugin/scaffold"
)

func names(objects []write.Object) []string {
	var names []string
	for _, o := range objects {
		names = append(names, o.Object.GetKind()+"/"+o.Object.GetName())
	}
	return names
}

func TestObjectsOfPlans(t *testing.T) {
	for name, test := range map[string]struct {
		plan scaffold.Plan
		want []string
	}{
		"a project alone": {
			scaffold.Plan{Projects: scaffold.ParseProjects([]string{"api"})},
			[]string{"Product/demo", "Project/api", "CodeRepo/api"},
		},
		"pipelines": {
			scaffold.Plan{Projects: scaffold.ParseProjects([]string{"api"}), PipelineCluster: "p"},
			[]string{"Product/demo", "Environment/ci", "Project/api", "CodeRepo/api", "ProjectPipelineRuntime/demo-api-ci"},
		},
		"deployments": {
			scaffold.Plan{Projects: scaffold.ParseProjects([]string{"api"}), DeployCluster: "d"},
			[]string{"Product/demo", "Environment/test", "Project/api", "CodeRepo/api", "CodeRepo/deploy", "CodeRepoBinding/deploy-to-all", "DeploymentRuntime/demo-api-test"},
		},
		"repos that are named": {
			scaffold.Plan{
				Projects:      scaffold.ParseProjects([]string{"api=golang", "web=typescript"}),
				Repos:         scaffold.ParseRepos([]string{"charts", "web-src=web", "web-lib=web"}),
				DeployCluster: "d",
			},
			[]string{
				"Product/demo", "Environment/test", "Project/api", "Project/web", "CodeRepo/api", "CodeRepo/web-src", "CodeRepo/web-lib",
				"CodeRepo/charts", "CodeRepoBinding/charts-to-all", "DeploymentRuntime/demo-api-test", "DeploymentRuntime/demo-web-test",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			test.plan.Product = "demo"
			if err := test.plan.Check(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, names(test.plan.Objects())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The schemas have nothing against what is made, and each object says what it is for.
func TestObjectsAreValidAndExplained(t *testing.T) {
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		t.Fatal(err)
	}
	schemas := manifest.NewSchemas(crds)
	plan := scaffold.Plan{Product: "demo", Projects: scaffold.ParseProjects([]string{"api", "web=java"}), PipelineCluster: "p", DeployCluster: "d"}
	for _, o := range plan.Objects() {
		if errs := schemas.Validate(t.Context(), o.Object); len(errs) > 0 {
			t.Errorf("%s: %v", o.Object.GetName(), errs.ToAggregate())
		}
		if head := o.Comments("apiVersion").Head; !strings.HasPrefix(head, "# ") {
			t.Errorf("%s says nothing of itself: %q", o.Object.GetName(), head)
		}
	}
}

func TestPlansThatAreRefused(t *testing.T) {
	api := scaffold.ParseProjects([]string{"api"})
	for name, test := range map[string]struct {
		plan scaffold.Plan
		want string
	}{
		"no name":         {scaffold.Plan{Projects: api}, `the name of the product: "" is no name`},
		"a bad name":      {scaffold.Plan{Product: "Demo", Projects: api}, `the name of the product: "Demo" is no name`},
		"no project":      {scaffold.Plan{Product: "demo"}, "no project named (give --project NAME)"},
		"a project twice": {scaffold.Plan{Product: "demo", Projects: append(api, api...)}, `--project "api" is given twice`},
		"a bad project":   {scaffold.Plan{Product: "demo", Projects: scaffold.ParseProjects([]string{"=go"})}, `--project: "" is no name`},
		"a foreign repo":  {scaffold.Plan{Product: "demo", Projects: api, Repos: scaffold.ParseRepos([]string{"r=web"})}, `--repo r=web: there is no project "web" (give --project web too)`},
		"a repo twice":    {scaffold.Plan{Product: "demo", Projects: api, Repos: scaffold.ParseRepos([]string{"api"})}, `there are two repos "api"`},
		"a bad cluster":   {scaffold.Plan{Product: "demo", Projects: api, DeployCluster: "a.b"}, `--deploy-cluster: "a.b" is no name`},
		"one cluster":     {scaffold.Plan{Product: "demo", Projects: api, DeployCluster: "c", PipelineCluster: "c"}, `--pipeline-cluster and --deploy-cluster are both "c"`},
	} {
		t.Run(name, func(t *testing.T) {
			if err := test.plan.Check(); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}
