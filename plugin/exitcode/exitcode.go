// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package exitcode

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Code is the status that the process ends with. Its value is part of what scripts rely on.
type Code int

// The codes.
const (
	// Done: everything that was asked for was done, or was so already.
	Done Code = 0
	// Failed: usage, input, or the cluster; nothing was done.
	Failed Code = 1
	// Denied: nothing was done, and all that stood in the way are findings with the action deny.
	Denied Code = 2
	// Partly: some was done and some was not.
	Partly Code = 3
	// TimedOut: all was sent, but what was waited for did not come in time.
	TimedOut Code = 4
	// Interrupted: by SIGINT or SIGTERM, 128 + 2 as shells have it.
	Interrupted Code = 130
	// Differs is the code of diff alone, which follows kubectl's: 0 the same, 1 differs, more than 1 an error.
	Differs Code = 1
	// DiffFailed is diff's code for all that [Failed] stands for elsewhere.
	DiffFailed Code = 2
)

// Row is one line of the table.
type Row struct {
	Code    Code
	Meaning string
}

// Rows are the codes in rising order, as people are told of them.
func Rows() []Row {
	return []Row{
		{Done, "done, or nothing to do"},
		{Failed, "error: usage, input, or the cluster; nothing was done"},
		{Denied, "findings that deny; nothing was done"},
		{Partly, "partly done: the summary says what was not"},
		{TimedOut, "timed out while waiting"},
		{Interrupted, "interrupted: the summary says what was done"},
	}
}

// Help is the table as text.
func Help() string {
	var b strings.Builder
	b.WriteString("Codes that kubectl nautes exits with:\n\n")
	for _, row := range Rows() {
		fmt.Fprintf(&b, "  %3d  %s\n", row.Code, row.Meaning)
	}
	fmt.Fprintf(&b, "\ndiff exits as kubectl's does: %d the same, %d differs, more than %d an error.\n", Done, Differs, Differs)
	fmt.Fprintf(&b, "policy test exits with %d when tests fail.\n", Denied)
	fmt.Fprintf(&b, "can-use exits with %d when the answer is no.\n", Denied)
	fmt.Fprintf(&b, "doctor exits with %d when something fails.\n", Failed)
	return b.String()
}

// Error ends the process with a code.
type Error struct {
	Code Code
	// Err is what is printed; nil where all has been said already.
	Err error
}

// With gives an error a code.
func With(code Code, err error) *Error { return &Error{Code: code, Err: err} }

// Silent ends with a code and no further word.
func Silent(code Code) *Error { return &Error{Code: code} }

// Error is the text of the error within.
func (e *Error) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("exit code %d", e.Code)
	}
	return e.Err.Error()
}

// Unwrap is the error within.
func (e *Error) Unwrap() error { return e.Err }

// Of is the code of an error: the one that it carries, [Interrupted] where a cancelled context is behind it, else
// [Failed]; nil is [Done].
func Of(err error) Code {
	var carried *Error
	switch {
	case err == nil:
		return Done
	case errors.As(err, &carried):
		return carried.Code
	case errors.Is(err, context.Canceled):
		return Interrupted
	}
	return Failed
}

// Message is what is left to say about an error, empty for one that is silent.
func Message(err error) string {
	var carried *Error
	if err == nil || errors.As(err, &carried) && carried.Err == nil {
		return ""
	}
	return err.Error()
}
