// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package clusteruse

import (
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Answer is yes or no, and why.
type Answer struct {
	Product string `json:"product"`
	Cluster string `json:"cluster"`
	// Namespace or Resource is what was asked about.
	Namespace string    `json:"namespace,omitempty"`
	Resource  *Resource `json:"resource,omitempty"`

	Allowed bool `json:"allowed"`
	// Reasons are why, at least one.
	Reasons []Reason `json:"reasons"`
	// Decides are the fields that decide. None where it is the name alone that does, or where no field says anything.
	Decides []Field `json:"decides,omitempty"`
}

// Resource is a kind of objects.
type Resource struct {
	// Group is "" for the core group.
	Group string `json:"group"`
	Kind  string `json:"kind"`
}

// String is KIND.GROUP, and the kind alone for the core group.
func (r Resource) String() string {
	if r.Group == "" {
		return r.Kind
	}
	return r.Kind + "." + r.Group
}

// Reason is why the answer is as it is.
type Reason struct {
	// Rule is the one that says so; empty where none has a say.
	Rule    string `json:"rule,omitempty"`
	Message string `json:"message"`
}

// Field is one that decides.
type Field struct {
	Object catalog.ID `json:"object"`
	// Field is a path in it, for example "spec.componentsList.deployment.namespace".
	Field string `json:"field"`
	// Says is what it says about what was asked, in words.
	Says string `json:"says"`
}

// String is the field and what it says.
func (f Field) String() string { return f.Object.String() + " " + f.Field + " " + f.Says }
