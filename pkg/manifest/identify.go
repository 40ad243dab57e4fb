// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// identify finds the schema of an object and the name of it, or says why it is
// none that can be read here.
func (r *Reader) identify(d *Document) (*versionSchema, Errors) {
	idx, err := r.Schemas.index()
	if err != nil {
		return nil, asErrors(d.Origin.File, err)
	}
	var errs Errors
	for _, name := range []string{"apiVersion", "kind"} {
		if err := d.checkWord(name, d.Object.Object[name]); err != nil {
			errs = append(errs, err)
		}
	}
	if len(errs) > 0 {
		return nil, errs
	}
	version, refusal := idx.find(d)
	if refusal != nil {
		return nil, Errors{refusal}
	}
	return version, d.checkName()
}

// find looks the kind and its version up.
func (x *index) find(d *Document) (*versionSchema, *Error) {
	gvk := d.Object.GroupVersionKind()
	kind := x.kinds[gvk.Kind]
	if gvk.Group != x.group {
		return nil, x.foreign(d, kind)
	}
	if err := d.checkOldFormat(); err != nil {
		return nil, err
	}
	if kind == nil {
		return nil, d.errorAt("kind", fmt.Sprintf("unknown kind %q", gvk.Kind), DidYouMean(gvk.Kind, x.names()))
	}
	versions, err := kind.versions()
	if err != nil {
		return nil, d.errorAt("kind", err.Error(), "")
	}
	if version := versions[gvk.Version]; version != nil {
		return version, nil
	}
	return nil, d.errorAt("apiVersion", fmt.Sprintf("unknown version %q of %s", gvk.Version, gvk.Kind),
		"it is "+strings.Join(apiVersions(versions), " or "))
}

// foreign refuses what is not of our group, with a pointer where it was meant to be.
func (x *index) foreign(d *Document, kind *kindSchema) *Error {
	apiVersion := d.Object.GetAPIVersion()
	message := fmt.Sprintf("%s of %s is not a nautes object", d.Object.GetKind(), apiVersion)
	if kind == nil {
		if group := d.Object.GroupVersionKind().Group; DidYouMean(group, []string{x.group}) != "" {
			return d.errorAt("apiVersion", fmt.Sprintf("unknown API group %q", group), DidYouMean(group, []string{x.group}))
		}
		return d.errorAt("kind", message, "kubectl apply takes it")
	}
	versions, err := kind.versions()
	if err != nil {
		return d.errorAt("kind", err.Error(), "")
	}
	return d.errorAt("apiVersion", message, fmt.Sprintf("nautes' %s is of %s", kind.kind, strings.Join(apiVersions(versions), " or ")))
}

func apiVersions(versions map[string]*versionSchema) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(versions)) {
		names = append(names, versions[name].apiVersion)
	}
	return names
}

// checkOldFormat refuses a document of the Nautes command line before this one.
func (d *Document) checkOldFormat() *Error {
	if !d.OldFormat() {
		return nil
	}
	file := d.Origin.File
	if file == stdinName {
		file = "-"
	}
	return d.errorAt("", fmt.Sprintf("%s is in the format of the old nautes command line", d.Object.GetKind()),
		"turn it into a Kubernetes manifest with: kubectl nautes convert -f "+file)
}

// checkName holds metadata.name and metadata.namespace to be strings and the name
// to be there: what an object is addressed by, whatever its schema says.
func (d *Document) checkName() Errors {
	metadata, isObject := d.Object.Object["metadata"].(map[string]any)
	if given := d.Object.Object["metadata"]; given != nil && !isObject {
		return Errors{d.errorAt("metadata", "must be an object", "")}
	}
	var errs Errors
	if generated, _ := metadata["generateName"].(string); generated != "" && metadata["name"] == nil {
		errs = append(errs, d.errorAt("metadata.generateName", "a nautes object needs a name of its own", "set metadata.name"))
	} else if err := d.checkWord("metadata.name", metadata["name"]); err != nil {
		errs = append(errs, err)
	}
	if namespace := metadata["namespace"]; namespace != nil && namespace != "" {
		if err := d.checkWord("metadata.namespace", namespace); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// checkWord wants a string that is not empty.
func (d *Document) checkWord(at string, value any) *Error {
	switch value := value.(type) {
	case string:
		if value != "" {
			return nil
		}
		return d.errorAt(at, "is empty", "")
	case nil:
		return d.errorAt(at, "is missing", "")
	case int64, float64, bool:
		return d.errorAt(at, "must be a string", fmt.Sprintf("put it in quotes: \"%v\"", value))
	default:
		return d.errorAt(at, "must be a string", "")
	}
}

// listed tells the kinds of lists, which are taken apart: List of v1, and the
// lists that kubectl get --raw gives of our kinds.
func (x *index) listed(apiVersion, kind string) bool {
	if kind == "List" && apiVersion == "v1" {
		return true
	}
	group, err := schema.ParseGroupVersion(apiVersion)
	single, isList := strings.CutSuffix(kind, "List")
	return err == nil && isList && group.Group == x.group && x.kinds[single] != nil
}
