// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

// readers tells who asked what: from the hash of a question to the objects whose judgement asked it. Two questions of
// one hash do no harm, some objects are then judged once too often.
//
// At 100,000 objects there are well over half a million questions and more answers to them, so both sides of this
// relation are kept in one slice: a place links to its neighbours in the list of its question, and the object knows its
// places.
type readers struct {
	// first is where the list of a question begins.
	first  map[uint32]uint32
	places []place
	// free is where the list of unused places begins, linked by next.
	free uint32
}

// place is one question that one object asked. Links are indexes into places; 0 is none, so the first is not used.
type place struct {
	question, object, next, previous uint32
}

func newReaders() *readers {
	return &readers{first: map[uint32]uint32{}, places: make([]place, 1)}
}

// each calls visit for the objects that asked a question.
func (r *readers) each(question uint32, visit func(object uint32)) {
	for at := r.first[question]; at != 0; at = r.places[at].next {
		visit(r.places[at].object)
	}
}

// replace makes questions, in ascending order and each once, the ones that an object asked. It gets the object's
// places and returns the new ones, both in the order of their questions.
func (r *readers) replace(object uint32, places, questions []uint32) []uint32 {
	if r.same(places, questions) {
		return places
	}
	now := make([]uint32, 0, len(questions))
	for _, question := range questions {
		for len(places) > 0 && r.places[places[0]].question < question {
			r.remove(places[0])
			places = places[1:]
		}
		if len(places) > 0 && r.places[places[0]].question == question {
			now, places = append(now, places[0]), places[1:]
		} else {
			now = append(now, r.insert(question, object))
		}
	}
	for _, at := range places {
		r.remove(at)
	}
	return now
}

func (r *readers) same(places, questions []uint32) bool {
	if len(places) != len(questions) {
		return false
	}
	for i, at := range places {
		if r.places[at].question != questions[i] {
			return false
		}
	}
	return true
}

func (r *readers) insert(question, object uint32) uint32 {
	at := r.free
	if at == 0 {
		at = uint32(len(r.places)) //nolint:gosec // there is no memory for 2^32 places
		r.places = append(r.places, place{})
	} else {
		r.free = r.places[at].next
	}
	next := r.first[question]
	r.places[at] = place{question: question, object: object, next: next}
	r.places[next].previous = at // that of 0 is never read
	r.first[question] = at
	return at
}

func (r *readers) remove(at uint32) {
	p := r.places[at]
	r.places[p.next].previous = p.previous
	switch {
	case p.previous != 0:
		r.places[p.previous].next = p.next
	case p.next != 0:
		r.first[p.question] = p.next
	default:
		delete(r.first, p.question)
	}
	r.places[at] = place{next: r.free}
	r.free = at
}
