// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// environment is what a process needs to reach a control plane.
type environment struct {
	kubeconfig string   // absolute path
	path       []string // folders that come first in PATH: that of kubectl, and ours for `kubectl nautes`
}

func environmentOf(root, kubeconfig, kubectl string) environment {
	return environment{kubeconfig: kubeconfig, path: []string{filepath.Dir(kubectl), filepath.Join(root, "bin")}}
}

// variables are the current ones with ours in place.
func (e environment) variables() []string {
	return append(os.Environ(), "KUBECONFIG="+e.kubeconfig, "PATH="+e.pathBefore(os.Getenv("PATH")))
}

// shell is what a POSIX shell evaluates to take the variables over. PATH is extended when it is evaluated, so that it may be
// evaluated later and elsewhere.
func (e environment) shell() string {
	return fmt.Sprintf("export KUBECONFIG=%s\nexport PATH=%s\n", quote(e.kubeconfig), quote(e.pathBefore(""))+`"$PATH"`)
}

func (e environment) pathBefore(rest string) string {
	return strings.Join(append(e.path[:len(e.path):len(e.path)], rest), string(os.PathListSeparator))
}

// quote makes a shell take the text as it stands.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
