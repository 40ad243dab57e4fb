// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package specflags

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// pair is one KEY=VALUE of a structured value.
type pair struct{ key, value string }

// pairs splits a structured value. As with the mounts of container engines, a pair with a comma in it stands in double
// quotes.
func pairs(text string) ([]pair, error) {
	fields, err := csv.NewReader(strings.NewReader(text)).Read()
	if err != nil {
		return nil, errors.New(`is not KEY=VALUE,KEY=VALUE (put a pair with a comma in it into double quotes: 'a=1,"b=2,3"')`)
	}
	all := make([]pair, len(fields))
	for i, field := range fields {
		key, value, cut := strings.Cut(field, "=")
		key = strings.TrimSpace(key)
		if !cut || key == "" {
			return nil, fmt.Errorf("%q is not KEY=VALUE", field)
		}
		all[i] = pair{key, value}
	}
	return all, nil
}

// parse makes an object of a structured value.
func parse(text string, keys []Key) (map[string]any, error) {
	all, err := pairs(text)
	if err != nil {
		return nil, err
	}
	object, given := map[string]any{}, map[string]bool{}
	for _, p := range all {
		key, entry, err := keyNamed(keys, p.key)
		if err != nil {
			return nil, err
		}
		if given[p.key] && key.Form != Texts {
			return nil, fmt.Errorf("%s is given twice", p.key)
		}
		given[p.key] = true
		if err := key.set(object, entry, p.value); err != nil {
			return nil, err
		}
	}
	return object, nil
}

// keyNamed finds a key, and the entry behind its dot.
func keyNamed(keys []Key, name string) (key Key, entry string, err error) {
	var names []string
	for _, key := range keys {
		rest, entries := strings.CutPrefix(name, key.Name+".")
		switch {
		case key.Entries && entries && rest != "":
			return key, rest, nil
		case !key.Entries && key.Name == name:
			return key, "", nil
		}
		names = append(names, key.Name)
	}
	hint := manifest.DidYouMean(name, names)
	if hint == "" {
		hint = "use " + strings.Join(names, ", ")
	}
	return Key{}, "", fmt.Errorf("unknown key %q (%s)", name, hint)
}

func (k Key) set(object map[string]any, entry, text string) error {
	var value any = text
	if k.parse != nil {
		parsed, err := k.parse(text)
		if err != nil {
			return fmt.Errorf("%s=%s: %w", k.Name, text, err)
		}
		value = parsed
	}
	at := strings.Split(k.Field, ".")
	switch {
	case k.Entries:
		at = append(at, entry)
	case k.Form == Texts:
		values, _, err := unstructured.NestedSlice(object, at...)
		if err != nil {
			return err
		}
		values = append(values, value)
		value = values
	}
	return unstructured.SetNestedField(object, value, at...)
}
