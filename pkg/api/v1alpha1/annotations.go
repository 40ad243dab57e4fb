// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Prefix stands before the name of every annotation, label, finalizer and field manager of this project that takes
// the form prefix/name.
const Prefix = Group + "/"

// SystemNamespace is the namespace that the webhook and the controller run in, and that holds their secrets.
const SystemNamespace = "nautes-system"

const (
	// InsecureSkipCheckAnnotation turns the denials of skippable rules into warnings. Its value is "true", "false", or
	// the RFC 3339 time until which it holds. Setting it needs the verb SkipCheckVerb on the resource.
	InsecureSkipCheckAnnotation = Prefix + "insecure-skip-check"
	// SkipCheckReasonAnnotation says in a person's words why the rules are skipped.
	SkipCheckReasonAnnotation = Prefix + "skip-check-reason"
	// SkipCheckVerb is the RBAC verb that permits to set InsecureSkipCheckAnnotation.
	SkipCheckVerb = "skip-check"
)

// ProductLabel is on the namespace of a product; its value is the product's name.
const ProductLabel = Prefix + "product"

// FieldManager is the name that the plugin applies objects under.
const FieldManager = "kubectl-nautes"
