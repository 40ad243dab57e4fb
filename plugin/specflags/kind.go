// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package specflags

import (
	"github.com/spf13/pflag"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Kind says how objects of a kind are made of flags.
type Kind struct {
	Kind catalog.Kind
	// Name is what people call it after create; Aliases are other names.
	Name    string
	Aliases []string
	// Short and Example are what help says.
	Short, Example string
	Flags          []Flag
}

// Flag is a flag that is a field.
type Flag struct {
	Name string
	// Field is the one that it sets, below spec, for example destination.environment.
	Field string
	// Usage is what help says.
	Usage string
	Form  Form
	// Default is set where the flag is not given; empty for none.
	Default string
	// OwnProduct: where it is not given, the product that the object is made in is set.
	OwnProduct bool
	// Choices are the values that there are; for completion.
	Choices []string
	// Keys are those of a structured value.
	Keys []Key
	// put sets the field where no form fits.
	put func(spec map[string]any, values []string) error
}

// Form is how the value of a flag, or of a key, is written.
type Form int

// The forms.
const (
	// Text is one text.
	Text Form = iota
	// Number is a whole number.
	Number
	// Truth is true or false; the flag alone is true.
	Truth
	// Texts are texts; the flag is repeated, or they stand with commas between them. A key is repeated.
	Texts
	// Structure is one object, written KEY=VALUE,KEY=VALUE.
	Structure
	// Structures are a list of such objects; the flag is repeated.
	Structures
	// Special is one that the flag sets in a way of its own; it is repeated.
	Special
)

// Key is a key of a structured value.
type Key struct {
	Name string
	// Field is the one that it sets, below that of the flag.
	Field string
	// Form is Text or Texts.
	Form Form
	// Entries: the key is followed by a dot and the name of an entry of the field, as in vars.tag=1.
	Entries bool
	// parse makes something else than text of the value; may be nil.
	parse func(string) (any, error)
}

// AddFlags adds the flags of the kind.
func (k Kind) AddFlags(flags *pflag.FlagSet) {
	for _, f := range k.Flags {
		switch f.Form {
		case Text:
			flags.String(f.Name, f.Default, f.Usage)
		case Number:
			flags.Int64(f.Name, 0, f.Usage)
		case Truth:
			flags.Bool(f.Name, false, f.Usage)
		case Texts:
			flags.StringSlice(f.Name, nil, f.Usage)
		default:
			flags.StringArray(f.Name, nil, f.Usage+f.keys())
		}
	}
}

// keys lists those of a structured value for the help of the flag.
func (f Flag) keys() string {
	if len(f.Keys) == 0 {
		return ""
	}
	text := ". Keys: "
	for i, key := range f.Keys {
		if i > 0 {
			text += ", "
		}
		text += key.Name
		if key.Entries {
			text += ".NAME"
		}
		if key.Form == Texts {
			text += " (repeatable)"
		}
	}
	return text
}
