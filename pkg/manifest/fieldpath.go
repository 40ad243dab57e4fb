// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"strconv"
	"strings"
)

// step is one step of a field path: a key of a mapping or an index of a list.
// A step written [x] may be either, and only the value that it is applied to can
// tell; bracketed says that it was written so.
type step struct {
	text      string
	bracketed bool
}

// index gives the step as an index, or -1.
func (s step) index() int {
	if !s.bracketed {
		return -1
	}
	if i, err := strconv.Atoi(s.text); err == nil && i >= 0 {
		return i
	}
	return -1
}

func indexStep(i int) step { return step{text: strconv.Itoa(i), bracketed: true} }

// parsePath splits a path as field.Path.String and the apiserver's validators
// print it. It takes anything: an unclosed bracket runs to the end.
func parsePath(path string) []step {
	var steps []step
	for path != "" {
		if path[0] == '.' {
			path = path[1:]
			continue
		}
		if path[0] == '[' {
			text, rest, _ := strings.Cut(path[1:], "]")
			steps = append(steps, step{text: text, bracketed: true})
			path = rest
			continue
		}
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			end = len(path)
		}
		steps = append(steps, step{text: path[:end]})
		path = path[end:]
	}
	return steps
}

// printPath is the reverse of parsePath; a key that itself holds what separates
// steps is put in brackets.
func printPath(steps []step) string {
	var b strings.Builder
	for _, s := range steps {
		switch {
		case s.bracketed || strings.ContainsAny(s.text, ".[]/ "):
			b.WriteString("[" + s.text + "]")
		case b.Len() == 0:
			b.WriteString(s.text)
		default:
			b.WriteString("." + s.text)
		}
	}
	return b.String()
}
