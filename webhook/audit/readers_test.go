// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The readers of a question are those whose last questions held it, after any number of changes.
func TestReaders(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	r := newReaders()
	asked, places := map[uint32][]uint32{}, map[uint32][]uint32{}
	for range 5000 {
		object, questions := uint32(random.IntN(20)), []uint32{}
		for range random.IntN(8) {
			questions = append(questions, uint32(random.IntN(30)))
		}
		slices.Sort(questions)
		questions = slices.Compact(questions)
		asked[object], places[object] = questions, r.replace(object, places[object], questions)

		question := uint32(random.IntN(30))
		got, want := []uint32{}, []uint32{}
		r.each(question, func(o uint32) { got = append(got, o) })
		for o, questions := range asked {
			if slices.Contains(questions, question) {
				want = append(want, o)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("who asked %d (-want +got):\n%s", question, diff)
		}
	}
	if most := 20*8 + 1; len(r.places) > most {
		t.Errorf("%d places for at most %d", len(r.places), most)
	}
	for object := range asked {
		r.replace(object, places[object], nil)
	}
	if len(r.first) != 0 {
		t.Errorf("%d questions are left that nobody asked", len(r.first))
	}
}
