// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// BenchmarkGet10k runs `get -A` as a process on an API server that holds 10,000 objects and hands them out in pages, in
// the formats that write as they read, and in one whose template may look at the whole list. Memory is the most that any
// of the processes held.
func BenchmarkGet10k(b *testing.B) {
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
	for _, format := range []string{"json", "yaml", "name", "jsonpath={.items[*].metadata.name}"} {
		cmd := exec.CommandContext(b.Context(), program, "get", "all", "-A", "-o", format, "--kubeconfig", kubeconfig)
		var out bytes.Buffer
		cmd.Stdout = &out
		started := time.Now()
		held := peak(b, cmd)
		if out.Len() == 0 {
			b.Fatalf("%s writes nothing", format)
		}
		b.Logf("%s: %.1f s, %.0f MiB", format, time.Since(started).Seconds(), held)
		most = max(most, held)
	}
	for b.Loop() {
		// The runs above are the measurement.
	}
	b.ReportMetric(most, "get_10k_objects_mib")
	if most > mostMemory {
		b.Errorf("%.0f MiB for %d objects, want at most %d", most, len(objects), mostMemory)
	}
}

// peak runs a program and returns the most memory that it held, in MiB. ru_maxrss would not do: it begins with what the
// process that starts the program holds, which is this one, with all objects.
func peak(b *testing.B, cmd *exec.Cmd) float64 {
	b.Helper()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	most := 0.0
	for {
		select {
		case err := <-ended:
			if err != nil {
				b.Fatal(err)
			}
			return most
		case <-look.C:
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
			if err != nil {
				continue // it has ended
			}
			_, line, found := strings.Cut(string(status), "VmHWM:")
			var kilobytes float64
			if _, err := fmt.Sscan(line, &kilobytes); found && err == nil {
				most = max(most, kilobytes/1024)
			}
		}
	}
}
