// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"io/fs"
	"testing"
	"time"
	_ "time/tzdata" // the zones that Go carries, wherever the test runs

	"sigs.k8s.io/yaml"

	"github.com/nautes-labs/kubectl-nautes/policies"
)

func TestTimezonesCanBeLoaded(t *testing.T) {
	zones := timezones(t)
	for name, known := range zones {
		if !known {
			t.Errorf("%q is listed, but not as known", name)
		}
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("%q is listed: %v", name, err)
		}
	}
	if len(zones) < 500 {
		t.Errorf("%d zones are listed, of about 600", len(zones))
	}
}

func TestTimezonesHoldTheWellKnownAndNoLocal(t *testing.T) {
	zones := timezones(t)
	for _, name := range []string{
		"UTC", "GMT", "EST5EDT", "Etc/GMT+12", "Europe/Berlin", "Europe/Kyiv", "Europe/Kiev", "America/New_York",
		"America/Argentina/Buenos_Aires", "Asia/Shanghai", "Asia/Kolkata", "Asia/Calcutta", "Australia/Sydney", "US/Pacific", "PRC",
	} {
		if !zones[name] {
			t.Errorf("%q is missing", name)
		}
	}
	for _, name := range []string{"", "Local", "local", "Factory", "posixrules"} {
		if zones[name] {
			t.Errorf("%q is listed, and means no place", name)
		}
	}
}

func timezones(t *testing.T) map[string]bool {
	t.Helper()
	content, err := fs.ReadFile(policies.FS(), "timezones/data.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var zones map[string]bool
	if err := yaml.UnmarshalStrict(content, &zones); err != nil {
		t.Fatal(err)
	}
	return zones
}
