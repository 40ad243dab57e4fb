// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// stillBuilding is how often a build says that it goes on: the compiler is silent for minutes.
const stillBuilding = 30 * time.Second

// Binaries are the programs of one control plane.
type Binaries struct {
	// Dir is the absolute path of the folder that holds etcd, kube-apiserver, kube-controller-manager and kubectl. It holds nothing
	// else that is run, so it can stand in PATH.
	Dir string
}

// Kubectl is the absolute path of kubectl.
func (b Binaries) Kubectl() string { return filepath.Join(b.Dir, "kubectl") }

// target is one thing to build from the module test/controlplane.
type target struct {
	name    string   // of the binary, and of its folder in the cache
	pkg     string   // import path or relative path of the main package
	links   []string // further names for the binary, beside it
	minutes int      // that a first build takes on 2 cores
}

// Build compiles the control plane, once for each version of its sources, and returns where it is. The first build takes about 6
// minutes on 2 cores; later calls find it in the user's cache folder in milliseconds. What it waits for is told to progress.
func Build(ctx context.Context, progress io.Writer) (Binaries, error) {
	dir, err := build(ctx, progress, target{
		name:    "controlplane",
		pkg:     ".",
		links:   []string{"etcd", "kube-apiserver", "kube-controller-manager", "kubectl"},
		minutes: 6,
	})
	return Binaries{Dir: dir}, err
}

// BuildKubectl compiles kubectl by itself, as its makers do, and returns its absolute path. [Build]'s kubectl has a control plane in
// it and starts slower, so start-up times are to be compared with this one. Cached like [Build]'s; alone it takes about 2 minutes.
func BuildKubectl(ctx context.Context, progress io.Writer) (string, error) {
	dir, err := build(ctx, progress, target{name: "kubectl", pkg: "k8s.io/kubernetes/cmd/kubectl", minutes: 2})
	return filepath.Join(dir, "kubectl"), err
}

// build returns the cache folder that holds the target, filled if need be. The folder is filled under another name and renamed, so
// that it is never seen half-filled and two builders do not disturb each other: the one that comes second throws its own away.
func build(ctx context.Context, progress io.Writer, t target) (string, error) {
	root, err := ModuleRoot()
	if err != nil {
		return "", err
	}
	source := filepath.Join(root, "test", "controlplane")
	key, err := fingerprint(ctx, source)
	if err != nil {
		return "", fmt.Errorf("build %s: %w", t.name, err)
	}
	caches, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("build %s: %w (set XDG_CACHE_HOME to a folder that may be written)", t.name, err)
	}
	cache := filepath.Join(caches, "kubectl-nautes")
	dir := filepath.Join(cache, t.name+"-"+key)
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}

	fmt.Fprintf(progress, "building %s: about %d minutes on 2 cores, once; it is kept in %s\n", t.name, t.minutes, dir)
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return "", fmt.Errorf("build %s: %w", t.name, err)
	}
	unfinished, err := os.MkdirTemp(cache, "unfinished-"+t.name+"-*")
	if err != nil {
		return "", fmt.Errorf("build %s: %w", t.name, err)
	}
	defer os.RemoveAll(unfinished)
	if err := t.compile(ctx, progress, source, unfinished); err != nil {
		return "", fmt.Errorf("build %s: %w", t.name, err)
	}
	if err := os.Rename(unfinished, dir); err != nil && !errors.Is(err, os.ErrExist) {
		return "", fmt.Errorf("build %s: %w", t.name, err)
	}
	return dir, nil
}

// compile puts the binary and its links into dir.
func (t target) compile(ctx context.Context, progress io.Writer, source, dir string) error {
	flags, err := versionFlags(ctx, source)
	if err != nil {
		return err
	}
	stop := sayEvery(stillBuilding, progress, "still building "+t.name)
	defer stop()
	if _, err := goOutput(ctx, source, "build", "-trimpath", "-ldflags", flags, "-o", filepath.Join(dir, t.name), t.pkg); err != nil {
		return err
	}
	for _, link := range t.links {
		if err := os.Symlink(t.name, filepath.Join(dir, link)); err != nil {
			return err
		}
	}
	return nil
}

// versionFlags stamps the release into the binaries. Without it they call themselves v0.0.0-master, which neither kubectl's
// comparison of client and server nor other clients can do anything with.
func versionFlags(ctx context.Context, source string) (string, error) {
	version, err := goOutput(ctx, source, "list", "-m", "-f", "{{.Version}}", "k8s.io/kubernetes")
	if err != nil {
		return "", err
	}
	parts := strings.Split(strings.TrimPrefix(version, "v"), ".")
	if len(parts) != 3 {
		return "", fmt.Errorf("version %q of k8s.io/kubernetes is not of the form vMAJOR.MINOR.PATCH", version)
	}
	flags := []string{"-s", "-w"}
	for _, pkg := range []string{"k8s.io/component-base/version", "k8s.io/client-go/pkg/version"} {
		flags = append(flags,
			"-X", pkg+".gitVersion="+version,
			"-X", pkg+".gitMajor="+parts[0],
			"-X", pkg+".gitMinor="+parts[1],
		)
	}
	return strings.Join(flags, " "), nil
}

// sayEvery writes a line with the time gone by at each interval, until the returned function is called.
func sayEvery(interval time.Duration, w io.Writer, line string) (stop func()) {
	begin, ticker, done, ended := time.Now(), time.NewTicker(interval), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		defer ticker.Stop()
		for {
			select {
			case now := <-ticker.C:
				fmt.Fprintf(w, "%s (%s)\n", line, now.Sub(begin).Round(time.Second))
			case <-done:
				return
			}
		}
	}()
	return func() { close(done); <-ended }
}
