// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

import "fmt"

// Object is one declared object. Its content is shared between snapshots and with whoever made it: nobody may
// change it once it is in a catalog.
type Object struct {
	ID
	content map[string]any
}

// NewObject wraps the content of a manifest (as in unstructured.Unstructured.Object) of one of our kinds or of a
// Namespace. It fails on any other kind and on an object without a name.
func NewObject(content map[string]any) (*Object, error) {
	kind := Kind(stringAt(content, "kind"))
	apiVersion := stringAt(content, "apiVersion")
	if _, ours := ResourceOf(kind); ours && apiVersion != APIVersion || !ours && (kind != Namespace || apiVersion != "v1") {
		return nil, fmt.Errorf("read object: %s %q is no kind of the catalog", apiVersion, kind)
	}
	metadata := mapAt(content, "metadata")
	id := ID{Kind: kind, Namespace: stringAt(metadata, "namespace"), Name: stringAt(metadata, "name")}
	if id.Name == "" {
		return nil, fmt.Errorf("read object: a %s has no metadata.name", kind)
	}
	return &Object{ID: id, content: content}, nil
}

// Content is the whole object as JSON values. It must not be changed.
func (o *Object) Content() map[string]any { return o.content }

// Terminating tells whether the object is being deleted: such an object does not exist for others.
func (o *Object) Terminating() bool {
	_, deleting := mapAt(o.content, "metadata")["deletionTimestamp"]
	return deleting
}

// Labels are the object's labels; nil when it has none.
func (o *Object) Labels() map[string]any { return mapAt(mapAt(o.content, "metadata"), "labels") }

// Strings returns the non-empty strings at a field path such as "spec.projectsRef[]".
func (o *Object) Strings(path string) []string {
	var values []string
	parsePath(path).walk(o.content, func(value, _ string) { values = append(values, value) })
	return values
}

// String returns the first string at a field path, or "".
func (o *Object) String(path string) string {
	if values := o.Strings(path); len(values) > 0 {
		return values[0]
	}
	return ""
}

func mapAt(m map[string]any, key string) map[string]any {
	inner, _ := m[key].(map[string]any)
	return inner
}

func stringAt(m map[string]any, key string) string {
	s, _ := m[key].(string)
	return s
}
