// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// webhookName is the name of our entry in the webhook configuration, which the API server puts into its messages.
const webhookName = "validate.nautes.resource.nautes.io"

func deniedByUs(message string) bool {
	return strings.HasPrefix(message, fmt.Sprintf("admission webhook %q denied the request", webhookName))
}

// denial reads what our webhook said: for each finding a cause with rule, field and message, and a line of text that
// holds these and the mend. Without causes it could not judge, which no bypass helps against.
func (e *Error) denial(status *metav1.Status) {
	_, text, _ := strings.Cut(e.Message, "denied the request: ")
	e.Message = strings.TrimSpace(text)
	if status.Details == nil || len(status.Details.Causes) == 0 {
		e.Reason = Other
		return
	}
	e.Reason = Denied
	// The webhook offers the bypass where it would help against all of them.
	bypassable := strings.Contains(text, v1alpha1.InsecureSkipCheckAnnotation+`: "true"`)
	for _, cause := range status.Details.Causes {
		finding := policy.Finding{
			Rule: string(cause.Type), Action: policy.Deny, Field: cause.Field, Message: cause.Message, Bypassable: bypassable,
		}
		finding.Mend, finding.Location = mendOf(text, finding)
		e.Findings = append(e.Findings, finding)
	}
}

// mendOf finds the line of a finding, as [policy.Finding.String] writes it, and what it says after the message.
func mendOf(text string, finding policy.Finding) (mend, location string) {
	_, rest, found := strings.Cut(text, fmt.Sprintf("%s: %s: %s; mend: ", finding.Rule, finding.Field, finding.Message))
	if !found {
		return "", ""
	}
	line, _, _ := strings.Cut(rest, "\n")
	if at := strings.LastIndex(line, " ["); at >= 0 {
		return line[:at], strings.TrimSuffix(line[at+2:], "]")
	}
	return line, ""
}

// webhookFault is the cause in a message of the API server about a webhook that it could not ask.
func webhookFault(message string) string {
	_, fault, found := strings.Cut(message, fmt.Sprintf("failed calling webhook %q: ", webhookName))
	if !found {
		return message
	}
	return strings.TrimPrefix(fault, "failed to call webhook: ")
}
