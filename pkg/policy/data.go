// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"sigs.k8s.io/yaml"
)

// shapes are what the data documents look like, by name. Rules read them without looking, so that what an operator
// puts in their place has to look the same.
var shapes = map[string]shape{ //nolint:gochecknoglobals // a table, never written
	"categories":   mapOf{listOf{text{}}},
	"clusterkinds": mapOf{text{}},
	"components": mapOf{record{
		"category!": text{}, "namespace!": text{}, "serviceAccounts!": listOf{text{}},
		"additions!": mapOf{record{"required": boolean{}, "form": text{}, "pattern": pattern{}, "default": text{}}},
	}},
	"events":    mapOf{record{"pipeline!": boolean{}}},
	"hooks":     mapOf{mapOf{record{"isPreHook": boolean{}, "isPostHook": boolean{}, "supportEventSourceTypes": listOf{text{}}}}},
	"timezones": mapOf{boolean{}},
	"variables": record{
		"builtIn!":   mapOf{record{"gitlab": boolean{}}},
		"fromEvent!": mapOf{mapOf{text{}}},
	},
}

// parseData reads the document that shall stand in place of one of ours.
func (e *Engine) parseData(key, name, content string) (ast.Value, error) {
	shape, known := shapes[name]
	if !known || e.bundle.data.Get(ast.StringTerm(name)) == nil {
		return nil, fmt.Errorf("%s: there is no data.%s to replace%s", key, name, nearest(name, append(e.documents(), "actions")))
	}
	var document any
	if err := yaml.UnmarshalStrict([]byte(content), &document); err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	if problem := shape.misfit("", document); problem != "" {
		return nil, fmt.Errorf("%s: %s", key, problem)
	}
	value, err := ast.InterfaceToValue(document)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	return value, nil
}

// shape says what does not fit about a value at a path, in words; nothing when it fits.
type shape interface {
	misfit(path string, value any) string
}

type (
	text    struct{}
	boolean struct{}
	// pattern is a regular expression of RE2.
	pattern struct{}
	listOf  struct{ item shape }
	// mapOf has any keys.
	mapOf struct{ value shape }
	// record has these keys and no others; those that end in "!" are always there.
	record map[string]shape
)

func (text) misfit(path string, value any) string {
	if _, ok := value.(string); !ok {
		return fmt.Sprintf("%s is no text (put it in quotes)", at(path))
	}
	return ""
}

func (boolean) misfit(path string, value any) string {
	if _, ok := value.(bool); !ok {
		return fmt.Sprintf("%s is neither true nor false", at(path))
	}
	return ""
}

func (pattern) misfit(path string, value any) string {
	if problem := (text{}).misfit(path, value); problem != "" {
		return problem
	}
	if _, err := regexp.Compile(value.(string)); err != nil {
		return fmt.Sprintf("%s: %v", at(path), err)
	}
	return ""
}

func (l listOf) misfit(path string, value any) string {
	items, ok := value.([]any)
	if !ok {
		return fmt.Sprintf("%s is no list", at(path))
	}
	for i, item := range items {
		if problem := l.item.misfit(fmt.Sprintf("%s[%d]", path, i), item); problem != "" {
			return problem
		}
	}
	return ""
}

func (m mapOf) misfit(path string, value any) string {
	fields, ok := value.(map[string]any)
	if !ok {
		return fmt.Sprintf("%s is no map", at(path))
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if problem := m.value.misfit(below(path, key), fields[key]); problem != "" {
			return problem
		}
	}
	return ""
}

func (r record) misfit(path string, value any) string {
	fields, ok := value.(map[string]any)
	if !ok {
		return fmt.Sprintf("%s is no map", at(path))
	}
	shapeOf := map[string]shape{}
	for _, key := range slices.Sorted(maps.Keys(r)) {
		name, required := strings.CutSuffix(key, "!")
		if _, there := fields[name]; required && !there {
			return fmt.Sprintf("%s has no %s", at(path), name)
		}
		shapeOf[name] = r[key]
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		shape, known := shapeOf[key]
		if !known {
			return fmt.Sprintf("%s is not known%s", below(path, key), nearest(key, slices.Sorted(maps.Keys(shapeOf))))
		}
		if problem := shape.misfit(below(path, key), fields[key]); problem != "" {
			return problem
		}
	}
	return ""
}

func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func at(path string) string {
	if path == "" {
		return "the document"
	}
	return path
}
