// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"flag"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/webhook/certificates"
)

func TestDefaultsAreThoseOfTheDeployment(t *testing.T) {
	o, err := parse(nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if o.port != 9443 || o.healthAddress != ":8081" || o.metricsAddress != ":8080" || o.caLifetime != certificates.DefaultCALifetime {
		t.Errorf("got %+v", o)
	}
}

func TestFlags(t *testing.T) {
	o, err := parse([]string{"--host", "127.0.0.1", "--host", "localhost", "--ca-overlap", "1s"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if o.hosts.String() != "127.0.0.1,localhost" || o.overlap != time.Second {
		t.Errorf("got %+v", o)
	}
}

func TestHelpAndUnknownFlags(t *testing.T) {
	var help strings.Builder
	if _, err := parse([]string{"--help"}, &help); !errors.Is(err, flag.ErrHelp) || !strings.Contains(help.String(), "-certificate-lifetime") {
		t.Errorf("error %v, help %q", err, help.String())
	}
	if _, err := parse([]string{"--no-such-flag", "x"}, io.Discard); err == nil {
		t.Error("a flag that does not exist was taken")
	}
}
