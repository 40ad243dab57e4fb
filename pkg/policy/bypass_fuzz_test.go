// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// FuzzBypass reads two pairs of annotations in Go, which says what a bypass does, and in Rego, which says what may be
// asked for. Where they disagree, a bypass could be in force that nobody may set, or be refused where none is asked.
func FuzzBypass(f *testing.F) {
	values := []string{
		"", "true", "false", "True", "yes", "2026-03-01T18:00:00Z", "2026-03-01T18:00:00.5Z", "2026-03-01T18:00:00,5Z", "2026-03-01T8:00:00Z",
		"2026-03-01T18:00:00+24:00", "2026-03-01T24:00:00Z", "2026-02-29T00:00:00Z", "2024-02-29T23:59:60Z", "0000-01-01T00:00:00Z",
		"9999-12-31T23:59:59.999999999-23:59", "2026-03-01T18:00:00.0000000001Z", "2026-03-01t18:00:00z", "2026-03-01 18:00:00Z", "2026-03-01",
	}
	for i, value := range values {
		f.Add(i%3 != 0, values[(i+5)%len(values)], "a", i%7 != 0, value, "b")
	}
	read := regoBypass(f)
	f.Fuzz(func(t *testing.T, was bool, before, reasonBefore string, is bool, after, reasonAfter string) {
		first, second := annotated(was, before, reasonBefore), annotated(is, after, reasonAfter)
		inRego := read(t, first, second)
		a, b := bypassOf(first), bypassOf(second)
		termA, hasA := a.term()
		termB, hasB := b.term()
		agree := func(what string, goSays, regoSays bool) {
			if goSays != regoSays {
				t.Errorf("%s: Go says %v, Rego says %v (before %+v, after %+v)", what, goSays, regoSays, a, b)
			}
		}
		agree("is a bypass", hasB, inRego.asks)
		agree("is malformed", is && !hasB && after != "false", is && !inRego.valid)
		agree("asks for more, or is not well-formed", widens(a, b), a != b && (inRego.exceeds || inRego.otherReason || is && !inRego.valid))
		if hasA && hasB && !termA.endless && !termB.endless {
			agree("ends later", termB.outlasts(termA), inRego.exceeds)
			agree("has ended by the other's end", termB.holds(termA.end), inRego.exceeds)
		}
	})
}

func annotated(present bool, value, reason string) map[string]any {
	annotations := map[string]any{v1alpha1.SkipCheckReasonAnnotation: reason}
	if present {
		annotations[v1alpha1.InsecureSkipCheckAnnotation] = value
	}
	return map[string]any{"metadata": map[string]any{"annotations": annotations}}
}

// regoAnswer is what policies/lib/bypass.rego says about two pairs of annotations, old and new.
type regoAnswer struct{ asks, valid, exceeds, otherReason bool }

func regoBypass(f *testing.F) func(t *testing.T, old, young map[string]any) regoAnswer {
	f.Helper()
	b, err := load(policies.FS())
	if err != nil {
		f.Fatal(err)
	}
	prepared, err := rego.New(
		rego.Query(`
			new := data.nautes.lib.bypass.value(input.new)
			old := data.nautes.lib.bypass.value(input.old)
			asks := [1 | data.nautes.lib.bypass.asks(new)] != []
			valid := [1 | data.nautes.lib.bypass.is_valid(new)] != []
			exceeds := [1 | data.nautes.lib.bypass.exceeds(new, old)] != []
			other_reason := data.nautes.lib.bypass.reason(input.new) != data.nautes.lib.bypass.reason(input.old)`),
		rego.Compiler(b.compiler), rego.Capabilities(capabilities()), rego.Store(store{}), rego.StrictBuiltinErrors(true),
	).PrepareForEval(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	return func(t *testing.T, old, young map[string]any) regoAnswer {
		results, err := prepared.Eval(t.Context(), rego.EvalInput(map[string]any{"old": old, "new": young}))
		if err != nil || len(results) != 1 {
			t.Fatalf("read %v and %v in Rego: %v, %v", old, young, results, err)
		}
		found := results[0].Bindings
		asks := found["asks"] == true
		return regoAnswer{asks, found["valid"] == true, found["exceeds"] == true, asks && found["other_reason"] == true}
	}
}
