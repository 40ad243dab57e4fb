// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"slices"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Links are what one object uses, and what uses it.
type Links struct {
	catalog.ID
	Presence Presence `json:"presence"`
	Uses     []*Link  `json:"uses"`
	UsedBy   []*Link  `json:"usedBy"`
}

// Link is an object at the other end of a reference.
type Link struct {
	catalog.ID
	Presence Presence `json:"presence"`
	// Deleting: the object is on its way out.
	Deleting bool `json:"deleting,omitempty"`
	// Fields are where the one that refers names the other.
	Fields []string `json:"fields"`
	// Again: what it is linked to stands elsewhere in the same tree.
	Again bool    `json:"again,omitempty"`
	Links []*Link `json:"links,omitempty"`
}

// Links finds what an object uses and what uses it, directly, or all the way.
func (s *Source) Links(id catalog.ID, deep bool) *Links {
	links := &Links{ID: id, Presence: s.presence(id)}
	links.Uses = s.follow(id, deep, map[catalog.ID]bool{id: true}, s.targets)
	links.UsedBy = s.follow(id, deep, map[catalog.ID]bool{id: true}, s.referrers)
	return links
}

// follow goes from an object to the next ones. The links of each object are followed once, so that this ends where
// objects refer to each other in a circle, and costs no more than there are references.
func (s *Source) follow(id catalog.ID, deep bool, seen map[catalog.ID]bool, next func(catalog.ID) []*Link) []*Link {
	links := next(id)
	if !deep {
		return links
	}
	for _, link := range links {
		if seen[link.ID] {
			link.Again = true
			continue
		}
		seen[link.ID] = true
		link.Links = s.follow(link.ID, deep, seen, next)
	}
	return links
}

// targets are what an object uses, in the order of its fields.
func (s *Source) targets(id catalog.ID) []*Link {
	o := s.State.Get(id)
	if o == nil {
		return []*Link{}
	}
	return s.links(catalog.ReferencesOf(o), func(r catalog.Reference) catalog.ID { return r.To })
}

// referrers are what uses an object, in the order of kinds.
func (s *Source) referrers(id catalog.ID) []*Link {
	references := s.State.Referrers(id)
	slices.SortStableFunc(references, func(a, b catalog.Reference) int { return catalog.Compare(a.From, b.From) })
	return s.links(references, func(r catalog.Reference) catalog.ID { return r.From })
}

// links has each object once, with all fields.
func (s *Source) links(references []catalog.Reference, end func(catalog.Reference) catalog.ID) []*Link {
	links, at := []*Link{}, map[catalog.ID]*Link{}
	for _, reference := range references {
		id := end(reference)
		link := at[id]
		if link == nil {
			o := s.State.Get(id)
			link = &Link{ID: id, Presence: s.presence(id), Deleting: o != nil && o.Terminating()}
			at[id] = link
			links = append(links, link)
		}
		link.Fields = append(link.Fields, reference.Field)
	}
	return links
}
