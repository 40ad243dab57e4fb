// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// coerce does what the apiserver does when it decodes an object: metadata must
// fit metav1.ObjectMeta, what the schema does not know is pruned, and so are nulls
// that may not be null. Then it leaves out what a create does not take from who
// sends it. It gives the metadata and the paths that the schema does not know.
func (v *versionSchema) coerce(obj *unstructured.Unstructured) (*metav1.ObjectMeta, []string, field.ErrorList) {
	if errs := checkMetadata(obj.Object["metadata"]); len(errs) > 0 {
		return nil, nil, errs
	}
	meta, found, unknown, err := objectmeta.GetObjectMetaWithOptions(obj.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return nil, nil, field.ErrorList{metadataError(err)}
	}
	if !found {
		meta = &metav1.ObjectMeta{}
	}
	tracked := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	unknown = append(unknown, pruning.PruneWithOptions(obj.Object, v.structural, true, tracked)...)
	defaulting.PruneNonNullableNullsWithoutDefaults(obj.Object, v.structural)
	embedded := objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true}
	fieldErr, paths := objectmeta.CoerceWithOptions(nil, obj.Object, v.structural, false, embedded)
	if fieldErr != nil {
		return nil, nil, field.ErrorList{fieldErr}
	}
	if v.hasStatus {
		delete(obj.Object, "status")
	}
	meta = declared(meta)
	if err := objectmeta.SetObjectMeta(obj.Object, meta); err != nil {
		return nil, nil, field.ErrorList{field.InternalError(field.NewPath("metadata"), err)}
	}
	return meta, append(unknown, paths...), nil
}

// declared is what people say in metadata. The rest is the apiserver's, and is
// there when a manifest comes from kubectl get.
func declared(meta *metav1.ObjectMeta) *metav1.ObjectMeta {
	return &metav1.ObjectMeta{
		Name: meta.Name, GenerateName: meta.GenerateName, Namespace: meta.Namespace,
		Labels: meta.Labels, Annotations: meta.Annotations,
		Finalizers: meta.Finalizers, OwnerReferences: meta.OwnerReferences,
	}
}

// checkMetadata finds what decoding would refuse without naming the key: labels
// and annotations that YAML made a number or a truth value of.
func checkMetadata(metadata any) field.ErrorList {
	fields, ok := metadata.(map[string]any)
	if !ok {
		return nil // absent, or for the decoder to refuse
	}
	var errs field.ErrorList
	for _, name := range []string{"labels", "annotations"} {
		entries, _ := fields[name].(map[string]any)
		at := field.NewPath("metadata", name)
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			switch value := entries[key].(type) {
			case string, nil:
			default:
				errs = append(errs, field.TypeInvalid(at.Key(key), value, fmt.Sprintf("must be a string: put it in quotes, \"%v\"", value)))
			}
		}
	}
	return errs
}

// metadataError says which field of metadata has the wrong type, in the words of
// YAML instead of Go's.
func metadataError(err error) *field.Error {
	at := field.NewPath("metadata")
	var wrongType *json.UnmarshalTypeError
	if !errors.As(err, &wrongType) {
		return field.TypeInvalid(at, field.OmitValueType{}, err.Error())
	}
	if wrongType.Field != "" {
		at = at.Child(wrongType.Field)
	}
	want := wrongType.Type.String()
	switch wrongType.Type.Kind() {
	case reflect.Map, reflect.Struct:
		want = "an object"
	case reflect.Slice:
		want = "a list"
	case reflect.String:
		want = "a string"
	}
	return field.TypeInvalid(at, field.OmitValueType{}, fmt.Sprintf("must be %s, not %s", want, wrongType.Value))
}
