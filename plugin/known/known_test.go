// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package known_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/nautes-labs/kubectl-nautes/plugin/known"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

func read(t *testing.T) *known.Known {
	t.Helper()
	k, err := known.Read(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestReadTakesInWhatTheRulesRead(t *testing.T) {
	k := read(t)
	if k.Components["traefik"].Additions["httpsNodePort"].Default != "30443" || k.Components["tekton"].Category != "pipeline" {
		t.Errorf("components are %v", k.Components)
	}
	if !k.Events["push_events"].Pipeline || k.Events["releases_events"].Pipeline {
		t.Errorf("events are %v", k.Events)
	}
	if k.ClusterKinds["ClusterRole"] != "rbac.authorization.k8s.io" {
		t.Errorf("kinds are %v", k.ClusterKinds)
	}
	for event, want := range map[string]bool{"push_events": true, "merge_requests_events": true, "issues_events": false, "nope": false} {
		if k.CarriesRef(event) != want {
			t.Errorf("%s carries a ref: %t", event, !want)
		}
	}
	for name, component := range k.Components {
		for property, addition := range component.Additions {
			if _, err := regexp.Compile(addition.Pattern); err != nil {
				t.Errorf("%s of %s: %v", property, name, err)
			}
		}
	}
}

func TestReadFailsWhereAFileIsMissingOrBroken(t *testing.T) {
	if _, err := known.Read(fstest.MapFS{}); err == nil {
		t.Error("nothing is read, and no error")
	}
	files := fstest.MapFS{}
	for _, name := range []string{"components", "categories", "events", "clusterkinds", "variables"} {
		files[name+"/data.yaml"] = &fstest.MapFile{Data: []byte("- a list")}
	}
	if _, err := known.Read(files); err == nil {
		t.Error("lists are read, and no error")
	}
}

// What a class needs comes first, and nothing that it needs is missing.
func TestFor(t *testing.T) {
	k := read(t)
	for _, class := range k.ClassNames() {
		catalogue, err := k.For(strings.ToUpper(class) + "/")
		if err != nil {
			t.Fatal(err)
		}
		var required []string
		seenOptional := false
		for _, choice := range catalogue.Components {
			if !choice.Required {
				seenOptional = true
				continue
			}
			if seenOptional {
				t.Errorf("%s: %s is needed and comes after what is not", class, choice.Category)
			}
			required = append(required, choice.Category)
		}
		needed := slices.Clone(k.Categories[class])
		slices.Sort(needed)
		if !slices.Equal(required, needed) {
			t.Errorf("%s needs %v, want %v", class, required, needed)
		}
	}
}

func TestForNamesTheWayOut(t *testing.T) {
	k := read(t)
	for class, want := range map[string]string{
		"worker/virtual/pipelin": `did you mean "worker/virtual/pipeline"?`,
		"x":                      "use one of host/physical|worker/physical/deployment|",
	} {
		if _, err := k.For(class); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", class, err)
		}
	}
}

func TestAllTellsWhoNeedsWhat(t *testing.T) {
	by := map[string][]string{}
	for _, choice := range read(t).All().Components {
		by[choice.Category] = choice.RequiredBy
	}
	if len(by["certManagement"]) != 0 || !slices.Equal(by["oauthProxy"], []string{"host/physical", "worker/physical/pipeline"}) {
		t.Errorf("got %v", by)
	}
}
