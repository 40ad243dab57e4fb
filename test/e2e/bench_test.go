// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// BenchmarkApply1000 applies the same 1,000 objects by the plugin and by plain kubectl apply -f, to the same API
// server with the webhook in the path, in turn, each time into a product of their own that exists already. The
// ratio is that of the medians of whole-process times.
func BenchmarkApply1000(b *testing.B) {
	var ours, theirs []float64
	for round := range 3 {
		ours = append(ours, shared.timeApply(b, fmt.Sprintf("ours-%d", round), built("kubectl-nautes")))
		theirs = append(theirs, shared.timeApply(b, fmt.Sprintf("theirs-%d", round), shared.cluster.Kubectl))
	}
	for b.Loop() {
		// The rounds above are the measurement; one is too long to repeat until the time is used up.
	}
	b.ReportMetric(middle(ours)/middle(theirs), "apply_1000_vs_kubectl_ratio")
	b.ReportMetric(middle(ours), "apply_1000_seconds")
	b.ReportMetric(middle(theirs), "kubectl_apply_1000_seconds")
}

// BenchmarkStartup starts `version --client` of the plugin and of a kubectl built by itself, in turn.
func BenchmarkStartup(b *testing.B) {
	kubectl, err := cluster.BuildKubectl(b.Context(), os.Stderr)
	if err != nil {
		b.Fatal(err)
	}
	var ours, theirs []float64
	for range 21 {
		ours = append(ours, timeRun(b, built("kubectl-nautes"), "version", "--client"))
		theirs = append(theirs, timeRun(b, kubectl, "version", "--client"))
	}
	for b.Loop() {
		timeRun(b, built("kubectl-nautes"), "version", "--client")
	}
	b.ReportMetric(middle(ours)/middle(theirs), "startup_vs_kubectl_ratio")
	b.ReportMetric(1000*middle(ours), "startup_ms")
}

func (e *environment) timeApply(b *testing.B, product, program string) float64 {
	b.Helper()
	file := filepath.Join(b.TempDir(), "manifests.yaml")
	before, objects := thousand(product)
	for _, content := range []string{before, objects} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			b.Fatal(err)
		}
		if content == before {
			if made := e.kubectl(b.Context(), "apply", "-f", file); made.code != 0 {
				b.Fatal(made.stderr)
			}
		}
	}
	return timeRunIn(b, e, program, "apply", "-f", file)
}

// thousand is a product with its namespace, and 1,000 objects in it in an order that plain kubectl can apply: 200
// projects, 600 repos, 200 bindings.
func thousand(product string) (before, objects string) {
	before = providerManifest + fmt.Sprintf(`
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Product
metadata: {name: %[1]s}
spec: {codeRepoProvider: gitlab}
---
apiVersion: v1
kind: Namespace
metadata: {name: %[1]s, labels: {nautes.resource.nautes.io/product: %[1]s}}
`, product)
	var b strings.Builder
	document := func(kind, name, spec string) {
		fmt.Fprintf(&b, "---\napiVersion: nautes.resource.nautes.io/v1alpha1\nkind: %s\nmetadata: {name: %s, namespace: %s}\nspec: %s\n", kind, name, product, spec)
	}
	for i := range 200 {
		document("Project", fmt.Sprintf("project-%d", i), "{language: golang}")
	}
	for i := range 600 {
		document("CodeRepo", fmt.Sprintf("repo-%d", i), fmt.Sprintf("{codeRepoProvider: gitlab, project: project-%d}", i%200))
	}
	for i := range 200 {
		document("CodeRepoBinding", fmt.Sprintf("binding-%d", i), fmt.Sprintf("{codeRepo: repo-%d, product: %s, permissions: readonly}", i, product))
	}
	return before, b.String()
}

func timeRun(b *testing.B, program string, args ...string) float64 {
	b.Helper()
	return timeRunIn(b, shared, program, args...)
}

// timeRunIn is the time of a whole process, in seconds.
func timeRunIn(b *testing.B, e *environment, program string, args ...string) float64 {
	b.Helper()
	started := time.Now()
	ended := e.runWith(b.Context(), "", program, args...)
	took := time.Since(started).Seconds()
	if ended.code != 0 {
		b.Fatalf("%s %v: %s", program, args, ended.stderr)
	}
	return took
}

func middle(values []float64) float64 { return slices.Sorted(slices.Values(values))[len(values)/2] }
