// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// longestTypo bounds what is compared: nobody mistypes a name of 64 letters, and
// the distance costs the product of both lengths.
const longestTypo = 64

// DidYouMean gives the hint for a word that is none of the known ones, for
// example `did you mean "cluster"?`: the nearest, if at most a third of it
// differs; else nothing.
func DidYouMean(word string, known []string) string {
	if len(word) == 0 || len(word) > longestTypo {
		return ""
	}
	best, distance := "", (len(word)+2)/3+1
	for _, candidate := range known {
		// Case counts for nothing: "manifestsource" is meant to be manifestSource.
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(candidate)); d < distance {
			best, distance = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", best)
}

// suggestField gives the hint for an unknown field: one beside it in the schema
// that is spelled much like it.
func (v *versionSchema) suggestField(unknown string) string {
	steps := parsePath(unknown)
	if len(steps) == 0 {
		return ""
	}
	parents, last := steps[:len(steps)-1], steps[len(steps)-1]
	if len(steps) == 2 && steps[0].text == "metadata" {
		return DidYouMean(last.text, metadataFields())
	}
	parent := v.structural
	for _, s := range parents {
		if parent = childSchema(parent, s); parent == nil {
			return ""
		}
	}
	known := slices.Sorted(maps.Keys(parent.Properties))
	if len(parents) == 0 {
		known = append(known, "metadata")
	}
	return DidYouMean(last.text, known)
}

func childSchema(parent *schema.Structural, s step) *schema.Structural {
	if s.index() >= 0 && parent.Items != nil {
		return parent.Items
	}
	if property, ok := parent.Properties[s.text]; ok {
		return &property
	}
	if parent.AdditionalProperties != nil {
		return parent.AdditionalProperties.Structural
	}
	return nil
}

// metadataFields are the JSON names of metav1.ObjectMeta's fields.
func metadataFields() []string {
	meta := reflect.TypeFor[metav1.ObjectMeta]()
	names := make([]string, 0, meta.NumField())
	for i := range meta.NumField() {
		name, _, _ := strings.Cut(meta.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}
