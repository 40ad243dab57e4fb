// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package examples

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// The words in the name of a test that say which of the two it shows; what comes after them tells of the world.
const (
	Fires  = "_fires"
	Silent = "_silent"
)

// When says when the example is asked about, to be put behind "Refused" or "Passes": what the name of the test says of
// the world, the operation, and on an update what was otherwise. It is for example
// " on another change, when it is updated (spec.envType was \"test\")".
func (e Example) When() string {
	when := ""
	for _, word := range []string{Fires, Silent} {
		if _, after, found := strings.Cut(e.Test, word); found {
			when = strings.ReplaceAll(after, "_", " ")
		}
	}
	switch e.Operation {
	case "CREATE":
		return when + ", when it is created"
	case "DELETE":
		return when + ", when it is deleted"
	case "UPDATE":
		return when + ", when it is updated" + e.formerly()
	}
	return when
}

func (e Example) formerly() string {
	changed := Changes(e.OldObject, e.Object)
	var were []string
	for _, path := range slices.Sorted(maps.Keys(changed)) {
		was := changed[path][0]
		if was == "" {
			was = "absent"
		}
		were = append(were, fmt.Sprintf("%s was %s", path, was))
	}
	if len(were) == 0 {
		return ""
	}
	return " (" + strings.Join(were, ", ") + ")"
}

// Manifest is the object as YAML, or of a layout the files, one after the other.
func (e Example) Manifest() string {
	if len(e.Files) == 0 {
		object := e.Object
		if object == nil {
			object = e.OldObject
		}
		return yamlOf(object)
	}
	var text strings.Builder
	for i, file := range e.Files {
		if i > 0 {
			text.WriteString("---\n")
		}
		fields, _ := file.(map[string]any)
		fmt.Fprintf(&text, "# %v\n", fields["path"])
		documents, _ := fields["documents"].([]any)
		for j, document := range documents {
			if j > 0 {
				text.WriteString("---\n")
			}
			text.WriteString(yamlOf(document))
		}
	}
	return text.String()
}

// yamlOf renders what was JSON, which YAML can hold.
func yamlOf(value any) string {
	text, err := yaml.Marshal(value)
	if err != nil {
		return fmt.Sprintln("#", err)
	}
	return string(text)
}

// String is the violation as people see it.
func (v Violation) String() string {
	text := v.Message
	if v.Field != "" {
		text = v.Field + ": " + text
	}
	if v.File != "" {
		text = v.File + ": " + text
	}
	return text
}

// Changes are the paths of the values that differ between two JSON documents, each with what was and what is, as JSON;
// either is empty where there is none.
func Changes(before, after any) map[string][2]string {
	was, is := map[string]string{}, map[string]string{}
	leaves("", before, was)
	leaves("", after, is)
	changed := map[string][2]string{}
	for path, value := range was {
		if is[path] != value {
			changed[path] = [2]string{value, is[path]}
		}
	}
	for path, value := range is {
		if was[path] != value {
			changed[path] = [2]string{was[path], value}
		}
	}
	return changed
}

// leaves lists the scalars of a document by path; empty collections count as scalars.
func leaves(path string, value any, into map[string]string) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			leaves(strings.TrimPrefix(path+"."+key, "."), inner, into)
		}
		if len(v) > 0 {
			return
		}
	case []any:
		for i, inner := range v {
			leaves(fmt.Sprintf("%s[%d]", path, i), inner, into)
		}
		if len(v) > 0 {
			return
		}
	case nil:
		return
	}
	if text, err := json.Marshal(value); err == nil && path != "" {
		into[path] = string(text)
	}
}
