// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// module is the Go module whose sources hold test/controlplane.
const module = "github.com/nautes-labs/kubectl-nautes"

// ModuleRoot returns the absolute path of the top folder of this project's sources, looked for from the current folder upwards:
// `go test` runs in the folder of the package, people anywhere in their clone.
func ModuleRoot() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the module %s: %w", module, err)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		content, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("find the module %s: %w", module, err)
		}
		if slices.Contains(strings.Split(string(content), "\n"), "module "+module) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("find the module %s: neither %q nor a folder above it holds its go.mod (run it inside a clone)", module, start)
		}
	}
}

// fingerprint names what a build of the module in dir depends on: its go.mod and go.sum, its Go files other than tests, and the Go
// release and platform. Equal fingerprints make equal binaries.
func fingerprint(ctx context.Context, dir string) (string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", fmt.Errorf("list sources: %w", err)
	}
	files = slices.DeleteFunc(files, func(file string) bool { return strings.HasSuffix(file, "_test.go") })
	files = append(files, filepath.Join(dir, "go.mod"), filepath.Join(dir, "go.sum"))
	sum := sha256.New()
	for _, file := range files {
		if err := addFile(sum, file); err != nil {
			return "", fmt.Errorf("hash sources: %w", err)
		}
	}
	toolchain, err := goOutput(ctx, dir, "env", "GOVERSION", "GOOS", "GOARCH")
	if err != nil {
		return "", err
	}
	fmt.Fprint(sum, toolchain)
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}

// addFile adds the name, the size and the content of a file to a hash, so that content can not move from one file to the next unseen.
func addFile(sum io.Writer, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(sum, "%s %d\n%s", filepath.Base(file), len(content), content)
	return err
}

// goOutput runs the go command in dir and returns what it prints, without the last line end.
func goOutput(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = buildEnvironment()
	out, err := cmd.Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return "", fmt.Errorf("run go %s: %w\n%s", args[0], err, exit.Stderr)
	}
	if err != nil {
		return "", fmt.Errorf("run go %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}

// buildEnvironment is this process' environment with what would change the build set aside: without cgo the binaries run on any Linux
// and need no C compiler, and a go.work of the developer must not swap modules.
func buildEnvironment() []string {
	return append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
}
