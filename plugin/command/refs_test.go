// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"encoding/json"
	"testing"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

func refsOn(t *testing.T, server *livetest.Server, s screen, args ...string) outcome {
	t.Helper()
	streams, _, out, errOut := genericiooptions.NewTestIOStreams()
	config := genericclioptions.NewConfigFlags(false)
	kubeconfig := server.Kubeconfig()
	config.KubeConfig = &kubeconfig
	o := &refsOptions{IOStreams: streams, config: config, screen: func() screen { return s }}
	o.connect = func() (storedReader, error) { return connectReader(config) }
	cmd := o.command()
	cmd.Flags().StringVarP(config.Namespace, "product", "p", "", "")
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(append([]string{}, args...))
	err := cmd.ExecuteContext(t.Context())
	return outcome{out.String(), errOut.String(), exitcode.Message(err), exitcode.Of(err)}
}

func TestRefsGolden(t *testing.T) {
	for name, test := range map[string]struct {
		screen screen
		args   []string
	}{
		"refs-80":        {wideScreen(80, false), []string{"dr/lost", "-p", "demo"}},
		"refs-80-colour": {wideScreen(80, true), []string{"dr/lost", "-p", "demo"}},
		"refs-deep-80":   {wideScreen(80, false), []string{"cls/test-0", "--deep"}},
		"refs-deep-120":  {wideScreen(120, false), []string{"cls/test-0", "--deep"}},
		"refs.json":      {wideScreen(80, true), []string{"dr/lost", "-p", "demo", "-o", "json"}},
		"refs.yaml":      {wideScreen(80, true), []string{"env/staging", "-p", "demo", "-o", "yaml"}},
		"refs.name":      {wideScreen(80, true), []string{"dr/api-test", "-p", "demo", "--uses", "--deep", "-o", "name"}},
		"refs.dot":       {wideScreen(80, true), []string{"DeploymentRuntime/demo/api-test", "--deep", "-o", "dot"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := refsOn(t, shops(t), test.screen, test.args...)
			o.wantCode(t, exitcode.Done)
			if !test.screen.Colour && test.screen.Width == 80 {
				fits(t, o.out)
			}
			golden(t, name+".golden")(o.out + o.errOut)
		})
	}
}

func TestRefsInOneDirection(t *testing.T) {
	var links struct {
		Uses, UsedBy []struct{ catalog.ID }
	}
	o := refsOn(t, shops(t), wideScreen(80, false), "env/test", "-p", "demo", "--used-by", "-o", "json")
	o.wantCode(t, exitcode.Done)
	if err := json.Unmarshal([]byte(o.out), &links); err != nil || links.Uses != nil || len(links.UsedBy) != 2 {
		t.Errorf("%+v, %v", links, err)
	}
}

func TestRefsRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"nothing":                     {nil, "accepts 1 arg(s), received 0"},
		"an object that is not there": {[]string{"env/nope", "-p", "demo"}, "there is no Environment/demo/nope"},
		"a cluster that is not there": {[]string{"cluster/nope"}, "there is no Cluster/nope"},
		"both directions":             {[]string{"env/test", "-p", "demo", "--uses", "--used-by"}, "exclude each other"},
		"an unknown format":           {[]string{"env/test", "-p", "demo", "-o", "svg"}, "table|json|yaml|name|dot"},
	} {
		o := refsOn(t, shops(t), wideScreen(80, false), test.args...)
		o.wantCode(t, exitcode.Failed)
		if o.out != "" {
			t.Errorf("%s: stdout %q", name, o.out)
		}
		wantContains(t, o.message, test.want)
	}
}

func TestRefsMarkWhatMayNotBeSeen(t *testing.T) {
	server := shops(t)
	server.Intercept = livetest.BoundIn([]string{"demo"})
	o := refsOn(t, server, wideScreen(80, false), "env/test", "-p", "demo")
	o.wantCode(t, exitcode.Done)
	wantContains(t, o.out, "Cluster/test-0  not visible", "DeploymentRuntime/demo/api-test")
	wantContains(t, o.errOut, "you may not look into all products")
	o = refsOn(t, server, wideScreen(80, false), "cr/charts", "-p", "shop")
	o.wantCode(t, exitcode.Failed)
	wantContains(t, o.message, "cannot read")
}
