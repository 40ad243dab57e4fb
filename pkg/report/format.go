// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"sigs.k8s.io/yaml"
)

// Format is one way to write a value.
type Format[T any] struct {
	// Name is what a user gives after -o.
	Name  string
	Write func(io.Writer, T) error
}

// Formats are the ways to write a value; the first is taken when the user names none.
type Formats[T any] []Format[T]

// Names are the formats as a flag's help lists them: "table|json|yaml".
func (f Formats[T]) Names() string {
	names := make([]string, len(f))
	for i, format := range f {
		names[i] = format.Name
	}
	return strings.Join(names, "|")
}

// Find returns the format of that name, so that an unknown one can be refused before anything is done.
func (f Formats[T]) Find(name string) (Format[T], error) {
	for _, format := range f {
		if format.Name == name {
			return format, nil
		}
	}
	return Format[T]{}, fmt.Errorf("unknown output format %q (use one of %s)", name, f.Names())
}

// JSON writes a value as JSON, indented as kubectl does.
func JSON[T any]() Format[T] {
	return Format[T]{"json", func(w io.Writer, value T) error { return encode(w, value) }}
}

func encode(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "    ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// YAML writes what JSON writes, as YAML.
func YAML[T any]() Format[T] {
	return Format[T]{"yaml", func(w io.Writer, value T) error {
		text, err := yaml.Marshal(value)
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	}}
}
