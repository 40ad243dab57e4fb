// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Graph is objects and what uses what among them.
type Graph struct {
	// Subject is what the graph is about: a Product with all that is in it, or one object with its neighbours.
	Subject catalog.ID `json:"subject"`
	Summary Summary    `json:"summary"`
	// Nodes are in the order of kinds, then of products, then of names.
	Nodes []*Node `json:"nodes"`
	// Edges are in the order of the nodes that they begin at.
	Edges []*Edge `json:"edges"`
	// Notices are in the order of the nodes.
	Notices []Notice `json:"notices"`

	at           map[catalog.ID]*Node
	uses, usedBy map[catalog.ID][]*Edge
}

// Presence tells whether an object is there.
type Presence string

// The presences.
const (
	Present Presence = "Present"
	// Missing: something refers to it, and there is no such object.
	Missing Presence = "Missing"
	// Unknown: something refers to it, and the user may not see whether it is there.
	Unknown Presence = "Unknown"
)

// Node is an object and how it stands.
type Node struct {
	catalog.ID
	Presence Presence `json:"presence"`
	// Outside: the object is not of the product that the graph is about. It is here because it is used, or uses.
	Outside bool `json:"outside,omitempty"`
	// Facts are what the spec says, in a few words, for example "test on dep-vc1".
	Facts string `json:"facts,omitempty"`
	// Labels are those of the object.
	Labels map[string]string `json:"labels,omitempty"`

	Ready  Readiness  `json:"ready"`
	Rules  Compliance `json:"rules"`
	Bypass *Bypass    `json:"bypass,omitempty"`
	Delivery
	Conditions []Condition `json:"conditions,omitempty"`
}

// Edge says that one object uses another.
type Edge struct {
	From catalog.ID `json:"from"`
	To   catalog.ID `json:"to"`
	// Fields are where From names To.
	Fields []string `json:"fields"`
}

// Summary counts what is in a graph.
type Summary struct {
	// Objects are those of the product, the Product itself included; of one object's graph, all that are there.
	Objects int `json:"objects"`
	// NotReady are those that are known not to be as declared.
	NotReady int `json:"notReady"`
	// Denials and Warnings are what the rules say of them; Bypassed are objects that a bypass keeps from denials.
	Denials  int `json:"denials"`
	Warnings int `json:"warnings"`
	Bypassed int `json:"bypassed"`
	// Bypasses are objects on which a bypass stands.
	Bypasses int `json:"bypasses"`
	// Missing are those that something refers to and that are not there.
	Missing int `json:"missing"`
	// NotJudged are objects of which not every rule could be asked.
	NotJudged int `json:"notJudged"`
}

// Node is the node of an object; nil where the graph has none.
func (g *Graph) Node(id catalog.ID) *Node { return g.at[id] }

// Uses are the edges that begin at an object.
func (g *Graph) Uses(id catalog.ID) []*Edge { return g.uses[id] }

// UsedBy are the edges that end at an object.
func (g *Graph) UsedBy(id catalog.ID) []*Edge { return g.usedBy[id] }
