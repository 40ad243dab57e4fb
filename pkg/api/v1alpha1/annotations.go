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

const (
	// BreakGlassAnnotation lets a write pass without the webhook being asked, for one who has BreakGlassVerb on the
	// resource. It is for when the webhook itself is in the way; on a delete it has to be on the stored object.
	BreakGlassAnnotation = Prefix + "break-glass"
	// BreakGlassVerb is the RBAC verb that BreakGlassAnnotation needs.
	BreakGlassVerb = "break-glass"
)

// PolicyLabel marks, with the value "true", the ConfigMaps in SystemNamespace that hold rules of the operator's own.
const PolicyLabel = Prefix + "policy"

// PolicyConfigMap is the name of the ConfigMap in SystemNamespace in which the webhook tells by which rules it judges;
// every authenticated user may read it.
const PolicyConfigMap = "nautes-policy"

// ProductLabel is on the namespace of a product; its value is the product's name.
const ProductLabel = Prefix + "product"

// FieldManager is the name that the plugin applies objects under.
const FieldManager = "kubectl-nautes"

const (
	// ConditionCompliant is the type of the condition that says whether an object meets the rules. It is written where
	// it is False, or was; what has none is compliant.
	ConditionCompliant = "Compliant"
	// ReasonRuleViolated says that a rule is not met, and that no bypass in force skips it.
	ReasonRuleViolated = "RuleViolated"
	// ReasonBypassed says that every rule which is not met is skipped by a bypass.
	ReasonBypassed = "Bypassed"
	// ReasonRulesMet goes with the status True: the rules are met again.
	ReasonRulesMet = "RulesMet"
)
