// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"fmt"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Note says one thing that became of a document on its way into our format.
type Note struct {
	// File and Line are where it stands in what the user wrote; the line counts from 1.
	File string
	Line int
	// ID is the object that the document became; empty where it is none.
	ID catalog.ID
	// Field is the field of that object that it is about; empty where that is the object as a whole, or gone.
	Field string
	// Text says it, for example `spec.coderepo is now spec.codeRepo`.
	Text string
	// Filled says that the field was not there before.
	Filled bool
}

// String renders FILE:LINE: OBJECT: text.
func (n Note) String() string {
	if n.ID.Kind == "" {
		return fmt.Sprintf("%s:%d: %s", n.File, n.Line, n.Text)
	}
	return fmt.Sprintf("%s:%d: %s: %s", n.File, n.Line, n.ID, n.Text)
}
