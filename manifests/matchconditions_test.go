// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifests_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/webhook"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/cel/environment"
)

const (
	skipCheck  = "nautes.resource.nautes.io/insecure-skip-check"
	skipReason = "nautes.resource.nautes.io/skip-check-reason"
	breakGlass = "nautes.resource.nautes.io/break-glass"
)

// holders are an authorizer of one right: users whose name starts with root hold the verb break-glass on environments in
// the namespace shop, and on cluster-scoped ones.
type holders struct{}

func (holders) Authorize(_ context.Context, a authorizer.Attributes) (authorizer.Decision, string, error) {
	if a.GetVerb() == "break-glass" && a.GetAPIGroup() == group && a.GetResource() == "environments" && a.GetSubresource() == "" &&
		(a.GetNamespace() == "shop" || a.GetNamespace() == "") && a.GetName() == "test" && strings.HasPrefix(a.GetUser().GetName(), "root") {
		return authorizer.DecisionAllow, "", nil
	}
	return authorizer.DecisionNoOpinion, "", nil
}

func (h holders) ConditionsAwareAuthorize(ctx context.Context, a authorizer.Attributes) authorizer.ConditionsAwareDecision {
	return authorizer.ConditionsAwareDecisionFromParts(h.Authorize(ctx, a))
}

// oldest is the oldest Kubernetes that the expressions have to compile on.
func oldest() *version.Version { return version.MajorMinor(1, 31) }

// registered returns the webhook as it is registered.
func registered(t *testing.T) *admissionregistrationv1.ValidatingWebhook {
	t.Helper()
	config := find[admissionregistrationv1.ValidatingWebhookConfiguration](
		t, build(t, "webhook"), "ValidatingWebhookConfiguration", "nautes-webhook")
	return &config.Webhooks[0]
}

func TestMatchConditionsCompileOnTheOldestKubernetes(t *testing.T) {
	var expressions []cel.ExpressionAccessor
	for _, c := range registered(t).MatchConditions {
		condition := matchconditions.MatchCondition(c)
		expressions = append(expressions, &condition)
	}
	compiler := cel.NewConditionCompiler(environment.MustBaseEnvSet(oldest()))
	compiled := compiler.CompileCondition(expressions, cel.OptionalVariableDeclarations{HasAuthorizer: true}, environment.NewExpressions)
	for _, err := range compiled.CompilationErrors() {
		t.Error(err)
	}
}

// environmentObject is an Environment with that spec and those annotations; nil leaves them out.
func environmentObject(spec map[string]any, annotations map[string]string) *unstructured.Unstructured {
	object := &unstructured.Unstructured{Object: map[string]any{}}
	object.SetName("test")
	object.SetAnnotations(annotations)
	if spec != nil {
		object.Object["spec"] = spec
	}
	return object
}

// request is what an API server knows of a request when it decides whether to call the webhook.
type request struct {
	operation   admission.Operation
	object, old *unstructured.Unstructured
	namespace   string
	user        string
}

func (r request) attributes() *admission.VersionedAttributes {
	gv := schema.GroupVersion{Group: group, Version: "v1alpha1"}
	versioned := &admission.VersionedAttributes{VersionedKind: gv.WithKind("Environment")}
	// A nil pointer in an interface is not nil: what is absent must not be set at all.
	var object, old runtime.Object
	if r.object != nil {
		object = r.object
		versioned.VersionedObject.Set(object)
	}
	if r.old != nil {
		old = r.old
		versioned.VersionedOldObject.Set(old)
	}
	versioned.Attributes = admission.NewAttributesRecord(object, old, versioned.VersionedKind, r.namespace, "test",
		gv.WithResource("environments"), "", r.operation, nil, false, &user.DefaultInfo{Name: r.user})
	return versioned
}

func TestMatchConditions(t *testing.T) {
	matcher := webhook.NewValidatingWebhookAccessor("uid", "nautes-webhook", registered(t)).
		GetCompiledMatcher(cel.NewConditionCompiler(environment.MustBaseEnvSet(oldest())))
	type strs = map[string]string
	spec := func(cluster string) map[string]any {
		return map[string]any{"cluster": cluster, "ports": []any{int64(1), int64(2)}}
	}
	with := environmentObject
	// An expression may cost only so much, and one that costs more refuses the request.
	large := func() map[string]any {
		return map[string]any{"items": slices.Repeat([]any{strings.Repeat("x", 1000)}, 1500)}
	}
	labelled := with(spec("a"), nil)
	labelled.SetLabels(strs{"team": "blue"})
	finalized := with(spec("a"), nil)
	finalized.SetFinalizers([]string{"nautes.resource.nautes.io/runtime"})
	withStatus := with(spec("a"), nil)
	withStatus.Object["status"] = map[string]any{"observedGeneration": int64(1)}

	const (
		create, update, remove = admission.Create, admission.Update, admission.Delete
		person                 = "ada"
		root                   = "root" // holds the verb break-glass, see holders
		namespaceController    = "system:serviceaccount:kube-system:namespace-controller"
		garbageCollector       = "system:serviceaccount:kube-system:generic-garbage-collector"
	)
	for name, tc := range map[string]struct {
		request
		sent bool
	}{
		"create":              {request{create, with(spec("a"), nil), nil, "shop", person}, true},
		"create without spec": {request{create, with(nil, nil), nil, "shop", person}, true},
		"create cluster-scoped": {
			request{create, with(spec("a"), nil), nil, "", person}, true},

		"update of spec":      {request{update, with(spec("b"), nil), with(spec("a"), nil), "shop", person}, true},
		"update adds spec":    {request{update, with(spec("a"), nil), with(nil, nil), "shop", person}, true},
		"update removes spec": {request{update, with(nil, nil), with(spec("a"), nil), "shop", person}, true},
		"update of nothing":   {request{update, with(spec("a"), nil), with(spec("a"), nil), "shop", person}, false},
		"update without spec": {request{update, with(nil, nil), with(nil, nil), "shop", person}, false},
		"update of nothing in a large object": {
			request{update, with(large(), nil), with(large(), nil), "shop", person}, false},
		"update of labels":    {request{update, labelled, with(spec("a"), nil), "shop", person}, false},
		"update of finalizer": {request{update, with(spec("a"), nil), finalized, "shop", person}, false},
		"update of status":    {request{update, withStatus, with(spec("a"), nil), "shop", person}, false},
		"update of another annotation": {
			request{update, with(spec("a"), strs{"note": "x"}), with(spec("a"), nil), "shop", person}, false},
		"update adds the bypass": {
			request{update, with(spec("a"), strs{skipCheck: "true"}), with(spec("a"), nil), "shop", person}, true},
		"update adds an empty bypass": {
			request{update, with(spec("a"), strs{skipCheck: ""}), with(spec("a"), strs{"note": "x"}), "shop", person}, true},
		"update changes the bypass": {
			request{update, with(spec("a"), strs{skipCheck: "true"}), with(spec("a"), strs{skipCheck: "false"}), "shop", person}, true},
		"update removes the bypass": {
			request{update, with(spec("a"), nil), with(spec("a"), strs{skipCheck: "true"}), "shop", person}, true},
		"update changes the reason": {
			request{update, with(spec("a"), strs{skipReason: "b"}), with(spec("a"), strs{skipReason: "a"}), "shop", person}, true},
		"update keeps the bypass": {
			request{update, with(spec("a"), strs{skipCheck: "true", "note": "x"}), with(spec("a"), strs{skipCheck: "true"}), "shop", person}, false},
		"update by the namespace controller": {
			request{update, with(spec("b"), nil), with(spec("a"), nil), "shop", namespaceController}, true},

		"delete":                             {request{remove, nil, with(spec("a"), nil), "shop", person}, true},
		"delete without spec":                {request{remove, nil, with(nil, nil), "shop", person}, true},
		"delete cluster-scoped":              {request{remove, nil, with(spec("a"), nil), "", person}, true},
		"delete by the namespace controller": {request{remove, nil, with(spec("a"), nil), "shop", namespaceController}, false},
		"delete by the garbage collector":    {request{remove, nil, with(spec("a"), nil), "shop", garbageCollector}, true},

		"create behind broken glass": {
			request{create, with(spec("a"), strs{breakGlass: "webhook is gone"}), nil, "shop", root}, false},
		"create behind broken glass, cluster-scoped": {
			request{create, with(spec("a"), strs{breakGlass: "webhook is gone"}), nil, "", root}, false},
		"create with the annotation, without the verb": {
			request{create, with(spec("a"), strs{breakGlass: "webhook is gone"}), nil, "shop", person}, true},
		"create with the annotation, with the verb elsewhere": {
			request{create, with(spec("a"), strs{breakGlass: "webhook is gone"}), nil, "till", root}, true},
		"create with the verb, without the annotation": {
			request{create, with(spec("a"), strs{"note": "x"}), nil, "shop", root}, true},
		"create with an empty annotation": {
			request{create, with(spec("a"), strs{breakGlass: ""}), nil, "shop", root}, true},
		"create with the annotation false": {
			request{create, with(spec("a"), strs{breakGlass: "false"}), nil, "shop", root}, true},
		"create with nothing else, behind broken glass": {
			request{create, with(nil, strs{breakGlass: "x"}), nil, "shop", root}, false},
		"update that breaks the glass": {
			request{update, with(spec("b"), strs{breakGlass: "x"}), with(spec("a"), nil), "shop", root}, false},
		"update behind broken glass": {
			request{update, with(spec("b"), strs{breakGlass: "x"}), with(spec("a"), strs{breakGlass: "x"}), "shop", root}, false},
		"update by one without the verb, behind broken glass": {
			request{update, with(spec("b"), strs{breakGlass: "x"}), with(spec("a"), strs{breakGlass: "x"}), "shop", person}, true},
		"update that takes the annotation off": {
			request{update, with(spec("b"), nil), with(spec("a"), strs{breakGlass: "x"}), "shop", root}, true},
		"update that only takes the annotation off": {
			request{update, with(spec("a"), nil), with(spec("a"), strs{breakGlass: "x"}), "shop", person}, false},
		"update of a large object behind broken glass": {
			request{update, with(large(), strs{breakGlass: "x", skipCheck: "true"}), with(large(), strs{breakGlass: "x"}), "shop", root}, false},
		"delete behind broken glass": {
			request{remove, nil, with(spec("a"), strs{breakGlass: "x"}), "shop", root}, false},
		"delete with the annotation, without the verb": {
			request{remove, nil, with(spec("a"), strs{breakGlass: "x"}), "shop", person}, true},
		"delete with the verb, without the annotation": {
			request{remove, nil, with(spec("a"), nil), "shop", root}, true},

		"create in our own namespace": {request{create, with(spec("a"), nil), nil, "nautes-system", person}, false},
		"update in our own namespace": {request{update, with(spec("b"), nil), with(spec("a"), nil), "nautes-system", person}, false},
		"delete in our own namespace": {request{remove, nil, with(spec("a"), nil), "nautes-system", person}, false},
	} {
		t.Run(name, func(t *testing.T) {
			result := matcher.Match(t.Context(), tc.attributes(), nil, holders{})
			if result.Error != nil {
				t.Fatal(result.Error)
			}
			if result.Matches != tc.sent {
				t.Errorf("sent is %v, want %v (condition %q)", result.Matches, tc.sent, result.FailedConditionName)
			}
		})
	}
}
