// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// memoryLimit is the GOMEMLIMIT of manifests/webhook/deployment.yaml.
const memoryLimit = 900 << 20

// BenchmarkAudit lets the audit begin on 100,000 objects, as it runs in earnest, and looks at what it takes: memory, the
// first pass, having nothing to do, having much to write.
func BenchmarkAudit(b *testing.B) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(memoryLimit))
	figures := map[string]float64{}
	watched, bytes := load(b, 100_000)
	figures["catalog_bytes_per_object"] = bytes
	n, held := float64(watched.Snapshot().Len()), heap()

	writes := make(chan time.Time, 1000)
	audit := New(Options{
		Engine: engineOf(b), Catalog: watched, Ready: func() error { return nil },
		Apply: func(context.Context, catalog.ID, types.UID, string, map[string]any) error {
			writes <- time.Now()
			return nil
		},
		Events: &events.FakeRecorder{}, Traffic: &Traffic{}, Clock: clock.RealClock{}, Log: logr.Discard(),
	}, prometheus.NewRegistry())
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan struct{})
	forgetPeak(b)
	before := processorTime(b)
	go func() {
		audit.Run(ctx)
		close(ended)
	}()
	figures["audit_100k_seconds"] = firstPass(audit).Seconds()
	figures["audit_100k_cpu_seconds"] = (processorTime(b) - before).Seconds()
	figures["audit_rss_mib"] = peak(b)
	figures["audit_bytes_per_object"] = (heap() - held) / n
	figures["audit_idle_core_percent"] = idle(b, 10*time.Second)
	figures["audit_write_hz"] = writeRate(watched, writes)
	stop()
	<-ended
	for b.Loop() {
		// What is above is the measurement; it is too long to repeat until the time is used up.
	}
	for name, figure := range figures {
		b.ReportMetric(figure, name)
	}
}

// load makes a catalog of a world and returns how much of the heap it takes, in bytes an object.
func load(b *testing.B, n int) (watched *catalog.Catalog, bytes float64) {
	b.Helper()
	manifests := manifests(b, n)
	empty := heap()
	watched = catalog.Watched(catalog.New(decoded(b, manifests)...))
	bytes = (heap() - empty) / float64(len(manifests))
	runtime.KeepAlive(manifests)
	return watched, bytes
}

// manifests are those of a world, each with what the API server adds.
func manifests(b *testing.B, n int) [][]byte {
	b.Helper()
	var all [][]byte
	for i, o := range world.Objects(n) {
		content, err := json.Marshal(with(o, func(content spec) {
			metadata := content["metadata"].(spec)
			metadata["uid"] = fmt.Sprintf("%08x-0000-4000-8000-000000000000", i)
			metadata["resourceVersion"] = fmt.Sprint(1000 + i)
			metadata["generation"] = 1
			metadata["creationTimestamp"] = "2026-11-23T12:00:00Z"
		}).Content())
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, content)
	}
	return all
}

// decoded are objects that share no strings, as informers make them.
func decoded(b *testing.B, manifests [][]byte) []*catalog.Object {
	b.Helper()
	objects := make([]*catalog.Object, len(manifests))
	for i, manifest := range manifests {
		var content map[string]any
		if err := json.Unmarshal(manifest, &content); err != nil {
			b.Fatal(err)
		}
		var err error
		if objects[i], err = catalog.NewObject(content); err != nil {
			b.Fatal(err)
		}
	}
	return objects
}

func engineOf(b *testing.B) func() *policy.Engine {
	b.Helper()
	engine, err := policy.New(b.Context(), policies.FS())
	if err != nil {
		b.Fatal(err)
	}
	return func() *policy.Engine { return engine }
}

func firstPass(a *Audit) time.Duration {
	for {
		if t := a.current.Load(); t != nil && t.passes.ended.Load() != 0 {
			return time.Duration(t.passes.took.Load())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// heap is what is in use, in bytes.
func heap() float64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapAlloc)
}

// forgetPeak gives unused memory back and has the kernel count the peak anew (man proc_pid_clear_refs).
func forgetPeak(b *testing.B) {
	b.Helper()
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Fatal(err)
	}
}

// peak is the most memory that the process had since then, in MiB: the catalog, the audit, and what Go had not yet
// collected.
func peak(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	_, line, _ := strings.Cut(string(status), "VmHWM:")
	var kib float64
	if _, err := fmt.Sscan(line, &kib); err != nil {
		b.Fatal(err)
	}
	return kib / 1024
}

// idle is how much of a core the process takes over a time in which nothing happens, in percent.
func idle(b *testing.B, d time.Duration) float64 {
	b.Helper()
	before := processorTime(b)
	time.Sleep(d)
	return 100 * (processorTime(b) - before).Seconds() / d.Seconds()
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// writeRate breaks a rule on 100 objects at once and returns how many conditions a second are written after the first
// few, which may come at once.
func writeRate(watched *catalog.Catalog, writes <-chan time.Time) float64 {
	const objects = 100
	for i := range objects {
		watched.Apply(catalog.Put(world.Runtime(fmt.Sprintf("product-%d", i), "new", "none", "charts")))
	}
	var first, last time.Time
	for i := range objects {
		if last = <-writes; i < writeBurst {
			first = last
		}
	}
	return (objects - writeBurst) / last.Sub(first).Seconds()
}
