// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/nautes-labs/kubectl-nautes/test/cluster"
)

// Exit codes of the tool itself; `run` hands through those of its command.
const (
	exitDone  = 0
	exitError = 1
	exitUsage = 64
)

const usage = `testcluster COMMAND

  up                  start a control plane that stays, and print the shell lines that point kubectl to it
  down                stop the one that up started, and remove all of it
  run -- CMD ARGS...  run a command with a control plane of its own (or the one of $KUBECONFIG_DEMO), and exit as it does
  build               only build the control plane, and print the folder that holds it
  build-kubectl       only build kubectl by itself, and print its path

up and down keep what they need in .cluster at the top of the sources.
`

// streams are where data (out) and everything else (err) go.
type streams struct{ out, err io.Writer }

// dispatch runs the named command and returns the exit code.
func dispatch(ctx context.Context, args []string, s streams) (int, error) {
	root, err := cluster.ModuleRoot()
	if err != nil {
		return exitError, err
	}
	state := stateFolder(filepath.Join(root, ".cluster"))
	command := ""
	if len(args) > 0 {
		command = args[0]
	}
	switch {
	case command == "up" && len(args) == 1:
		err = up(ctx, root, state, s)
	case command == "down" && len(args) == 1:
		err = down(ctx, state, s)
	case command == "run" && len(args) > 2 && args[1] == "--":
		return run(ctx, root, args[2:], s)
	case command == "build" && len(args) == 1:
		var binaries cluster.Binaries
		if binaries, err = cluster.Build(ctx, s.err); err == nil {
			fmt.Fprintln(s.out, binaries.Dir)
		}
	case command == "build-kubectl" && len(args) == 1:
		var kubectl string
		if kubectl, err = cluster.BuildKubectl(ctx, s.err); err == nil {
			fmt.Fprintln(s.out, kubectl)
		}
	case command == serveCommand && len(args) == 2:
		err = serve(ctx, args[1], s)
	case command == "help" && len(args) == 1:
		fmt.Fprint(s.out, usage)
	default:
		fmt.Fprint(s.err, usage)
		return exitUsage, fmt.Errorf("no command %q", args)
	}
	if err != nil {
		return exitError, err
	}
	return exitDone, nil
}
