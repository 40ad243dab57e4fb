// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// contest is several clients that write the same few objects.
type contest struct {
	client  dynamic.Interface
	clients int
	prefix  string
	// clusters come and go as well, a host among them.
	clusters []*catalog.Object

	created, deleted, denied, late atomic.Int64
}

// newContest makes what stays: a provider of either kind and two products.
func newContest(t *testing.T, e *environment, clients int) *contest {
	t.Helper()
	c := &contest{client: e.client(t), clients: clients, prefix: "contest-"}
	for _, object := range inOrder(world.Tenant("contest", 2)) {
		switch object.Kind {
		case catalog.CodeRepoProvider, catalog.ArtifactRepoProvider, catalog.Product, catalog.Namespace:
			if err := c.create(t.Context(), object); err != nil && !apierrors.IsAlreadyExists(err) {
				t.Fatal(err)
			}
		case catalog.Cluster:
			c.clusters = append(c.clusters, object)
		}
	}
	return c
}

// run lets the clients write for a time. Apart from what is denied, and from who comes too late, no write may fail.
func (c *contest) run(t *testing.T, during time.Duration) {
	t.Helper()
	deadline := time.Now().Add(during)
	var group sync.WaitGroup
	for client := range c.clients {
		group.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(client)))
			for time.Now().Before(deadline) {
				if err := c.write(t.Context(), random); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	writes := c.created.Load() + c.deleted.Load() + c.denied.Load() + c.late.Load()
	t.Logf("%d clients, %.0f s: %d writes: %d created, %d deleted, %d denied, %d too late", c.clients, during.Seconds(), writes,
		c.created.Load(), c.deleted.Load(), c.denied.Load(), c.late.Load())
	if c.created.Load() == 0 || c.deleted.Load() == 0 || c.denied.Load() == 0 {
		t.Error("this was no contest")
	}
}

// write creates or deletes one of the objects.
func (c *contest) write(ctx context.Context, random *rand.Rand) error {
	object := c.contested(random)
	done, do := &c.created, c.create
	if random.IntN(5) < 2 {
		done, do = &c.deleted, c.delete
	}
	err := do(ctx, object)
	switch {
	case err == nil:
		done.Add(1)
	case apierrors.IsAlreadyExists(err) || apierrors.IsNotFound(err) || apierrors.IsConflict(err):
		c.late.Add(1)
	case strings.Contains(err.Error(), "denied the request") && !strings.Contains(err.Error(), "could not be judged"):
		c.denied.Add(1)
	default:
		return fmt.Errorf("write %s: %w", object.ID, err)
	}
	return nil
}

func (c *contest) create(ctx context.Context, object *catalog.Object) error {
	_, err := resourceOf(c.client, contentOf(object)).Create(ctx, contentOf(object), metav1.CreateOptions{})
	return err
}

func (c *contest) delete(ctx context.Context, object *catalog.Object) error {
	return resourceOf(c.client, contentOf(object)).Delete(ctx, object.Name, metav1.DeleteOptions{})
}

func contentOf(object *catalog.Object) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: object.Content()}
}

// contested is one of a few names of each kind, which refers to some of the others.
func (c *contest) contested(random *rand.Rand) *catalog.Object {
	one := func(names ...string) string { return names[random.IntN(len(names))] }
	own, other := one("contest-p0", "contest-p1"), one("contest-p0", "contest-p1")
	environment, project, repo := one("e1", "e2"), one("j1", "j2"), one("r1", "r2", "r3")
	reference := one(repo, other+"/"+repo)
	switch random.IntN(8) {
	case 0:
		return c.clusters[random.IntN(len(c.clusters))]
	case 1:
		return world.Object(catalog.Environment, own, environment, spec{"cluster": one("contest-ci", "contest-build", "contest-test", "contest-prod"), "envType": "test"})
	case 2:
		return world.Object(catalog.Project, own, project, spec{"language": "golang"})
	case 3:
		return world.Object(catalog.CodeRepo, own, repo, spec{
			"codeRepoProvider": "contest-gitlab", "project": one("", project), "webhook": spec{"events": []any{"push_events"}},
		})
	case 4:
		return world.Object(catalog.CodeRepoBinding, own, one("b1", "b2"), spec{"codeRepo": repo, "product": other, "permissions": "readonly"})
	case 5:
		return world.Object(catalog.DeploymentRuntime, own, own+one("-d1", "-d2", "-d3"), spec{
			"manifestSource": spec{"codeRepo": reference, "path": one("a", "b"), "targetRevision": "main"}, "destination": spec{"environment": environment},
		})
	case 6:
		return world.Object(catalog.ArtifactRepo, own, "modules", spec{
			"artifactRepoProvider": "contest-nexus", "projects": []any{project}, "repoName": "go", "repoType": "remote", "packageType": "go",
		})
	}
	return world.Object(catalog.ProjectPipelineRuntime, own, own+one("-c1", "-c2"), spec{
		"project": project, "pipelineSource": reference, "isolation": "shared", "destination": spec{"environment": environment},
		"pipelines":        []any{spec{"name": "build", "path": "build.yaml"}},
		"eventSources":     []any{spec{"name": "push", "gitlab": spec{"repoName": repo, "events": []any{"push_events"}}}},
		"pipelineTriggers": []any{spec{"eventSource": "push", "pipeline": "build"}},
	})
}

type spec = map[string]any
