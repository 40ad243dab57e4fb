// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package livetest

import (
	"encoding/json"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Path is where an object of one of our kinds, or a Namespace, is kept.
func Path(kind catalog.Kind, namespace, name string) string {
	if kind == catalog.Namespace {
		return path.Join("/api/v1/namespaces", name)
	}
	resource, _ := catalog.ResourceOf(kind)
	root := "/apis/" + catalog.APIVersion
	if namespace != "" {
		root = path.Join(root, "namespaces", namespace)
	}
	return path.Join(root, resource.Plural, name)
}

// Denial is how our webhook refuses: with one finding of a rule.
func Denial(rule, field, message, mend string) *Answer {
	return &Answer{Status: metav1.Status{
		Code: http.StatusForbidden, Reason: metav1.StatusReasonForbidden,
		Message: `admission webhook "validate.nautes.resource.nautes.io" denied the request: ` + "\n" +
			rule + ": " + field + ": " + message + "; mend: " + mend + " [environment.rego:12]\n" +
			`to submit it anyway: the annotation nautes.resource.nautes.io/insecure-skip-check: "true"`,
		Details: &metav1.StatusDetails{Causes: []metav1.StatusCause{{Type: metav1.CauseType(rule), Field: field, Message: message}}},
	}}
}

// Refusal is any other error.
func Refusal(code int32, reason metav1.StatusReason, message string) *Answer {
	return &Answer{Status: metav1.Status{Code: code, Reason: reason, Message: message}}
}

// BoundIn answers as RBAC does to who has a role in some namespaces only: reading our kinds is refused but below these
// namespaces, and at the paths that are named.
func BoundIn(namespaces []string, paths ...string) func(Request) *Answer {
	return func(r Request) *Answer {
		if r.Write() || !strings.HasPrefix(r.Path, "/apis/"+catalog.APIVersion) || slices.Contains(paths, r.Path) {
			return nil
		}
		for _, namespace := range namespaces {
			if strings.HasPrefix(r.Path, "/apis/"+catalog.APIVersion+"/namespaces/"+namespace+"/") {
				return nil
			}
		}
		return Refusal(http.StatusForbidden, metav1.StatusReasonForbidden, `User "jane" cannot read `+r.Path)
	}
}

// isCollection tells a list from an object: an object's path has a name behind its plural.
func isCollection(at string) bool {
	if strings.HasPrefix(at, "/api/v1/") {
		return at == "/api/v1/namespaces"
	}
	if !strings.HasPrefix(at, "/apis/"+catalog.APIVersion) {
		return false
	}
	_, ours := catalog.ResourceNamed(path.Base(at))
	return ours
}

func notFound(at string) *metav1.Status {
	return &metav1.Status{
		Code: http.StatusNotFound, Reason: metav1.StatusReasonNotFound, Message: path.Base(at) + " not found",
		Details: &metav1.StatusDetails{Name: path.Base(at)},
	}
}

// annotated is an object after a merge patch of its annotations.
func annotated(object, patch map[string]any) map[string]any {
	object = copied(object)
	metadata := object["metadata"].(map[string]any)
	annotations, _ := metadata["annotations"].(map[string]any)
	annotations = maps.Clone(annotations)
	if annotations == nil {
		annotations = map[string]any{}
	}
	for name, value := range field(patch, "metadata", "annotations").(map[string]any) {
		if value == nil {
			delete(annotations, name)
			continue
		}
		annotations[name] = value
	}
	metadata["annotations"] = annotations
	return object
}

func field(value map[string]any, names ...string) any {
	for _, name := range names[:len(names)-1] {
		value, _ = value[name].(map[string]any)
	}
	return value[names[len(names)-1]]
}

func copied(object map[string]any) map[string]any {
	text, err := json.Marshal(object)
	if err != nil {
		panic(err)
	}
	var other map[string]any
	if err := json.Unmarshal(text, &other); err != nil {
		panic(err)
	}
	return other
}
