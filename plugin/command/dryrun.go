// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"

	"github.com/spf13/pflag"
)

// dryRun is how much of a command is only tried.
type dryRun string

const (
	dryRunNone   dryRun = "none"
	dryRunClient dryRun = "client"
	dryRunServer dryRun = "server"
)

func (d *dryRun) addFlags(flags *pflag.FlagSet) {
	flags.StringVar((*string)(d), "dry-run", string(dryRunNone), `"none", "client" or "server". `+
		"client judges the manifests here, on top of what is live; server sends what can be sent, without storing it, and judges the rest here")
}

func (d dryRun) validate() error {
	switch d {
	case dryRunNone, dryRunClient, dryRunServer:
		return nil
	}
	return fmt.Errorf("unknown --dry-run %q (use one of none|client|server)", string(d))
}

// note is what is said behind each word, in kubectl's words.
func (d dryRun) note() string {
	switch d {
	case dryRunClient:
		return " (dry run)"
	case dryRunServer:
		return " (server dry run)"
	}
	return ""
}
