// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"encoding/csv"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

// examplesOf are the commands that the help of a command shows, each as its arguments.
func examplesOf(t *testing.T, path ...string) [][]string {
	t.Helper()
	cmd, _, err := newRoot(genericiooptions.NewTestIOStreamsDiscard()).Find(path)
	if err != nil {
		t.Fatal(err)
	}
	var examples [][]string
	for line := range strings.Lines(strings.ReplaceAll(cmd.Example, "\\\n", "")) {
		line, isCommand := strings.CutPrefix(strings.TrimSpace(line), "kubectl nautes ")
		if !isCommand {
			continue
		}
		words := csv.NewReader(strings.NewReader(strings.Join(strings.Fields(line), " ")))
		words.Comma = ' '
		args, err := words.Read()
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		examples = append(examples, args)
	}
	if len(examples) == 0 {
		t.Errorf("help of %q shows no example", path)
	}
	return examples
}

func TestExamplesOfMakingRun(t *testing.T) {
	t.Chdir(t.TempDir())
	root := newRoot(genericiooptions.NewTestIOStreamsDiscard())
	create, _, err := root.Find([]string{"create"})
	if err != nil {
		t.Fatal(err)
	}
	examples := append(examplesOf(t, "new", "product"), examplesOf(t, "create")...)
	for _, kind := range create.Commands() {
		examples = append(examples, examplesOf(t, "create", kind.Name())...)
	}
	for _, args := range examples {
		if args[0] == "create" {
			args = append(args, "--dry-run=client", "--offline")
		}
		streams, _, _, errOut := genericiooptions.NewTestIOStreams()
		if code := Run(t.Context(), streams, args); code != exitcode.Done {
			t.Errorf("%q: exit code %d:\n%s", args, code, errOut)
		}
	}
}
