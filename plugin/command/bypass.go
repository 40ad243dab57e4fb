// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// bypass are the flags by which rules are skipped.
type bypass struct {
	insecure bool
	reason   string
}

func (b *bypass) addFlags(flags *pflag.FlagSet) {
	flags.BoolVarP(&b.insecure, "insecure-skip-check", "i", false,
		"Skip the rules that can be skipped, for the objects that need it; you must hold the verb "+v1alpha1.SkipCheckVerb)
	flags.StringVar(&b.reason, "reason", "", "Why the rules are skipped; it is kept on the object and in the audit log")
}

func (b *bypass) validate(errOut io.Writer) error {
	switch {
	case b.reason != "" && !b.insecure:
		return errors.New("--reason is for skipping rules (give -i too, or leave it out)")
	case b.insecure && b.reason == "":
		fmt.Fprintln(errOut, "Warning: rules are skipped for no reason given (say why with --reason)")
	}
	return nil
}

// helps tells whether a write that was refused would pass with the bypass: every rule that denies can be skipped.
func (b *bypass) helps(err error) bool {
	findings := findingsIn(err)
	return b.insecure && live.ReasonOf(err) == live.Denied && len(findings) > 0 &&
		!slices.ContainsFunc(findings, func(f policy.Finding) bool { return !f.Bypassable })
}

// kept is the object with the bypass that is on the live one already, until when it was said to hold. The reason is
// that of now, where there is one.
func (b *bypass) kept(object, before *unstructured.Unstructured) *unstructured.Unstructured {
	object = b.on(object)
	annotations := object.GetAnnotations()
	for _, name := range []string{v1alpha1.InsecureSkipCheckAnnotation, v1alpha1.SkipCheckReasonAnnotation} {
		value, annotated := before.GetAnnotations()[name]
		if annotated && (name == v1alpha1.InsecureSkipCheckAnnotation || b.reason == "") {
			annotations[name] = value
		}
	}
	object.SetAnnotations(annotations)
	return object
}

// annotations are what asks the webhook to skip rules.
func (b *bypass) annotations() map[string]string {
	annotations := map[string]string{v1alpha1.InsecureSkipCheckAnnotation: "true"}
	if b.reason != "" {
		annotations[v1alpha1.SkipCheckReasonAnnotation] = b.reason
	}
	return annotations
}

// on is the object with the annotations. The object itself is not changed.
func (b *bypass) on(object *unstructured.Unstructured) *unstructured.Unstructured {
	object = object.DeepCopy()
	annotations := object.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
	}
	for name, value := range b.annotations() {
		annotations[name] = value
	}
	object.SetAnnotations(annotations)
	return object
}

// carriesBypass tells whether an object asks for rules to be skipped already.
func carriesBypass(object *unstructured.Unstructured) bool {
	if object == nil {
		return false
	}
	value := object.GetAnnotations()[v1alpha1.InsecureSkipCheckAnnotation]
	return value != "" && value != "false"
}

// skippedNote says how many rules were skipped, as the webhook's warnings tell; empty for none.
func skippedNote(warnings []string) string {
	rules := map[string]bool{}
	for _, warning := range warnings {
		if rest, skipped := strings.CutPrefix(warning, "skipped "); skipped {
			rule, _, _ := strings.Cut(rest, ":")
			rules[rule] = true
		}
	}
	return rulesSkipped(len(rules))
}

func rulesSkipped(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 rule skipped"
	}
	return fmt.Sprintf("%d rules skipped", n)
}
