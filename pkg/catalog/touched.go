// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

// Question is one that a snapshot answers. Whoever keeps the questions that led to a result learns from [Step.Touched]
// which of them a change answers anew, and so which results no longer hold, without knowing what the results are about.
type Question struct {
	method  method
	a, b, c string
}

// method is the one of Snapshot that answers.
type method byte

const (
	get method = iota
	list
	referrers
	lookup
)

// AskGet is what [Snapshot.Get] answers.
func AskGet(id ID) Question { return Question{get, string(id.Kind), id.Namespace, id.Name} }

// AskList is what [Snapshot.List] answers.
func AskList(kind Kind, namespace string) Question {
	return Question{list, string(kind), namespace, ""}
}

// AskReferrers is what [Snapshot.Referrers] answers, as far as those who refer are not being deleted.
func AskReferrers(id ID) Question { return Question{referrers, string(id.Kind), id.Namespace, id.Name} }

// AskLookup is what [Snapshot.Lookup] answers, as far as the objects are not being deleted.
func AskLookup(index, key string) Question { return Question{lookup, index, key, ""} }

// Touched calls touch for each question that the step gives another answer to, some of them more than once. Of an
// object that is there before and after it asks differ whether whoever reads it can see the difference; who refers to
// whom and what the indexes hold is compared in any case.
func (s Step) Touched(differ func(before, after *Object) bool, touch func(Question)) {
	for _, id := range s.Changed {
		before, after := s.Before.Get(id), s.After.Get(id)
		if before == after {
			continue
		}
		if before == nil || after == nil || differ(before, after) {
			touch(AskGet(id))
			touch(AskList(id.Kind, id.Namespace))
			if id.Namespace != "" {
				touch(AskList(id.Kind, ""))
			}
		}
		eachApart(referring(before), referring(after), func(r Reference) { touch(AskReferrers(r.To)) })
		s.touchedIndexes(id, touch)
	}
}

// touchedIndexes are the entries of an object, and of those that are indexed through it.
func (s Step) touchedIndexes(id ID, touch func(Question)) {
	objects := map[ID]bool{id: true}
	for _, snapshot := range []*Snapshot{s.Before, s.After} {
		snapshot.eachFollower(id, func(follower ID) { objects[follower] = true })
	}
	for object := range objects {
		eachApart(s.Before.indexed(object), s.After.indexed(object), touch)
	}
}

// eachFollower calls found for the objects with index entries that follow a reference to an object.
func (s *Snapshot) eachFollower(id ID, found func(ID)) {
	s.referrers.Root().WalkPrefix(append(id.key(), 0), func(_ []byte, r Reference) bool {
		if followed[r.From.Kind][r.Field] {
			found(r.From)
		}
		return false
	})
}

// referring is what an object refers to. One that is being deleted does not exist for others, so it refers to nothing.
func referring(o *Object) map[Reference]bool {
	if o == nil || o.Terminating() {
		return nil
	}
	all := map[Reference]bool{}
	eachReference(o, func(_ *reference, r Reference) { all[r] = true })
	return all
}

// indexed are the index keys under which others find an object.
func (s *Snapshot) indexed(id ID) map[Question]bool {
	o := s.Get(id)
	if o == nil || o.Terminating() {
		return nil
	}
	all := map[Question]bool{}
	for _, ix := range indexesByKind[o.Kind] {
		for _, key := range ix.keys(s.Get, o) {
			all[AskLookup(ix.name, key)] = true
		}
	}
	return all
}

// eachApart calls visit for what is in one of the sets only.
func eachApart[T comparable](a, b map[T]bool, visit func(T)) {
	for value := range a {
		if !b[value] {
			visit(value)
		}
	}
	for value := range b {
		if !a[value] {
			visit(value)
		}
	}
}
