// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	authenticationv1 "k8s.io/api/authentication/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// fakeCluster is a cluster that holds a state.
type fakeCluster struct {
	state   *catalog.Snapshot
	err     error
	mayskip bool
	// unguarded is why nobody judges what is written; nil where somebody does.
	unguarded error
	// asked counts questions about the user.
	asked int
	// published is what the webhook says of the rules in force; may be nil.
	published *policy.Published
	// dryRun answers for one object.
	dryRun func(*unstructured.Unstructured) (*unstructured.Unstructured, error)
}

func (c *fakeCluster) Snapshot(context.Context, []*catalog.Object) (*live.View, error) {
	return &live.View{Snapshot: c.state}, c.err
}

func (c *fakeCluster) Published(context.Context) (*policy.Published, error) { return c.published, nil }

func (c *fakeCluster) Guarded(context.Context) error { return c.unguarded }

func (c *fakeCluster) User(context.Context) (authenticationv1.UserInfo, error) {
	c.asked++
	return authenticationv1.UserInfo{Username: "jane"}, nil
}

func (c *fakeCluster) MaySkipCheck(context.Context, catalog.ID) (bool, error) {
	return c.mayskip, nil
}

func (c *fakeCluster) Apply(_ context.Context, object *unstructured.Unstructured, dryRun bool) (*live.Answer, error) {
	if !dryRun {
		return nil, errors.New("this would change the cluster")
	}
	answer, err := c.dryRun(object)
	return &live.Answer{Object: answer}, err
}

// outcome is what one run of a command did.
type outcome struct {
	out, errOut string
	// message is what main would print of the error.
	message string
	code    exitcode.Code
}

// run runs a command that newCommand makes, with standard input and arguments, and no kubeconfig.
func run(t *testing.T, stdin string, newCommand func(genericclioptions.RESTClientGetter, genericiooptions.IOStreams) *cobra.Command, args ...string) outcome {
	t.Helper()
	streams, in, out, errOut := genericiooptions.NewTestIOStreams()
	in.WriteString(stdin)
	config := genericclioptions.NewConfigFlags(false)
	kubeconfig := file(t, "kubeconfig", "apiVersion: v1\nkind: Config\n")
	config.KubeConfig = &kubeconfig
	cmd := newCommand(config, streams)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(append([]string{}, args...)) // not nil, which stands for the arguments of the test
	err := cmd.ExecuteContext(t.Context())
	return outcome{out.String(), errOut.String(), exitcode.Message(err), exitcode.Of(err)}
}

func (o outcome) wantCode(t *testing.T, code exitcode.Code) {
	t.Helper()
	if o.code != code {
		t.Errorf("exit code %d, want %d (%s%s)", o.code, code, o.errOut, o.message)
	}
}

// file writes a file into a fresh folder and gives its path.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// fits wants every line to fit into 80 columns.
func fits(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if columns := len([]rune(strings.TrimRight(line, "\n"))); columns > 80 {
			t.Errorf("%d columns: %q", columns, line)
		}
	}
}

func wantContains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in:\n%s", part, text)
		}
	}
}

// samples is where the sample manifests are, so that they are named as demo.
const samples = "../../manifests/samples"
