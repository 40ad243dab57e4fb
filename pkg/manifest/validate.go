// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest

import (
	"context"

	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/api/operation"
	"k8s.io/apimachinery/pkg/api/validate/content"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

// Validate says what the apiserver would have against creating obj: unknown
// fields (as with --validate=strict), malformed metadata, and what the schema and
// its CEL rules forbid, in the apiserver's order. Obj is not changed. A kind or
// version that no CRD declares is an error of its apiVersion or kind.
//
// Two things are not asked here, because only a cluster knows them: whether an
// update may change what is stored (transition rules), and admission.
func (s *Schemas) Validate(ctx context.Context, obj *unstructured.Unstructured) field.ErrorList {
	version, err := s.version(obj)
	if err != nil {
		return field.ErrorList{err}
	}
	result := version.check(ctx, obj)
	errs := make(field.ErrorList, 0, len(result.unknown)+len(result.errs))
	for _, unknown := range result.unknown {
		errs = append(errs, &field.Error{Type: field.ErrorTypeForbidden, Field: unknown, Detail: "unknown field"})
	}
	return append(errs, result.errs...)
}

// Default fills in what the schema defaults, in place, as the apiserver does
// before it shows an object to admission: nulls that may not be null are dropped
// first. An object of an unknown kind is an error.
func (s *Schemas) Default(obj *unstructured.Unstructured) error {
	version, err := s.version(obj)
	if err != nil {
		return err
	}
	defaulting.PruneNonNullableNullsWithoutDefaults(obj.Object, version.structural)
	defaulting.Default(obj.Object, version.structural)
	return nil
}

// version finds the schema of an object.
func (s *Schemas) version(obj *unstructured.Unstructured) (*versionSchema, *field.Error) {
	idx, err := s.index()
	if err != nil {
		return nil, field.InternalError(nil, err)
	}
	gvk := obj.GroupVersionKind()
	kind := idx.kinds[gvk.Kind]
	if kind == nil || gvk.Group != idx.group {
		return nil, field.NotSupported(field.NewPath("kind"), gvk.Kind, idx.names())
	}
	versions, err := kind.versions()
	if err != nil {
		return nil, field.InternalError(nil, err)
	}
	version := versions[gvk.Version]
	if version == nil {
		return nil, field.NotSupported(field.NewPath("apiVersion"), obj.GetAPIVersion(), apiVersions(versions))
	}
	return version, nil
}

// checked is what check found.
type checked struct {
	unknown []string // paths of fields that the schema does not have
	errs    field.ErrorList
	// coerced is the object as a create takes it, before defaulting; nil when it
	// can not be decoded.
	coerced *unstructured.Unstructured
}

// check follows a create request through the apiserver: decoding (coerce),
// defaulting, the strategy of custom resources, and the checks of every create.
// The strategy itself is not called because it drags in half an apiserver, etcd's
// client among it: 500 packages.
func (v *versionSchema) check(ctx context.Context, obj *unstructured.Unstructured) checked {
	obj = obj.DeepCopy()
	meta, unknown, errs := v.coerce(obj)
	if len(errs) > 0 {
		return checked{errs: errs} // a request that can not be decoded ends here
	}
	coerced := obj.DeepCopy()
	defaulting.Default(obj.Object, v.structural)
	errs = validateMeta(ctx, meta, v.kind.namespaced)
	errs = append(errs, validation.ValidateCustomResource(nil, obj.Object, v.validator)...)
	errs = append(errs, objectmeta.Validate(ctx, nil, obj.Object, v.structural, false)...)
	errs = append(errs, listtype.ValidateListSetsAndMaps(nil, v.structural, obj.Object)...)
	errs = append(errs, v.validateRules(ctx, obj, errs)...)
	if len(errs) == 0 {
		errs = apivalidation.ValidateObjectMetaAccessor(meta, v.kind.namespaced, anySegment, field.NewPath("metadata"))
	}
	return checked{unknown: unknown, errs: errs, coerced: coerced}
}

// anySegment is the name rule of a custom resource without one of its own.
func anySegment(name string, _ bool) []string { return content.IsPathSegmentName(name) }

func validateMeta(ctx context.Context, meta *metav1.ObjectMeta, namespaced bool) field.ErrorList {
	// The last argument is the feature gate DeclarativeValidationBeta, on by default.
	return apivalidation.ValidateObjectMetaDeclaratively(ctx, operation.Create, meta, nil, namespaced,
		apivalidation.NameIsDNSSubdomain, field.NewPath("metadata"), true)
}

// validateRules runs the CEL rules, unless what was found before would make them
// fail for the wrong reason. The apiserver then adds an error that says so; here
// that would be a second error for one mistake.
func (v *versionSchema) validateRules(ctx context.Context, obj *unstructured.Unstructured, found field.ErrorList) field.ErrorList {
	rules := v.rules()
	if rules == nil {
		return nil
	}
	for _, err := range found {
		switch err.Type {
		case field.ErrorTypeNotSupported, field.ErrorTypeRequired, field.ErrorTypeTooLong,
			field.ErrorTypeTooMany, field.ErrorTypeTypeInvalid:
			return nil
		}
	}
	errs, _ := rules.Validate(ctx, nil, v.structural, obj.Object, nil, celconfig.RuntimeCELCostBudget)
	return errs
}
