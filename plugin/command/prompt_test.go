// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"bufio"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/spf13/cobra"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

func TestDeleteProductAsksAtATerminal(t *testing.T) {
	for answer, deleted := range map[string]bool{"y\n": true, "YES\n": true, "n\n": false, "\n": false, "": false} {
		server := livetest.New(t)
		put(server, ofDemo()...)
		got := run(t, "", func(_ genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
			config := genericclioptions.NewConfigFlags(false)
			kubeconfig := server.Kubeconfig()
			config.KubeConfig = &kubeconfig
			o := &deleteProductOptions{deleteOptions: deleteOptions{writing: newWriting(config, streams)}}
			o.prompt = &prompt{bufio.NewReader(strings.NewReader(answer)), streams.ErrOut}
			return o.command()
		}, "demo")
		wantContains(t, got.errOut, "in this order:\n", "objects? [y/N] ")
		if writes := len(server.Writes()); (writes > 0) != deleted {
			t.Errorf("answer %q: %d requests", answer, writes)
		}
		if !deleted {
			got.wantCode(t, exitcode.Failed)
		}
	}
}
