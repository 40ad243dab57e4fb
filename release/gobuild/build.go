// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package gobuild

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// Platform is what a program is built for.
type Platform struct {
	OS, Arch string
}

// String renders OS/ARCH.
func (p Platform) String() string { return p.OS + "/" + p.Arch }

// Go runs go in the folder of a module.
type Go struct {
	Folder string
	// Cache is the folder for what is compiled; empty is that of who runs it.
	Cache string
}

// Build compiles a package, named as go does, into a file, and sets a variable of the program: PACKAGE.NAME=TEXT.
func (g Go) Build(ctx context.Context, p Platform, pkg, file, variable string) error {
	_, err := g.run(ctx, p, "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -X "+variable, "-o", file, pkg)
	if err != nil {
		return fmt.Errorf("build for %s: %w", p, err)
	}
	return nil
}

// Version is the release of Go, for example "go1.26.8".
func (g Go) Version(ctx context.Context) (string, error) {
	out, err := g.run(ctx, Platform{}, "env", "GOVERSION")
	if err != nil {
		return "", fmt.Errorf("find release of Go: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// run runs go, and gives what it prints.
func (g Go) run(ctx context.Context, p Platform, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = g.Folder
	cmd.Env = append(os.Environ(),
		// What of a person's settings changes the bytes. GOFLAGS can not be empty: that would be as in `go env -w`.
		"GOFLAGS=-mod=readonly", "GOWORK=off", "CGO_ENABLED=0", "GOAMD64=v1", "GOARM64=v8.0", "GOFIPS140=off",
		"GOOS="+p.OS, "GOARCH="+p.Arch)
	if g.Cache != "" {
		cmd.Env = append(cmd.Env, "GOCACHE="+g.Cache)
	}
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go %s: %w: %s", args[0], err, strings.TrimSpace(errOut.String()))
	}
	return out.Bytes(), nil
}
