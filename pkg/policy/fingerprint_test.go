// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy_test

import (
	"maps"
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

func TestHashChangesWithEveryFileAndWithNothingElse(t *testing.T) {
	base := fstest.MapFS{
		"rules/test.rego":      {Data: []byte(ruleFile("one", "", alwaysDenies))},
		"rules/test_test.rego": {Data: []byte("package nautes.rules.test_test\n")},
		"lib/names.rego":       {Data: []byte("package nautes.lib.names\n")},
		"events/data.yaml":     {Data: []byte("a: 1\n")},
	}
	hash := func(files fstest.MapFS) string {
		e, err := policy.New(t.Context(), files)
		if err != nil {
			t.Fatal(err)
		}
		return e.Hash()
	}
	before := hash(base)
	if !regexp.MustCompile(`^sha256:[0-9a-f]{12}$`).MatchString(before) {
		t.Errorf("hash %q", before)
	}
	if again := hash(base); again != before {
		t.Errorf("%s, and once more %s", before, again)
	}
	for name, counts := range map[string]bool{"rules/test.rego": true, "rules/test_test.rego": false, "lib/names.rego": true, "events/data.yaml": true} {
		changed := maps.Clone(base)
		changed[name] = &fstest.MapFile{Data: append([]byte("# changed\n"), base[name].Data...)}
		if differs := hash(changed) != before; differs != counts {
			t.Errorf("%s changes the hash: %t", name, differs)
		}
	}
	renamed := maps.Clone(base)
	delete(renamed, "lib/names.rego")
	renamed["lib/other.rego"] = base["lib/names.rego"]
	if hash(renamed) == before {
		t.Error("a renamed file does not change the hash")
	}
}

func TestOwnHashDependsOnWhatIsAddedAndNotOnItsOrder(t *testing.T) {
	ours := carried(t)
	a, b := readOwn(t, ours, "a", files{"actions.yaml": "skippable: off"}), readOwn(t, ours, "b", files{"actions.yaml": "mild: deny"})
	if got := with(t, ours).OwnHash(); got != "" || ours.OwnHash() != "" {
		t.Errorf("without anything the hash is %q", got)
	}
	ab, ba := with(t, ours, a, b), with(t, ours, b, a)
	if ab.OwnHash() != ba.OwnHash() || ab.Hash() != ours.Hash() {
		t.Errorf("%s and %s in other order; ours %s and %s", ab.OwnHash(), ba.OwnHash(), ab.Hash(), ours.Hash())
	}
	seen := map[string]bool{ab.OwnHash(): true}
	for _, other := range []*policy.Engine{
		with(t, ours, a), with(t, ours, b),
		with(t, ours, a, readOwn(t, ours, "c", files{"actions.yaml": "mild: deny"})),
		with(t, ours, a, readOwn(t, ours, "b", files{"actions.yaml": "mild: deny "})),
	} {
		if seen[other.OwnHash()] {
			t.Errorf("two different additions have the hash %s", other.OwnHash())
		}
		seen[other.OwnHash()] = true
	}
}
