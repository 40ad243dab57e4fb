// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/cluster"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

const (
	// benchRounds: in each, every way of admission has its turn, in an order that chance decides.
	benchRounds = 9
	// benchCycles is how often each object is created, updated and deleted in a turn, one write after the other.
	benchCycles = 12
	// benchClients write at the same time, to count how many writes go through.
	benchClients = 8
	benchBusy    = 2 * time.Second
)

// BenchmarkAdmission writes through a real API server with all our rules on, with a webhook that allows everything at
// once, and with none. The three take turns in the same cluster; what is compared are turns of the same round.
func BenchmarkAdmission(b *testing.B) {
	e, err := start(b.Context(), b.TempDir(), cluster.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer e.stop()
	ways := newWays(b, e)
	w := newBenchWriter(b, e)
	ways.use(b, ours)
	w.turn(b) // the first writes of a process are its slowest
	measured := map[way][]turn{}
	for range benchRounds {
		for _, at := range rand.Perm(len(allWays)) {
			ways.use(b, allWays[at])
			measured[allWays[at]] = append(measured[allWays[at]], w.turn(b))
		}
	}
	for b.Loop() {
		// The rounds above are the measurement; one is too long to repeat until the time is used up.
	}
	report(b, measured)
}

// turn is what one turn of one way came to.
type turn struct {
	latencies []time.Duration // of each write, sorted
	rps       float64
}

func (t turn) quantile(q float64) float64 {
	return float64(t.latencies[int(q*float64(len(t.latencies)-1))].Microseconds()) / 1000
}

func report(b *testing.B, measured map[way][]turn) {
	b.Helper()
	var all turn
	var rps []float64
	for _, t := range measured[ours] {
		all.latencies = append(all.latencies, t.latencies...)
		rps = append(rps, t.rps)
	}
	slices.Sort(all.latencies)
	b.ReportMetric(all.quantile(0.50), "admission_p50_ms")
	b.ReportMetric(all.quantile(0.99), "admission_p99_ms")
	b.ReportMetric(middle(rps), "admission_rps")
	for against, name := range map[way]string{noop: "noop", none: "no"} {
		var ratios []float64
		for round, t := range measured[ours] {
			ratios = append(ratios, t.quantile(0.50)/measured[against][round].quantile(0.50))
		}
		b.ReportMetric(middle(ratios), fmt.Sprintf("admission_vs_%s_webhook_ratio", name))
		b.Logf("p50 over that with %s webhook, round by round: %.2f (from %.2f to %.2f)", name, ratios, slices.Min(ratios), slices.Max(ratios))
	}
	for _, w := range allWays {
		var p50, p99, rps []float64
		for _, t := range measured[w] {
			p50, p99, rps = append(p50, t.quantile(0.50)), append(p99, t.quantile(0.99)), append(rps, t.rps)
		}
		b.Logf("%s webhook: p50 %.2f ms (turns from %.2f to %.2f), p99 %.2f ms, %.0f writes a second", w, middle(p50), slices.Min(p50), slices.Max(p50), middle(p99), middle(rps))
	}
}

// benchWriter writes objects that are right into a tenant that stays.
type benchWriter struct {
	client dynamic.Interface
	number atomic.Int64 // of the next objects
}

func newBenchWriter(b *testing.B, e *environment) *benchWriter {
	b.Helper()
	if made := e.runWith(b.Context(), manifestsOf(b, inOrder(world.Tenant("bench", 4))), e.cluster.Kubectl, "apply", "-f", "-"); made.code != 0 {
		b.Fatal(made.stderr)
	}
	return &benchWriter{client: e.client(b)}
}

func (w *benchWriter) turn(b *testing.B) turn {
	b.Helper()
	var t turn
	for range benchCycles {
		latencies, err := w.cycle(b.Context(), int(w.number.Add(1)))
		if err != nil {
			b.Fatal(err)
		}
		t.latencies = append(t.latencies, latencies...)
	}
	slices.SortFunc(t.latencies, cmp.Compare)
	t.rps = w.busy(b)
	return t
}

// busy counts the writes of several clients at once.
func (w *benchWriter) busy(b *testing.B) float64 {
	b.Helper()
	var writes atomic.Int64
	var group sync.WaitGroup
	started := time.Now()
	for range benchClients {
		group.Go(func() {
			for time.Since(started) < benchBusy {
				done, err := w.cycle(b.Context(), int(w.number.Add(1)))
				if err != nil {
					b.Error(err)
					return
				}
				writes.Add(int64(len(done)))
			}
		})
	}
	group.Wait()
	return float64(writes.Load()) / time.Since(started).Seconds()
}

// cycle creates one object of each of six kinds, those first that others refer to, updates and deletes each, and
// returns the time of each write.
func (w *benchWriter) cycle(ctx context.Context, number int) ([]time.Duration, error) {
	var latencies []time.Duration
	timed := func(write func() error) error {
		started := time.Now()
		err := write()
		latencies = append(latencies, time.Since(started))
		return err
	}
	objects := benchObjects(number)
	for i, object := range objects {
		of := resourceOf(w.client, object)
		if err := timed(func() (err error) { objects[i], err = of.Create(ctx, object, metav1.CreateOptions{}); return err }); err != nil {
			return nil, err
		}
		if err := unstructured.SetNestedField(objects[i].Object, fmt.Sprintf("bench-p%d", number%4), "spec", "product"); err != nil {
			return nil, err
		}
		if object.GetKind() == string(catalog.CodeRepoBinding) {
			unstructured.RemoveNestedField(objects[i].Object, "spec", "projects")
		}
		if err := timed(func() error { _, err := of.Update(ctx, objects[i], metav1.UpdateOptions{}); return err }); err != nil {
			return nil, err
		}
	}
	for _, object := range slices.Backward(objects) {
		err := timed(func() error {
			return resourceOf(w.client, object).Delete(ctx, object.GetName(), metav1.DeleteOptions{})
		})
		if err != nil {
			return nil, err
		}
	}
	return latencies, nil
}

// benchObjects are objects of a product of the tenant that no other number has.
func benchObjects(number int) []*unstructured.Unstructured {
	product := fmt.Sprintf("bench-p%d", number%4)
	name := fmt.Sprintf("bench-%d", number)
	objects := []*catalog.Object{
		world.Object(catalog.Project, product, name, spec{"language": "golang"}),
		world.Object(catalog.CodeRepo, product, name, spec{"codeRepoProvider": "bench-gitlab", "project": name, "webhook": spec{"events": []any{"push_events"}}}),
		world.Object(catalog.CodeRepoBinding, product, name, spec{"codeRepo": name, "product": product, "projects": []any{"api"}, "permissions": "readonly"}),
		world.Object(catalog.ArtifactRepo, product, name, spec{
			"artifactRepoProvider": "bench-nexus", "projects": []any{name}, "repoName": "go", "repoType": "remote", "packageType": "go",
		}),
		world.Object(catalog.DeploymentRuntime, product, name, spec{
			"projectsRef": []any{name}, "manifestSource": spec{"codeRepo": name, "path": "deploy", "targetRevision": "main"}, "destination": spec{"environment": "test"},
		}),
		world.Object(catalog.ProjectPipelineRuntime, product, name+"-ci", spec{
			"project": name, "pipelineSource": "pipelines", "isolation": "shared", "destination": spec{"environment": "ci"},
			"pipelines":        []any{spec{"name": "build", "path": name + ".yaml"}},
			"eventSources":     []any{spec{"name": "push", "gitlab": spec{"repoName": name, "events": []any{"push_events"}}}},
			"pipelineTriggers": []any{spec{"eventSource": "push", "pipeline": "build"}},
		}),
	}
	contents := make([]*unstructured.Unstructured, len(objects))
	for i, object := range objects {
		contents[i] = contentOf(object)
	}
	return contents
}
