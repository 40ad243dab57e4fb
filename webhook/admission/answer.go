// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-logr/logr"
	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// decision is how an answer is counted.
type decision string

const (
	decisionAllow          decision = "allow"
	decisionWarn           decision = "warn"
	decisionDeny           decision = "deny"
	decisionBypass         decision = "bypass"
	decisionBypassRejected decision = "bypass_rejected"
	decisionError          decision = "error"
)

// The reasons of failures that arise here and not in the engine.
const (
	reasonPanic     policy.Reason = "panic"
	reasonNotReady  policy.Reason = "not_ready"
	reasonInputSize policy.Reason = "input_size"
	reasonLiveRead  policy.Reason = "live_read"
	// reasonBypassIgnored is no failure: a bypass stands on the object and the write was judged without it.
	reasonBypassIgnored policy.Reason = "bypass_ignored"
	// reasonNotPermitted and reasonMalformed tell why a bypass was refused.
	reasonNotPermitted policy.Reason = "not_permitted"
	reasonMalformed    policy.Reason = "malformed"
)

// unknown is the kind and operation of a request that is none of ours: labels of metrics must not be the sender's to
// make up.
const unknown = "unknown"

// answer is what is known about a request when it is answered.
type answer struct {
	operation string
	kind      string
	id        catalog.ID
	verdict   *policy.Verdict
	failure   *policy.Failure
}

func (a *answer) fail(err error) {
	switch {
	case errors.As(err, &a.failure):
	case errors.Is(err, context.DeadlineExceeded):
		a.failure = &policy.Failure{Reason: policy.ReasonTimeout, Err: err}
	default:
		a.failure = &policy.Failure{Reason: reasonLiveRead, Err: err}
	}
}

// decision tells how the request ends, and why where the decision alone does not say.
func (a *answer) decision() (decision, policy.Reason) {
	switch {
	case a.failure != nil:
		return decisionError, a.failure.Reason
	case a.verdict == nil:
		return decisionAllow, ""
	case slices.ContainsFunc(a.verdict.Denials(), aboutBypass):
		return decisionBypassRejected, a.rejection()
	case a.verdict.Bypass == policy.BypassApplied && !a.verdict.Denied():
		return decisionBypass, ""
	case a.verdict.Denied():
		return decisionDeny, a.ignoredBypass()
	case len(a.verdict.Findings) > 0:
		return decisionWarn, ""
	}
	return decisionAllow, ""
}

func aboutBypass(f policy.Finding) bool { return strings.HasPrefix(f.Rule, "bypass-") }

func (a *answer) rejection() policy.Reason {
	if slices.ContainsFunc(a.verdict.Denials(), func(f policy.Finding) bool { return f.Rule == "bypass-permitted" }) {
		return reasonNotPermitted
	}
	return reasonMalformed
}

func (a *answer) ignoredBypass() policy.Reason {
	if a.verdict.Bypass == policy.BypassExpired || a.verdict.Bypass == policy.BypassNotPermitted {
		return reasonBypassIgnored
	}
	return ""
}

func (a *answer) response() admission.Response {
	response := admission.Response{AdmissionResponse: admissionv1.AdmissionResponse{
		Allowed:          a.failure == nil && (a.verdict == nil || !a.verdict.Denied()),
		AuditAnnotations: a.auditAnnotations(),
	}}
	if a.verdict != nil {
		response.Warnings = a.warnings()
	}
	if !response.Allowed {
		response.Result = a.status()
	}
	return response
}

// mostLines bounds a message that people have to read; every finding is among the causes.
const mostLines = 20

// status is the refusal: one line a finding for people, one cause a finding for programs.
func (a *answer) status() *metav1.Status {
	status := &metav1.Status{Status: metav1.StatusFailure, Code: forbidden, Reason: metav1.StatusReasonForbidden}
	if a.failure != nil {
		status.Message = fmt.Sprintf("could not be judged, so it is refused: %s", a.failure)
		return status
	}
	resource, _ := catalog.ResourceOf(a.id.Kind)
	status.Details = &metav1.StatusDetails{Name: a.id.Name, Group: catalog.Group, Kind: resource.Plural}
	var lines []string
	denials := a.verdict.Denials()
	for i, finding := range denials {
		switch {
		case i < mostLines:
			lines = append(lines, finding.String())
		case i == mostLines:
			lines = append(lines, fmt.Sprintf("and %d more", len(denials)-mostLines))
		}
		status.Details.Causes = append(status.Details.Causes, metav1.StatusCause{
			Type: metav1.CauseType(finding.Rule), Message: finding.Message, Field: finding.Field,
		})
	}
	// The API server puts "admission webhook … denied the request: " in front, which is a line of its own.
	status.Message = "\n" + strings.Join(append(lines, a.wayOut()...), "\n")
	return status
}

// wayOut says what is left to do where the rules themselves permit it, or why a bypass that stands there did not help.
func (a *answer) wayOut() []string {
	var lines []string
	switch a.verdict.Bypass {
	case policy.BypassExpired:
		lines = append(lines, fmt.Sprintf("the bypass on this object ended %s and was ignored", a.verdict.Until.Format(time.RFC3339)))
	case policy.BypassNotPermitted:
		return []string{fmt.Sprintf("the bypass on this object was ignored: you may not use it (needs the verb %s on %s)", v1alpha1.SkipCheckVerb, a.resource())}
	}
	if slices.ContainsFunc(a.verdict.Denials(), func(f policy.Finding) bool { return !f.Bypassable }) {
		return lines
	}
	return append(lines, fmt.Sprintf("to submit it anyway: kubectl nautes apply|delete -i --reason TEXT, or the annotation %s: \"true\" (needs the verb %s on %s)",
		v1alpha1.InsecureSkipCheckAnnotation, v1alpha1.SkipCheckVerb, a.resource()))
}

func (a *answer) resource() string {
	resource, _ := catalog.ResourceOf(a.id.Kind)
	return resource.Plural + "." + catalog.Group
}

// warnings are shown by every client. The API server cuts them where they are long, so they leave out what the
// message of a denial says.
func (a *answer) warnings() []string {
	var warnings []string
	for _, finding := range a.verdict.Warnings() {
		text := fmt.Sprintf("%s: %s: %s", finding.Rule, finding.Field, finding.Message)
		if finding.Skipped {
			text = "skipped " + text
		}
		warnings = append(warnings, text)
	}
	if a.verdict.Bypass != policy.BypassApplied {
		return warnings
	}
	until := "until it is taken off"
	if !a.verdict.Endless {
		until = "until " + a.verdict.Until.Format(time.RFC3339)
	}
	warnings = append(warnings, fmt.Sprintf("%s holds on %s %s", v1alpha1.InsecureSkipCheckAnnotation, a.id, until))
	if a.verdict.Reason == "" {
		warnings = append(warnings, fmt.Sprintf("no reason is given for skipping rules (annotation %s)", v1alpha1.SkipCheckReasonAnnotation))
	}
	return warnings
}

// auditAnnotations go into the API server's audit log, under the name of the webhook. An allow without a word to
// say leaves nothing there.
func (a *answer) auditAnnotations() map[string]string {
	decision, reason := a.decision()
	if decision == decisionAllow {
		return nil
	}
	annotations := map[string]string{"decision": string(decision)}
	if reason != "" {
		annotations["decision-reason"] = string(reason)
	}
	if a.verdict != nil {
		annotations["rules"] = strings.Join(rulesOf(a.verdict.Findings), ",")
		if decision == decisionBypass {
			annotations["bypass-reason"] = a.verdict.Reason
		}
	}
	return annotations
}

func rulesOf(findings []policy.Finding) []string {
	var rules []string
	for _, finding := range findings {
		rules = append(rules, finding.Rule)
	}
	return slices.Compact(rules)
}

func (a *answer) log(log logr.Logger, request admission.Request) {
	decision, reason := a.decision()
	fields := []any{
		"decision", decision, "reason", reason, "operation", a.operation, "kind", a.kind, "namespace", request.Namespace,
		"name", a.id.Name, "user", request.UserInfo.Username, "dryRun", isDryRun(request), "uid", request.UID,
	}
	if a.verdict != nil {
		fields = append(fields, "rules", rulesOf(a.verdict.Findings))
	}
	switch {
	case a.failure != nil:
		log.Error(a.failure, "could not judge", fields...)
	case decision == decisionAllow:
		log.V(1).Info("judged", fields...)
	default:
		log.Info("judged", fields...)
	}
}
