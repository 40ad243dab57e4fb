// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package livetest

import (
	"slices"
	"strings"
)

// tableOf prints an object or a list as the API server does, with the columns name and, in wide tables, UID; by
// namespace and name.
func tableOf(body map[string]any) any {
	items, isList := body["items"].([]any)
	if !isList {
		items = []any{body}
	}
	text := func(item any, name string) string {
		text, _ := field(item.(map[string]any), "metadata", name).(string)
		return text
	}
	slices.SortFunc(items, func(a, b any) int {
		return strings.Compare(text(a, "namespace")+"/"+text(a, "name"), text(b, "namespace")+"/"+text(b, "name"))
	})
	rows := make([]any, len(items))
	for i, item := range items {
		metadata := map[string]any{"apiVersion": "meta.k8s.io/v1", "kind": "PartialObjectMetadata", "metadata": item.(map[string]any)["metadata"]}
		rows[i] = map[string]any{"cells": []any{text(item, "name"), text(item, "uid")}, "object": metadata}
	}
	return map[string]any{
		"apiVersion": "meta.k8s.io/v1", "kind": "Table", "metadata": map[string]any{}, "rows": rows,
		"columnDefinitions": []any{
			map[string]any{"name": "Name", "type": "string", "format": "name", "priority": 0},
			map[string]any{"name": "UID", "type": "string", "priority": 1},
		},
	}
}
