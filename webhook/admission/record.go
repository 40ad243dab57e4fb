// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"fmt"
	"strings"
	"unicode/utf8"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// record leaves an Event on the object whose rules were skipped: who, which rules, why.
func (h *Handler) record(a *answer, request admission.Request) {
	if a.verdict.Denied() {
		return
	}
	object := &metav1.PartialObjectMetadata{
		TypeMeta:   metav1.TypeMeta{APIVersion: catalog.APIVersion, Kind: string(a.id.Kind)},
		ObjectMeta: metav1.ObjectMeta{Namespace: a.id.Namespace, Name: a.id.Name, UID: uidOf(request)},
	}
	var skipped []policy.Finding
	for _, finding := range a.verdict.Findings {
		if finding.Skipped {
			skipped = append(skipped, finding)
		}
	}
	note := fmt.Sprintf("%s skipped %s (reason: %s)", request.UserInfo.Username, strings.Join(rulesOf(skipped), ", "), orNone(a.verdict.Reason))
	h.Events.Eventf(object, nil, corev1.EventTypeWarning, "Bypassed", string(request.Operation), "%s", shortened(note))
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

// uidOf is empty on create: the object has none before it is stored.
func uidOf(request admission.Request) types.UID {
	old, err := decode(request.OldObject)
	if err != nil {
		return ""
	}
	metadata, _ := old["metadata"].(map[string]any)
	uid, _ := metadata["uid"].(string)
	return types.UID(uid)
}

func orNone(reason string) string {
	if reason == "" {
		return "none given"
	}
	return reason
}
