// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifests_test

import (
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
)

const group = "nautes.resource.nautes.io"

// installation is what kustomize makes of a folder.
type installation []*unstructured.Unstructured

// build runs kustomize on the embedded tree, so that it also shows that nothing is missing in it.
func build(t *testing.T, folder string) installation {
	t.Helper()
	memory := filesys.MakeFsInMemory()
	err := fs.WalkDir(manifests.Files(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(manifests.Files(), name)
		if err != nil {
			return err
		}
		return memory.WriteFile("/"+name, text)
	})
	if err != nil {
		t.Fatal(err)
	}
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(memory, "/"+folder)
	if err != nil {
		t.Fatal(err)
	}
	var objects installation
	for _, resource := range built.Resources() {
		object, err := resource.Map()
		if err != nil {
			t.Fatal(err)
		}
		objects = append(objects, &unstructured.Unstructured{Object: object})
	}
	return objects
}

// find returns the object of that kind and name as a T; a field that T does not have is an error.
func find[T any](t *testing.T, objects installation, kind, name string) *T {
	t.Helper()
	for _, object := range objects {
		if object.GetKind() != kind || object.GetName() != name {
			continue
		}
		typed := new(T)
		const strict = true
		if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(object.Object, typed, strict); err != nil {
			t.Fatalf("%s %s: %v", kind, name, err)
		}
		return typed
	}
	t.Fatalf("no %s %s", kind, name)
	return nil
}

// plurals returns the plural names of our kinds, sorted; namespaced limits them to what lies in a product.
func plurals(t *testing.T, namespaced bool) []string {
	t.Helper()
	var names []string
	for _, c := range loadCRDs(t) {
		if !namespaced || c.Spec.Scope == "Namespaced" {
			names = append(names, c.Spec.Names.Plural)
		}
	}
	slices.Sort(names)
	return names
}

func TestDefaultInstallsEverything(t *testing.T) {
	count := map[string]int{}
	for _, object := range build(t, "default") {
		count[object.GetKind()]++
	}
	for kind, want := range map[string]int{
		"CustomResourceDefinition": 11, "Namespace": 1, "ServiceAccount": 1, "Deployment": 1, "Service": 1,
		"PodDisruptionBudget": 1, "ValidatingWebhookConfiguration": 1, "ClusterRole": 6, "ClusterRoleBinding": 1,
		"Role": 2, "RoleBinding": 2, "ValidatingAdmissionPolicy": 1, "ValidatingAdmissionPolicyBinding": 1,
	} {
		if count[kind] != want {
			t.Errorf("%d of kind %s, want %d", count[kind], kind, want)
		}
	}
}

func TestEveryKindIsJudged(t *testing.T) {
	config := find[admissionregistrationv1.ValidatingWebhookConfiguration](t, build(t, "webhook"), "ValidatingWebhookConfiguration", "nautes-webhook")
	if len(config.Webhooks) != 1 || len(config.Webhooks[0].Rules) != 1 {
		t.Fatalf("want one webhook with one rule, got %+v", config.Webhooks)
	}
	rule := config.Webhooks[0].Rules[0]
	if want := plurals(t, false); !slices.Equal(rule.Resources, want) {
		t.Errorf("resources are %v, want %v", rule.Resources, want)
	}
	if want := []string{group}; !slices.Equal(rule.APIGroups, want) {
		t.Errorf("API groups are %v, want %v", rule.APIGroups, want)
	}
}

func TestRolesNameEveryKind(t *testing.T) {
	rbac := build(t, "rbac")
	for _, tc := range []struct {
		role       string
		namespaced bool
		verbs      []string
	}{
		{"nautes-webhook", false, []string{"get", "list", "watch"}},
		{"nautes-viewer", false, []string{"get", "list", "watch"}},
		{"nautes-editor", true, []string{"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"}},
		{"nautes-product-admin", true, []string{"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"}},
		{"nautes-bypasser", false, []string{"skip-check"}},
		{"nautes-break-glass", false, []string{"break-glass"}},
	} {
		role := find[rbacv1.ClusterRole](t, rbac, "ClusterRole", tc.role)
		for _, rule := range role.Rules {
			if !slices.Contains(rule.APIGroups, group) || strings.HasSuffix(rule.Resources[0], "/status") {
				continue
			}
			if want := plurals(t, tc.namespaced); !slices.Equal(rule.Resources, want) {
				t.Errorf("%s: resources are %v, want %v", tc.role, rule.Resources, want)
			}
			if !slices.Equal(rule.Verbs, tc.verbs) {
				t.Errorf("%s: verbs are %v, want %v", tc.role, rule.Verbs, tc.verbs)
			}
		}
	}
}

// A role that is aggregated into the built-in ones must not let everybody who may edit go around the rules.
func TestOnlyTheirOwnRolesGoAroundTheRules(t *testing.T) {
	rbac := build(t, "rbac")
	for _, object := range rbac {
		if object.GetKind() != "ClusterRole" {
			continue
		}
		role := find[rbacv1.ClusterRole](t, rbac, "ClusterRole", object.GetName())
		for _, rule := range role.Rules {
			for verb, holder := range map[string]string{"skip-check": "nautes-bypasser", "break-glass": "nautes-break-glass"} {
				holds := slices.Contains(rule.Verbs, verb) || slices.Contains(rule.Verbs, "*")
				if holds && (role.Name != holder || len(role.Labels) > 0) {
					t.Errorf("%s with labels %v has %v", role.Name, role.Labels, rule.Verbs)
				}
			}
		}
	}
}

func TestRolesThatGoAroundTheRulesAreBoundToNobody(t *testing.T) {
	for _, object := range build(t, "default") {
		if role, _, _ := unstructured.NestedString(object.Object, "roleRef", "name"); role == "nautes-bypasser" || role == "nautes-break-glass" {
			t.Errorf("%s %s binds %s", object.GetKind(), object.GetName(), role)
		}
	}
}

// Rules, and people, rely on what the programs write there.
func TestOnlyTheWebhookWritesStatuses(t *testing.T) {
	rbac := build(t, "rbac")
	var statuses []string
	for _, plural := range plurals(t, false) {
		statuses = append(statuses, plural+"/status")
	}
	for _, object := range rbac {
		if object.GetKind() != "ClusterRole" {
			continue
		}
		role := find[rbacv1.ClusterRole](t, rbac, "ClusterRole", object.GetName())
		for _, rule := range role.Rules {
			of := slices.DeleteFunc(slices.Clone(rule.Resources), func(r string) bool { return r != "*" && !strings.HasSuffix(r, "/status") })
			if len(of) > 0 && (role.Name != "nautes-webhook" || !slices.Equal(of, statuses) || !slices.Equal(rule.Verbs, []string{"patch"})) {
				t.Errorf("%s has %v on %v", role.Name, rule.Verbs, of)
			}
		}
	}
}

// The annotation is guarded for the kinds that it lets pass, and no others.
func TestGlassIsGuardedForEveryKind(t *testing.T) {
	policy := find[admissionregistrationv1.ValidatingAdmissionPolicy](t, build(t, "webhook"), "ValidatingAdmissionPolicy", "nautes-break-glass")
	rules := policy.Spec.MatchConstraints.ResourceRules
	if len(rules) != 1 || !slices.Equal(rules[0].Resources, plurals(t, false)) || !slices.Equal(rules[0].APIGroups, []string{group}) {
		t.Errorf("resources are %+v", rules)
	}
	binding := find[admissionregistrationv1.ValidatingAdmissionPolicyBinding](t, build(t, "webhook"), "ValidatingAdmissionPolicyBinding", "nautes-break-glass")
	if binding.Spec.PolicyName != policy.Name || !slices.Contains(binding.Spec.ValidationActions, admissionregistrationv1.Deny) {
		t.Errorf("binding is %+v", binding.Spec)
	}
}

// What the operator's own rules are is in the same namespace, beside other settings: only the one is for everybody.
func TestEverybodyMayReadTheRulesInForceAndNothingElse(t *testing.T) {
	rbac := build(t, "rbac")
	role := find[rbacv1.Role](t, rbac, "Role", "nautes-policy-reader")
	want := []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"configmaps"}, ResourceNames: []string{v1alpha1.PolicyConfigMap}, Verbs: []string{"get"}}}
	if !reflect.DeepEqual(role.Rules, want) || role.Namespace != v1alpha1.SystemNamespace {
		t.Errorf("in %s the rules are %v, want %v", role.Namespace, role.Rules, want)
	}
	for _, object := range rbac {
		if !strings.HasSuffix(object.GetKind(), "RoleBinding") || object.GetKind() == "ClusterRoleBinding" {
			continue
		}
		binding := find[rbacv1.RoleBinding](t, rbac, "RoleBinding", object.GetName())
		toAll := slices.ContainsFunc(binding.Subjects, func(s rbacv1.Subject) bool { return s.Name == "system:authenticated" })
		if toAll != (binding.RoleRef.Name == role.Name) {
			t.Errorf("binding %s of %s is for everybody: %t", binding.Name, binding.RoleRef.Name, toAll)
		}
	}
}
