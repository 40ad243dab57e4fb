// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"errors"
	"fmt"
	"strings"
)

// Error is one thing that is wrong with what was read.
type Error struct {
	// File is the path, URL or "STDIN" that it was read from; empty when the
	// error is about how the source was named.
	File string
	// Line counts from 1; 0 when the error is about the file as a whole.
	Line int
	// Field is a path such as spec.destination.namespaces[1]; empty when the
	// error is about the document as a whole.
	Field string
	// Message says what is wrong, Hint what to do about it (may be empty).
	Message, Hint string
}

// Error renders FILE:LINE: FIELD: message (hint), leaving out what is not known.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File)
		if e.Line > 0 {
			fmt.Fprintf(&b, ":%d", e.Line)
		}
		b.WriteString(": ")
	}
	if e.Field != "" {
		b.WriteString(e.Field + ": ")
	}
	b.WriteString(e.Message)
	if e.Hint != "" {
		b.WriteString(" (" + e.Hint + ")")
	}
	return b.String()
}

// Errors is all that was wrong in one reading, in the order of the input.
// It is the dynamic type of the error that Reader.Read returns, except when
// the context ended.
type Errors []*Error

// Error renders one error a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, err := range e {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap makes the single errors visible to errors.As.
func (e Errors) Unwrap() []error {
	errs := make([]error, len(e))
	for i, err := range e {
		errs[i] = err
	}
	return errs
}

// orNil keeps an empty list from becoming a non-nil error.
func (e Errors) orNil() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// asErrors gives what err carries: the Errors in it, or one made of it for file.
func asErrors(file string, err error) Errors {
	var many Errors
	if errors.As(err, &many) {
		return many
	}
	var one *Error
	if errors.As(err, &one) {
		return Errors{one}
	}
	return Errors{{File: file, Message: err.Error()}}
}
