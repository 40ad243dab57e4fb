// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package random

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/utils/ptr"
)

type schema = apiextensionsv1.JSONSchemaProps

// maker makes the values of one object.
type maker struct {
	*Choices
	names    []string // of objects that are there, so that references hit something
	words    []string
	patterns map[string]*regexp.Regexp
}

func (m *maker) value(s *schema) any {
	switch {
	case s.Nullable && m.OneIn(16):
		return nil
	case len(s.Enum) > 0:
		var value any
		if err := json.Unmarshal(Of(m.Choices, s.Enum).Raw, &value); err != nil {
			panic(err) // the CRD would not be accepted
		}
		return value
	}
	switch s.Type {
	case "object":
		return m.object(s)
	case "array":
		return m.array(s)
	case "string":
		return m.text(s)
	case "integer":
		return m.integer(s)
	case "boolean":
		return m.OneIn(2)
	}
	panic(fmt.Sprintf("make a value of type %q: the CRDs had none", s.Type))
}

// object has all fields that it must have and most that it may have.
func (m *maker) object(s *schema) map[string]any {
	made := map[string]any{}
	if s.AdditionalProperties != nil {
		for range m.Below(4) {
			made[m.word()] = m.value(s.AdditionalProperties.Schema)
		}
		return made
	}
	for _, name := range sortedKeys(s.Properties) {
		if slices.Contains(s.Required, name) || !m.OneIn(4) {
			field := s.Properties[name]
			made[name] = m.value(&field)
		}
	}
	return made
}

// array is short, and now and then holds an item twice. Where the schema wants no item twice, what comes twice is left out.
func (m *maker) array(s *schema) []any {
	least := int(ptr.Deref(s.MinItems, 0))
	made := []any{}
	for range least + m.Below(4) {
		item := m.value(s.Items.Schema)
		if len(made) > 0 && m.OneIn(8) {
			item = Of(m.Choices, made)
		}
		if s.XListType == nil || *s.XListType == "atomic" || !slices.ContainsFunc(made, same(item, s.XListMapKeys)) {
			made = append(made, item)
		}
	}
	return made
}

func same(item any, keys []string) func(any) bool {
	identity := func(value any) string {
		if object, ok := value.(map[string]any); ok && len(keys) > 0 {
			of := []any{}
			for _, key := range keys {
				of = append(of, object[key])
			}
			value = of
		}
		return fmt.Sprintf("%#v", value)
	}
	return func(other any) bool { return identity(item) == identity(other) }
}

func (m *maker) integer(s *schema) int64 {
	least, most := int64(ptr.Deref(s.Minimum, -1000)), int64(ptr.Deref(s.Maximum, 1<<40))
	return Of(m.Choices, []int64{least, most, least + int64(m.Below(1000))})
}

// text is a word that fits, or else what the pattern describes.
func (m *maker) text(s *schema) string {
	if s.Format == "date-time" {
		return Of(m.Choices, []string{"2026-03-01T18:00:00Z", "2031-01-01T00:00:00Z", "0001-01-01T00:00:00Z"})
	}
	for range 4 {
		if word := m.word(); m.fits(s, word) {
			return word
		}
	}
	for range 4 {
		if made := matching(m.Choices, s.Pattern); m.fits(s, made) {
			return made
		}
	}
	return "a"
}

// word is a name of what is there, every second time, or "product/repo" of two.
func (m *maker) word() string {
	if len(m.names) > 0 && m.OneIn(2) {
		name := Of(m.Choices, m.names)
		if m.OneIn(6) {
			name += "/" + Of(m.Choices, m.names)
		}
		return name
	}
	return Of(m.Choices, m.words)
}

func (m *maker) fits(s *schema, text string) bool {
	length := int64(utf8.RuneCountInString(text))
	if length < ptr.Deref(s.MinLength, 0) || length > ptr.Deref(s.MaxLength, 1<<20) {
		return false
	}
	return s.Pattern == "" || m.patterns[s.Pattern].MatchString(text)
}
