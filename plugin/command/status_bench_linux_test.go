// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// mostMemory is what the program may take for 10,000 objects, in MiB.
const mostMemory = 200

// BenchmarkStatus10k runs the program as a process on an API server that holds 10,000 objects, hands them out in pages,
// and refuses to list them otherwise: `status -A`, which judges all of them, and `status -p` and `refs --deep` for one
// product among them. Times are medians of three runs; memory is the most that a process of either held (ru_maxrss).
func BenchmarkStatus10k(b *testing.B) {
	const tenants, products = 9, 53
	var objects []*catalog.Object
	for i := range tenants {
		objects = append(objects, world.Tenant(fmt.Sprintf("t%d", i), products)...)
	}
	program := filepath.Join(b.TempDir(), "kubectl-nautes")
	build := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, "..")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as `make build` does
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	kubeconfig := pagingServer(b, objects)
	most := 0.0
	measure := func(args ...string) float64 {
		var times []float64
		for range 3 {
			cmd := exec.CommandContext(b.Context(), program, append(args, "--kubeconfig", kubeconfig)...)
			started := time.Now()
			out, err := cmd.Output()
			if err != nil || len(out) == 0 {
				b.Fatalf("%v: %v", args, err)
			}
			times = append(times, time.Since(started).Seconds())
			most = max(most, float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)/1024)
		}
		return slices.Sorted(slices.Values(times))[len(times)/2]
	}
	all := measure("status", "-A")
	one := measure("status", "-p", "t3-p7")
	refs := measure("refs", "cls/t3-test", "--deep")
	for b.Loop() {
		// The runs above are the measurement; one is too long to repeat until the time is used up.
	}
	b.ReportMetric(all, "status_10k_objects_seconds")
	b.ReportMetric(one, "status_product_among_10k_seconds")
	b.ReportMetric(refs, "refs_10k_objects_seconds")
	b.ReportMetric(most, "status_10k_objects_mib")
	if most > mostMemory {
		b.Errorf("%.0f MiB for %d objects, want at most %d", most, len(objects), mostMemory)
	}
}

// pagingServer answers lists page by page, with what fills objects that were applied, and returns its kubeconfig.
func pagingServer(b *testing.B, objects []*catalog.Object) string {
	b.Helper()
	collections := map[string][]json.RawMessage{}
	for i, o := range objects {
		applied(o, i)
		text, err := json.Marshal(o.Content())
		if err != nil {
			b.Fatal(err)
		}
		path := filepath.Dir(livetest.Path(o.Kind, "", o.Name))
		collections[path] = append(collections[path], text)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		known := strings.HasPrefix(r.URL.Path, "/apis/"+catalog.APIVersion) || r.URL.Path == "/api/v1/namespaces"
		if !known {
			http.NotFound(w, r)
			return
		}
		limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
		if err != nil || limit <= 0 || limit > 500 {
			http.Error(w, "a list without pages", http.StatusBadRequest)
			return
		}
		items := collections[r.URL.Path]
		from, _ := strconv.Atoi(r.URL.Query().Get("continue"))
		to := min(from+limit, len(items))
		next := ""
		if to < len(items) {
			next = strconv.Itoa(to)
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"metadata": map[string]any{"continue": next}, "items": items[from:to]})
	}))
	b.Cleanup(server.Close)
	kubeconfig := filepath.Join(b.TempDir(), "kubeconfig")
	text := fmt.Sprintf(`{apiVersion: v1, kind: Config, current-context: c, contexts: [{name: c, context: {cluster: c, user: u}}],
		clusters: [{name: c, cluster: {server: %q}}], users: [{name: u, user: {}}]}`, server.URL)
	if err := os.WriteFile(kubeconfig, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return kubeconfig
}

// applied gives an object what one that was applied and reconciled carries, so that it is as large.
func applied(o *catalog.Object, number int) {
	spec, _ := json.Marshal(o.Content()["spec"]) //nolint:errchkjson // only JSON values
	const date = "2026-11-20T12:00:00Z"
	type fields = map[string]any
	metadata := o.Content()["metadata"].(fields)
	metadata["uid"], metadata["resourceVersion"] = fmt.Sprintf("7c1f3a52-0000-4000-8000-%012d", number), strconv.Itoa(number)
	metadata["generation"], metadata["creationTimestamp"] = 1, date
	metadata["annotations"] = fields{"kubectl.kubernetes.io/last-applied-configuration": string(spec)}
	metadata["managedFields"] = []any{fields{
		"manager": "kubectl-nautes", "operation": "Apply", "apiVersion": catalog.APIVersion, "time": date, "fieldsType": "FieldsV1",
		"fieldsV1": fields{"f:spec": fields{"f:codeRepoProvider": fields{}, "f:project": fields{}, "f:destination": fields{}}},
	}}
	o.Content()["status"] = fields{"observedGeneration": 1, "conditions": []any{fields{
		"type": "Ready", "status": "True", "reason": "Reconciled", "message": "all is as declared", "observedGeneration": 1,
		"lastTransitionTime": date,
	}}}
}
