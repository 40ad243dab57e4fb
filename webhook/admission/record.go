// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-logr/logr"
	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/webhook/trail"
)

// record leaves behind who skipped which rules, and why: an Event, and unless the object is going away a record for its
// status.
func (h *Handler) record(ctx context.Context, a *answer, request admission.Request) {
	if a.verdict.Denied() {
		return
	}
	subject := subjectOf(request)
	object := &metav1.PartialObjectMetadata{
		TypeMeta:   metav1.TypeMeta{APIVersion: catalog.APIVersion, Kind: string(a.id.Kind)},
		ObjectMeta: metav1.ObjectMeta{Namespace: a.id.Namespace, Name: a.id.Name, UID: subject.GetUID()},
	}
	skipped := slices.DeleteFunc(slices.Clone(a.verdict.Findings), func(f policy.Finding) bool { return !f.Skipped })
	note := fmt.Sprintf("%s skipped %s (reason: %s)", request.UserInfo.Username, strings.Join(rulesOf(skipped), ", "), orNone(a.verdict.Reason))
	h.Events.Eventf(object, nil, corev1.EventTypeWarning, "Bypassed", string(request.Operation), "%s", shortened(note))
	if request.Operation == admissionv1.Delete {
		return
	}
	former, err := decode(request.OldObject)
	if err != nil {
		logr.FromContextOrDiscard(ctx).Error(err, "bypass not written into the status", "object", a.id.String())
		return
	}
	record, err := trail.NewRecord(subject.Object, former, v1alpha1.Bypass{
		By: request.UserInfo.Username, Reason: a.verdict.Reason, Since: metav1.NewTime(h.Clock.Now()),
		Until: trail.Until(a.verdict.Endless, a.verdict.Until), Rules: rulesOf(skipped),
	})
	if err != nil {
		logr.FromContextOrDiscard(ctx).Error(err, "bypass not written into the status", "object", a.id.String())
		return
	}
	h.Keep(record)
}

// subjectOf is the object that the request is about: what shall be, or on a delete what was. It has its UID by now: the
// API server fills it in before it asks, also on create. What can not be read has been refused before.
func subjectOf(request admission.Request) *unstructured.Unstructured {
	raw := request.Object
	if request.Operation == admissionv1.Delete {
		raw = request.OldObject
	}
	content, err := decode(raw)
	if err != nil {
		return &unstructured.Unstructured{}
	}
	return &unstructured.Unstructured{Object: content}
}

// longestNote is what the API server takes for the note of an Event, in bytes; it drops one that is longer.
const longestNote = 1024

// shortened cuts a note that is too long, so that nobody loses the record of a bypass by giving a long reason.
func shortened(note string) string {
	const more = "…"
	if len(note) <= longestNote {
		return note
	}
	cut := longestNote - len(more)
	for !utf8.RuneStart(note[cut]) {
		cut--
	}
	return note[:cut] + more
}

func orNone(reason string) string {
	if reason == "" {
		return "none given"
	}
	return reason
}
