// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

// These tests walk all commands: a new one is held to them by itself.

// everyCommand are the commands below root that people are shown, by the words behind the program's name.
func everyCommand() map[string]*cobra.Command {
	all := map[string]*cobra.Command{}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, child := range cmd.Commands() {
			if child.IsAvailableCommand() {
				all[strings.TrimPrefix(child.CommandPath(), displayName+" ")] = child
				walk(child)
			}
		}
	}
	walk(Reference())
	return all
}

// eachCommand runs a test on each command but those that cobra and kubectl bring.
func eachCommand(t *testing.T, test func(*testing.T, *cobra.Command, []string)) {
	t.Helper()
	commands := everyCommand()
	if len(commands) < 40 {
		t.Fatalf("found %d commands only", len(commands))
	}
	for path, cmd := range commands {
		if path == "help" || path == "options" {
			continue
		}
		t.Run(path, func(t *testing.T) { test(t, cmd, strings.Fields(path)) })
	}
}

func TestEveryCommandSaysWhatItIsFor(t *testing.T) {
	eachCommand(t, func(t *testing.T, cmd *cobra.Command, _ []string) {
		switch first := strings.ToUpper(cmd.Short[:min(1, len(cmd.Short))]); {
		case cmd.Short == "":
			t.Error("no Short")
		case !strings.HasPrefix(cmd.Short, first), strings.HasSuffix(cmd.Short, "."):
			t.Errorf("Short %q is to begin with a capital letter and to have no period at its end", cmd.Short)
		}
		if cmd.Long == "" {
			t.Error("no Long")
		}
		if len(callsIn(cmd)) == 0 && cmd.Runnable() && !cmd.HasAvailableSubCommands() {
			t.Error("no Example with a line that can be typed")
		}
		cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
			if flag.Usage == "" {
				t.Errorf("--%s has no description", flag.Name)
			}
		})
	})
}

func TestHelpOfEveryCommandFitsTheTerminal(t *testing.T) {
	eachCommand(t, func(t *testing.T, cmd *cobra.Command, path []string) {
		for _, args := range [][]string{append(slices.Clone(path), "--help"), append([]string{"help"}, path...)} {
			o := typed(t, args...)
			o.wantCode(t, exitcode.Done)
			// An example is typed, or copied, and so stays on its line.
			fits(t, strings.ReplaceAll(strings.ReplaceAll(o.out, cmd.Example, ""), "\t", strings.Repeat(" ", 8)))
			wantContains(t, o.out, cmd.Long, "Usage:\n  "+displayName+" "+strings.Join(path, " "))
			if o.errOut != "" {
				t.Errorf("%q prints on stderr: %s", args, o.errOut)
			}
		}
	})
}

func TestEveryCommandRefusesAFlagThatItDoesNotHave(t *testing.T) {
	eachCommand(t, func(t *testing.T, _ *cobra.Command, path []string) {
		o := typed(t, append(slices.Clone(path), "--nope")...)
		want := exitcode.Failed
		if path[0] == "diff" {
			want = 2 // as kubectl's: 1 says that something differs
		}
		o.wantCode(t, want)
		wantContains(t, o.errOut, "error: unknown flag: --nope\n", "'"+displayName+" "+strings.Join(path, " ")+" --help'")
		if o.out != "" {
			t.Errorf("stdout: %s", o.out)
		}
	})
}

// What help shows is a command that there is, with flags and arguments that it takes.
func TestExamplesOfEveryCommandCanBeTyped(t *testing.T) {
	eachCommand(t, func(t *testing.T, cmd *cobra.Command, _ []string) {
		for _, args := range callsIn(cmd) {
			if _, err := parsed(args); err != nil {
				t.Errorf("%q: %v", args, err)
			}
		}
	})
}

// parsed is the command that arguments name, with its flags set.
func parsed(args []string) (*cobra.Command, error) {
	cmd, rest, err := newRoot(genericiooptions.NewTestIOStreamsDiscard()).Find(args)
	if err != nil {
		return nil, err
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return cmd, err
	}
	if err := cmd.ValidateRequiredFlags(); err != nil {
		return cmd, err
	}
	err = cmd.ValidateArgs(cmd.Flags().Args())
	return cmd, err
}

// typed runs the program as it is, with nothing on its standard input.
func typed(t *testing.T, args ...string) outcome {
	t.Helper()
	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	code := Run(t.Context(), streams, args)
	return outcome{out: out.String(), errOut: errOut.String(), message: errOut.String(), code: code}
}

// callsIn are the calls of the program in the examples of a command, as the words behind its name.
func callsIn(cmd *cobra.Command) [][]string {
	var calls [][]string
	for line := range strings.Lines(strings.ReplaceAll(cmd.Example, "\\\n", " ")) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for {
			_, rest, found := strings.Cut(line, displayName+" ")
			if !found {
				break
			}
			var words []string
			words, line = shellWords(rest)
			calls = append(calls, words)
		}
	}
	return calls
}

// shellWords are the words of a call as a shell reads them, up to where it ends, and what stands behind. Examples use
// no more of a shell than quotes, pipes and redirections.
func shellWords(text string) (words []string, rest string) {
	var word strings.Builder
	quote, inWord := rune(0), false
	end := func() {
		if inWord {
			words = append(words, word.String())
			word.Reset()
			inWord = false
		}
	}
	for i, r := range text {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, inWord = r, true
		case quote == 0 && strings.ContainsRune(" \t\n", r):
			end()
		case quote == 0 && strings.ContainsRune("|>;&)", r):
			end()
			return words, text[i:]
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	end()
	return words, ""
}

func TestShellWords(t *testing.T) {
	cmd := &cobra.Command{Example: `
		# kubectl nautes is nothing here
		kubectl nautes a -o x \
		  --b "c d" 'e "f"' > file
		A="-N -u" kubectl nautes b | kubectl nautes c -
		source <(kubectl nautes d)`}
	want := [][]string{{"a", "-o", "x", "--b", "c d", `e "f"`}, {"b"}, {"c", "-"}, {"d"}}
	if got := callsIn(cmd); !slices.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("got %q", got)
	}
}
