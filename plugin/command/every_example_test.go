// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

// What the help of every command shows is run here on clusters on which it can not work.

// stuck is how long a command may take on a cluster that answers at once or not at all. It is no measure of speed: a
// command that takes that long waits for something that does not come.
const stuck = time.Minute

// inTheWorld gives examples what they name: manifests, a kubeconfig, a folder to write in, and no program on PATH.
func inTheWorld(t *testing.T, server *livetest.Server) {
	t.Helper()
	kubeconfig, err := filepath.Abs(server.Kubeconfig())
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	t.Chdir(folder)
	for name, value := range map[string]string{"KUBECONFIG": kubeconfig, "HOME": folder, "PATH": folder} {
		t.Setenv(name, value)
	}
}

// exampleManifest is right on [retail], and new there.
const exampleManifest = `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Project
metadata: {name: shop, namespace: demo}
spec: {language: go}
`

// prepared writes the files that a call reads, and says whether it can be run here: nothing is fetched from anywhere.
// What waits is told not to wait long.
func prepared(t *testing.T, args []string) ([]string, bool) {
	t.Helper()
	cmd, err := parsed(args)
	if err != nil {
		return nil, false // told by TestExamplesOfEveryCommandCanBeTyped
	}
	runs := true
	cmd.Flags().Visit(func(flag *pflag.Flag) {
		values := []string{flag.Value.String()}
		if list, ok := flag.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, value := range values {
			switch {
			case strings.Contains(value, "://") && flag.Name == "filename":
				runs = false
			case flag.Name == "filename" && value != "-" && strings.HasSuffix(value, "/"):
				lay(t, filepath.Join(value, "project.yaml"), exampleManifest)
			case flag.Name == "filename" && value != "-":
				lay(t, value, exampleManifest)
			case flag.Name == "kustomize":
				lay(t, filepath.Join(value, "project.yaml"), exampleManifest)
				lay(t, filepath.Join(value, "kustomization.yaml"), "resources: [project.yaml]\n")
			case flag.Name == "kubeconfig":
				kubeconfig, err := os.ReadFile(os.Getenv("KUBECONFIG"))
				if err != nil {
					t.Fatal(err)
				}
				lay(t, value, string(kubeconfig))
			case flag.Name == "watch":
				runs = false // it ends when it is told to
			}
		}
	})
	if flag := cmd.Flags().Lookup("timeout"); flag != nil && flag.Value.Type() == "duration" {
		args = append(slices.Clone(args), "--timeout=1s")
	}
	return args, runs
}

func lay(t *testing.T, path, content string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// eachExample runs the examples of every command on servers that misbehave. Those that ask no cluster are told apart
// by what they ask.
func eachExample(t *testing.T, server func(t *testing.T) *livetest.Server, want func(t *testing.T, o outcome, server *livetest.Server)) {
	t.Helper()
	eachCommand(t, func(t *testing.T, cmd *cobra.Command, _ []string) {
		for _, args := range callsIn(cmd) {
			t.Run(strings.Join(args, " "), func(t *testing.T) {
				s := server(t)
				inTheWorld(t, s)
				args, runs := prepared(t, args)
				if !runs {
					return
				}
				want(t, within(t.Context(), t, args), s)
			})
		}
	})
}

// within runs the program, and ends it where it does not.
func within(ctx context.Context, t *testing.T, args []string) outcome {
	t.Helper()
	bounded, cancel := context.WithTimeout(ctx, stuck)
	defer cancel()
	streams, in, out, errOut := genericiooptions.NewTestIOStreams()
	in.WriteString(exampleManifest)
	code := Run(bounded, streams, args)
	if errors.Is(bounded.Err(), context.DeadlineExceeded) {
		t.Errorf("did not end:\n%s%s", out, errOut)
	}
	o := outcome{out: out.String(), errOut: errOut.String(), message: errOut.String(), code: code}
	if trace := regexp.MustCompile(`(?m)^goroutine \d|\.go:\d+`).FindString(o.out + o.errOut); trace != "" {
		t.Errorf("prints a trace, %q:\n%s%s", trace, o.out, o.errOut)
	}
	return o
}

// wantFailure wants a command to say what is wrong, and to fail by it unless it notes that it did what it could without.
func wantFailure(t *testing.T, o outcome, says ...string) {
	t.Helper()
	if o.code == exitcode.Interrupted || o.code == exitcode.Done && !strings.Contains(o.errOut, "Note: ") {
		t.Errorf("exit code %d", o.code)
	}
	wantContains(t, unwrapped(o.out+o.errOut), says...)
}

// unwrapped is a text on one line.
func unwrapped(text string) string { return strings.Join(strings.Fields(text), " ") }

// asks tells whether a command asks a cluster: whoever does can be interrupted then.
func asks(t *testing.T, args []string) bool {
	t.Helper()
	server := retail(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	asked := atomic.Bool{}
	server.Intercept = func(livetest.Request) *livetest.Answer {
		asked.Store(true)
		cancel()
		return nil
	}
	t.Setenv("KUBECONFIG", server.Kubeconfig())
	if args, runs := prepared(t, args); runs {
		o := within(ctx, t, args)
		if asked.Load() && o.code != exitcode.Interrupted && o.code != exitcode.Done {
			t.Errorf("interrupted, it exits with %d:\n%s%s", o.code, o.out, o.errOut)
		}
	}
	return asked.Load()
}

func TestEveryCommandSaysThatThereIsNoCluster(t *testing.T) {
	eachCommand(t, func(t *testing.T, cmd *cobra.Command, _ []string) {
		for _, args := range callsIn(cmd) {
			t.Run(strings.Join(args, " "), func(t *testing.T) {
				closed := livetest.New(t)
				inTheWorld(t, closed)
				kubeconfig := os.Getenv("KUBECONFIG")
				if !asks(t, args) {
					return
				}
				closed.Close()
				t.Setenv("KUBECONFIG", kubeconfig)
				args, _ := prepared(t, args)
				o := within(t.Context(), t, args)
				wantFailure(t, o, "the cluster at "+closed.URL+" can not be reached", "is it up, and is the current context")
			})
		}
	})
}

func TestEveryCommandSaysThatOurKindsAreNotInstalled(t *testing.T) {
	var asked atomic.Bool
	eachExample(t, func(t *testing.T) *livetest.Server {
		server := livetest.New(t)
		asked.Store(false)
		server.Intercept = func(r livetest.Request) *livetest.Answer {
			if !strings.HasPrefix(r.Path, "/apis/"+catalog.APIVersion) {
				return nil
			}
			asked.Store(true)
			return livetest.Refusal(http.StatusNotFound, metav1.StatusReasonNotFound, "the server could not find the requested resource")
		}
		return server
	}, func(t *testing.T, o outcome, _ *livetest.Server) {
		if asked.Load() {
			wantFailure(t, o, "does not know the kinds of", "kubectl apply --server-side -k manifests/default")
		}
	})
}

func TestEveryCommandSaysWhatAReaderMayNotDo(t *testing.T) {
	var refused atomic.Bool
	eachExample(t, func(t *testing.T) *livetest.Server {
		server := retail(t)
		refused.Store(false)
		server.May = func(verb, _, _ string) bool { return slices.Contains([]string{"get", "list", "watch"}, verb) }
		server.Intercept = func(r livetest.Request) *livetest.Answer {
			if !r.Write() || strings.HasSuffix(r.Path, "reviews") {
				return nil
			}
			refused.Store(true)
			return livetest.Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, `User "jane" cannot write `+r.Path)
		}
		return server
	}, func(t *testing.T, o outcome, server *livetest.Server) {
		if refused.Load() {
			wantFailure(t, o, `User "jane" cannot write /api`, "nautes-editor")
		}
	})
}

func TestEveryCommandSaysWhatOneWithoutRightsMayNotSee(t *testing.T) {
	var refused atomic.Bool
	eachExample(t, func(t *testing.T) *livetest.Server {
		server := retail(t)
		refused.Store(false)
		server.May = func(string, string, string) bool { return false }
		server.Intercept = func(r livetest.Request) *livetest.Answer {
			if strings.HasSuffix(r.Path, "reviews") || !strings.HasPrefix(r.Path, "/apis/"+catalog.APIVersion) {
				return nil
			}
			refused.Store(true)
			return livetest.Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, `User "jane" cannot use `+r.Path)
		}
		return server
	}, func(t *testing.T, o outcome, _ *livetest.Server) {
		if refused.Load() {
			wantFailure(t, o, `User "jane" cannot use /apis`, "nautes-viewer")
		}
	})
}
