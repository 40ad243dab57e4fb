// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package merge

import (
	"fmt"
	"io/fs"
	"sync"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
)

// Merger merges manifests into live objects. It may be used by several goroutines. The schemas are read when the
// first object is merged.
type Merger struct {
	types func() (managedfields.TypeConverter, error)
	// fill sets the defaults of the schema, in place.
	fill func(*unstructured.Unstructured) error
}

// New returns a merger for the kinds whose CRDs are in a folder, one to a file ending in .yaml. fill sets the defaults
// of an object's schema, in place, as the apiserver does after merging.
func New(crds fs.FS, fill func(*unstructured.Unstructured) error) *Merger {
	return &Merger{
		types: sync.OnceValues(func() (managedfields.TypeConverter, error) { return readTypes(crds) }),
		fill:  fill,
	}
}

// Apply returns what applying the manifest under the field manager of the plugin makes of the live object, fields of
// others taken over where the two disagree. Neither is changed. Without managedFields in the live object nothing is
// taken out of it.
func (m *Merger) Apply(live, applied *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	types, err := m.types()
	if err != nil {
		return nil, err
	}
	kind := applied.GroupVersionKind()
	d := &defaults{fill: m.fill}
	fields, err := managedfields.NewDefaultCRDFieldManager(types, oneVersion{}, d, oneVersion{}, kind, kind.GroupVersion(), "", ignored(kind))
	if err != nil {
		return nil, fmt.Errorf("merge %s %q: %w", kind.Kind, applied.GetName(), err)
	}
	const takeOver = true
	merged, err := fields.Apply(live.DeepCopy(), stripped(applied), v1alpha1.FieldManager, takeOver)
	if err == nil {
		err = d.err
	}
	if err != nil {
		return nil, fmt.Errorf("merge %s %q: %w", kind.Kind, applied.GetName(), err)
	}
	result, ok := merged.(*unstructured.Unstructured)
	if !ok {
		return nil, fmt.Errorf("merge %s %q: the result is a %T", kind.Kind, applied.GetName(), merged)
	}
	return result, nil
}

// stripped leaves out what the server does not take from who applies: the status, which is a subresource, and a
// creation time that some tools write as null.
func stripped(applied *unstructured.Unstructured) *unstructured.Unstructured {
	applied = applied.DeepCopy()
	unstructured.RemoveNestedField(applied.Object, "status")
	unstructured.RemoveNestedField(applied.Object, "metadata", "creationTimestamp")
	return applied
}

// ignored are the fields that belong to another endpoint.
func ignored(kind schema.GroupVersionKind) map[fieldpath.APIVersion]fieldpath.Filter {
	status := fieldpath.NewSet(fieldpath.MakePathOrDie("status"))
	return map[fieldpath.APIVersion]fieldpath.Filter{
		fieldpath.APIVersion(kind.GroupVersion().String()): fieldpath.NewExcludeSetFilter(status),
	}
}

// defaults is the step of the apiserver's library that fills in defaults; it can not fail there, so it keeps the
// error.
type defaults struct {
	fill func(*unstructured.Unstructured) error
	err  error
}

func (d *defaults) Default(object runtime.Object) {
	if content, ok := object.(*unstructured.Unstructured); ok {
		d.err = d.fill(content)
	}
}

// oneVersion converts between the versions of a kind that has one.
type oneVersion struct{}

func (oneVersion) ConvertToVersion(in runtime.Object, _ runtime.GroupVersioner) (runtime.Object, error) {
	return in, nil
}

func (oneVersion) Convert(_, _, _ any) error {
	return fmt.Errorf("convert object: there is one version")
}

func (oneVersion) ConvertFieldLabel(_ schema.GroupVersionKind, label, value string) (string, string, error) {
	return label, value, nil
}

func (oneVersion) New(kind schema.GroupVersionKind) (runtime.Object, error) {
	object := &unstructured.Unstructured{Object: map[string]any{}}
	object.SetGroupVersionKind(kind)
	return object, nil
}
