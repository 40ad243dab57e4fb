// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package entitlement_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/entitlement"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// A project may use a repo exactly where the rules let a runtime of it.
func TestTheMatrixSaysWhatTheRulesSay(t *testing.T) {
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	granted, refused := 0, 0
	for seed := range uint64(40) {
		state := randomWorld(rand.New(rand.NewPCG(seed, 7)))
		for _, product := range []string{"demo", "core"} {
			matrix := entitlement.Of(state, product)
			for _, object := range state.List(catalog.CodeRepo, "") {
				if object.Terminating() {
					continue
				}
				for _, project := range append([]string{""}, matrix.Projects...) {
					says := accessIn(matrix, object.ID, project) != entitlement.None
					asked := askRules(t.Context(), t, engine, state, product, project, object.ID)
					for rule, allows := range asked {
						if allows != says {
							t.Errorf("seed %d: may project %q of %s use %s? %s says %t, the matrix %t", seed, project, product, object.ID, rule, allows, says)
						}
					}
					if says {
						granted++
					} else {
						refused++
					}
				}
			}
		}
	}
	if granted < 100 || refused < 100 {
		t.Errorf("%d granted and %d refused make a poor comparison", granted, refused)
	}
}

// accessIn is what the matrix says; a repo that is not in it may not be used.
func accessIn(m *entitlement.Matrix, repo catalog.ID, project string) entitlement.Access {
	only, ok := m.Only(repo.Namespace + "/" + repo.Name)
	if !ok {
		return entitlement.None
	}
	for _, cell := range append([]entitlement.Cell{only.Repos[0].Whole}, only.Repos[0].Cells...) {
		if cell.Project == project {
			return cell.Access
		}
	}
	return entitlement.None
}

// askRules has the rules judge a runtime of each kind that uses the repo, and says which of the rules about that allow it.
func askRules(ctx context.Context, t *testing.T, engine *policy.Engine, state *catalog.Snapshot, product, project string, repo catalog.ID) map[string]bool {
	t.Helper()
	reference := repo.Namespace + "/" + repo.Name
	deployment := fields{
		"manifestSource": fields{"codeRepo": reference, "path": "p", "targetRevision": "main"},
		"destination":    fields{"environment": "test"},
	}
	probes := map[string]*catalog.Object{}
	if project != "" {
		deployment["projectsRef"] = []any{project}
		probes["pipelineruntime-source-permitted"] = world.Object(catalog.ProjectPipelineRuntime, product, "probe", fields{
			"project": project, "pipelineSource": reference, "destination": fields{"environment": "test"},
		})
	}
	probes["deploymentruntime-projects-permitted"] = world.Object(catalog.DeploymentRuntime, product, "probe", deployment)
	allows := map[string]bool{}
	for rule, probe := range probes {
		verdict, err := engine.Judge(ctx, policy.Review{Operation: policy.Create, Object: probe.Content(), Catalog: state})
		if err != nil {
			t.Fatal(err)
		}
		allows[rule] = !slices.ContainsFunc(verdict.Findings, func(f policy.Finding) bool { return f.Rule == rule })
	}
	return allows
}

// randomWorld is two products with projects, repos and bindings of every sort: to itself and to the other, to all
// projects and to some, of repos that are not there, and being deleted.
func randomWorld(random *rand.Rand) *catalog.Snapshot {
	products := []string{"demo", "core"}
	var objects []*catalog.Object
	add := func(o *catalog.Object) {
		if random.IntN(8) == 0 {
			o = deleted(o)
		}
		objects = append(objects, o)
	}
	pick := func(names ...string) string { return names[random.IntN(len(names))] }
	for _, product := range products {
		objects = append(objects, world.Object(catalog.Product, "", product, nil))
		for _, name := range []string{"api", "web"} {
			add(project(product, name))
			add(repo(product, "of-"+name, pick("", "api", "web", "nowhere")))
		}
		add(repo(product, "charts", ""))
		for i := range random.IntN(6) {
			var projects []any
			for range random.IntN(3) {
				projects = append(projects, pick("api", "web", "nowhere"))
			}
			add(binding(product, fmt.Sprintf("b%d", i), pick("of-api", "of-web", "charts", "nowhere"), pick(products...),
				pick("readonly", "readwrite"), projects...))
		}
	}
	return catalog.New(objects...)
}
