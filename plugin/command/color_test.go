// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"os"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func TestColourIsForTerminalsAndCanBeRefused(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		env  map[string]string
		want bool
	}{
		"a terminal":       {nil, map[string]string{"TERM": "xterm"}, true},
		"the flag":         {[]string{"--no-color"}, nil, false},
		"NO_COLOR":         {nil, map[string]string{"NO_COLOR": "1"}, false},
		"an empty one":     {nil, map[string]string{"NO_COLOR": ""}, true},
		"a dumb terminal":  {nil, map[string]string{"TERM": "dumb"}, false},
		"the flag, denied": {[]string{"--no-color=false"}, nil, true},
	} {
		flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
		addColorFlag(flags)
		if err := flags.Parse(test.args); err != nil {
			t.Fatal(err)
		}
		if got := wantsColour(flags, func(name string) string { return test.env[name] }); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestAFileIsNoScreen(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if s := screenOf(&cobra.Command{}, file); s.Colour || s.height != 0 || s.Width != 80 {
		t.Errorf("got %+v", s)
	}
}
