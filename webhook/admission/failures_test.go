// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	admissionv1 "k8s.io/api/admission/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// One test a row of the table of failures. Two rows are tested where they can be seen: "webhook down" and
// "object in our own namespace" in test/e2e, on a real API server.

// ruleThat is a rule for deployment runtimes with an action and a body.
func ruleThat(action, body string) string {
	return fmt.Sprintf(`# METADATA
# scope: package
# title: test
# custom:
#   kinds: [DeploymentRuntime]
package nautes.rules.test

# METADATA
# scope: document
# title: a test
# description: Only for this test.
# custom:
#   id: test-rule
#   operations: [CREATE, UPDATE, DELETE]
#   bypassable: true
#   action: %s
#   mend: do it right
#   origin: new
test_rule contains violation if {
%s
}
`, action, body)
}

func refused(t *testing.T, response admission.Response, words ...string) {
	t.Helper()
	if response.Allowed {
		t.Fatalf("allowed (warnings %v)", response.Warnings)
	}
	if response.Result.Code != 403 {
		t.Errorf("code %d, want 403", response.Result.Code)
	}
	for _, word := range words {
		if !strings.Contains(response.Result.Message, word) {
			t.Errorf("the message lacks %q:\n%s", word, response.Result.Message)
		}
	}
}

func allowed(t *testing.T, response admission.Response, warning string) {
	t.Helper()
	if !response.Allowed {
		t.Fatalf("refused: %s", response.Result.Message)
	}
	if !strings.Contains(strings.Join(response.Warnings, "\n"), warning) {
		t.Errorf("warnings %q, want one that says %q", response.Warnings, warning)
	}
}

func TestFailurePolicyDenies(t *testing.T) {
	f := newFixture(t)
	r := request(admissionv1.Create, runtimeOn("staging", nil), nil)
	response := f.Handle(t.Context(), r)
	refused(t, response, "deploymentruntime-environment-exists", "spec.destination.environment", "mend:", "deploymentruntime.rego:", "kubectl nautes apply|delete -i")
	f.counted(t, r, decisionDeny, "")
	cause := response.Result.Details.Causes[0]
	if cause.Type != "deploymentruntime-environment-exists" || cause.Field != "spec.destination.environment" {
		t.Errorf("cause %v does not name rule and field", cause)
	}
	if got := response.AuditAnnotations["rules"]; got != "deploymentruntime-environment-exists" {
		t.Errorf("audit annotation rules %q", got)
	}
}

// Undefined at the entry point, a failing built-in and the deadline: deny for a rule that denies, a warning for one
// that warns.
func TestFailurePolicyCanNotBeEvaluated(t *testing.T) {
	slow := `	text := sprintf("%v", [input])
	some a in split(text, "")
	some b in split(text, "")
	some c in split(text, "")
	some d in split(text, "")
	concat("", [a, b, c, d]) == "no such thing"
	violation := {"field": "x", "message": "x"}`
	tests := map[string]struct {
		body   string
		reason policy.Reason
		says   string
	}{
		"undefined": {`	violation := "no object"`, policy.ReasonUndefined, "a violation has a field and a message"},
		"built-in":  {`	violation := {"field": "x", "message": sprintf("%d", [to_number("seven")])}`, policy.ReasonBuiltin, `rule "test-rule" (test.rego:19)`},
		"deadline":  {slow, policy.ReasonTimeout, `in rule "test-rule"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f, r := newFixture(t, ruleThat("deny", test.body)), request(admissionv1.Create, runtimeOn("test", nil), nil)
			refused(t, f.Handle(t.Context(), r), "could not be judged", test.says)
			f.counted(t, r, decisionError, test.reason)

			f = newFixture(t, ruleThat("warn", test.body))
			allowed(t, f.Handle(t.Context(), r), "could not be judged")
			f.counted(t, r, decisionWarn, "")
		})
	}
}

func TestFailureInputLargerThanLimit(t *testing.T) {
	f := newFixture(t)
	r := request(admissionv1.Create, runtimeOn("test", nil), nil)
	r.Object = runtime.RawExtension{Raw: []byte(`{"x": "` + strings.Repeat("x", maxInput) + `"}`)}
	refused(t, f.Handle(t.Context(), r), "more than the limit of 4194304")
	f.counted(t, r, decisionError, reasonInputSize)
}

func TestFailureInputIsNoObject(t *testing.T) {
	for _, content := range []string{`[]`, `{`, `"x"`, `{}`, `{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x"}}`} {
		f := newFixture(t)
		r := request(admissionv1.Create, runtimeOn("test", nil), nil)
		r.Object = runtime.RawExtension{Raw: []byte(content)}
		refused(t, f.Handle(t.Context(), r), "could not be judged")
		f.counted(t, r, decisionError, policy.ReasonInput)
	}
}

// Anybody who reaches the port can post a review. What no API server sends for our registration leaves no trace but a
// count, and under no label that the sender made up.
func TestFailureRequestThatIsNotForUs(t *testing.T) {
	for name, change := range map[string]func(*admission.Request){
		"another group":        func(r *admission.Request) { r.Kind.Group = "apps" },
		"another kind":         func(r *admission.Request) { r.Kind.Kind = strings.Repeat("x", 1000) },
		"another operation":    func(r *admission.Request) { r.Operation = "CONNECT" },
		"no namespace":         func(r *admission.Request) { r.Namespace = "" },
		"another's namespace":  func(r *admission.Request) { r.Namespace = "shop" },
		"an object of another": func(r *admission.Request) { r.Kind.Kind = "Project" },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.verb = true
			r := request(admissionv1.Create, runtimeOn("staging", spec{skip: "true"}), nil)
			change(&r)
			refused(t, f.Handle(t.Context(), r), "could not be judged")
			if f.asked > 0 || len(f.stored.gets) > 0 || len(f.events()) > 0 {
				t.Error("it was looked into")
			}
		})
	}
}

// The API server drops an Event whose note is too long; a long reason must not lose the record.
func TestFailureLongReasonKeepsTheRecord(t *testing.T) {
	f := newFixture(t)
	f.verb = true
	f.Handle(t.Context(), request(admissionv1.Create, runtimeOn("staging", spec{skip: "true", skipReason: strings.Repeat("ä", 400)}), nil))
	if got := f.events(); len(got) != 1 || !strings.Contains(got[0], "alice skipped") {
		t.Errorf("events %q", got)
	}
	if note := shortened(strings.Repeat("ä", 2000)); len(note) > longestNote || !utf8.ValidString(note) {
		t.Errorf("a note of %d bytes, valid: %v", len(note), utf8.ValidString(note))
	}
}

func TestFailureMessageIsForPeopleToRead(t *testing.T) {
	f := newFixture(t)
	var unknown []any
	for i := range 50 {
		unknown = append(unknown, fmt.Sprintf("project-%d", i))
	}
	binding := world.Object(catalog.CodeRepoBinding, "demo", "b", spec{"codeRepo": "library", "product": "demo", "projects": unknown, "permissions": "readonly"})
	response := f.Handle(t.Context(), request(admissionv1.Create, binding, nil))
	refused(t, response, "and 30 more")
	if n := len(response.Result.Details.Causes); n != 50 {
		t.Errorf("%d causes, want all 50", n)
	}
}

func TestFailureNotReady(t *testing.T) {
	f := newFixture(t)
	f.Ready = func() error { return errors.New("Project objects are not read yet") }
	r := request(admissionv1.Create, runtimeOn("test", nil), nil)
	refused(t, f.Handle(t.Context(), r), "not ready to judge", "try again")
	f.counted(t, r, decisionError, reasonNotReady)
}

func TestFailureBypassValid(t *testing.T) {
	f := newFixture(t)
	f.verb = true
	r := request(admissionv1.Create, runtimeOn("staging", spec{skip: "2026-11-24T00:00:00Z", skipReason: "staging comes tomorrow"}), nil)
	response := f.Handle(t.Context(), r)
	allowed(t, response, "skipped deploymentruntime-environment-exists")
	allowed(t, response, "until 2026-11-24T00:00:00Z")
	f.counted(t, r, decisionBypass, "")
	if got := f.events(); len(got) != 1 || !strings.Contains(got[0], "alice skipped deploymentruntime-environment-exists (reason: staging comes tomorrow)") {
		t.Errorf("events %q", got)
	}
	if got := response.AuditAnnotations["bypass-reason"]; got != "staging comes tomorrow" {
		t.Errorf("audit annotation bypass-reason %q", got)
	}
	kept := []v1alpha1.Bypass{{
		By: "alice", Reason: "staging comes tomorrow", Since: metav1.NewTime(noon),
		Until: ptr.To(metav1.NewTime(noon.Add(12 * time.Hour))), Rules: []string{"deploymentruntime-environment-exists"},
	}}
	if diff := cmp.Diff(kept, f.bypasses()); diff != "" {
		t.Errorf("kept for the status (-want +got):\n%s", diff)
	}
	if f.asked != 1 {
		t.Errorf("asked for access %d times, want once", f.asked)
	}
}

func TestFailureBypassWithoutReasonWarns(t *testing.T) {
	f := newFixture(t)
	f.verb = true
	allowed(t, f.Handle(t.Context(), request(admissionv1.Create, runtimeOn("staging", spec{skip: "true"}), nil)), "no reason is given")
}

// Nothing was stored that a status could tell of; the Event is on the object that goes.
func TestFailureBypassOfADeleteLeavesAnEvent(t *testing.T) {
	f := newFixture(t)
	f.verb = true
	old := world.Object(catalog.Environment, "demo", "test", spec{"cluster": "test-0", "envType": "test"})
	old.Content()["metadata"].(map[string]any)["annotations"] = spec{skip: "true", skipReason: "moving"}
	r := request(admissionv1.Delete, nil, old)
	allowed(t, f.Handle(t.Context(), r), "skipped environment-in-use")
	f.counted(t, r, decisionBypass, "")
	if got := f.events(); len(got) != 1 || !strings.Contains(got[0], "alice skipped environment-in-use (reason: moving)") {
		t.Errorf("events %q", got)
	}
	if got := f.bypasses(); len(got) > 0 {
		t.Errorf("kept for the status of what is going away: %v", got)
	}
}

// A bypass that the write does not need leaves no trail: no rule was skipped.
func TestFailureBypassThatIsNotNeeded(t *testing.T) {
	f := newFixture(t)
	f.verb = true
	r := request(admissionv1.Create, runtimeOn("test", spec{skip: "true", skipReason: "to be safe"}), nil)
	allowed(t, f.Handle(t.Context(), r), "")
	f.counted(t, r, decisionAllow, "")
	if len(f.events()) > 0 || len(f.bypasses()) > 0 {
		t.Error("it is recorded")
	}
}

func TestFailureBypassAddedOrChangedWithoutTheVerb(t *testing.T) {
	standing := runtimeOn("test", spec{skip: "2026-11-24T00:00:00Z", skipReason: "r"})
	for name, r := range map[string]admission.Request{
		"added on create":    request(admissionv1.Create, runtimeOn("test", spec{skip: "true"}), nil),
		"added on update":    request(admissionv1.Update, runtimeOn("test", spec{skip: "true"}), runtimeOn("test", nil)),
		"lengthened":         request(admissionv1.Update, runtimeOn("test", spec{skip: "2026-11-25T00:00:00Z", skipReason: "r"}), standing),
		"without end now":    request(admissionv1.Update, runtimeOn("test", spec{skip: "true", skipReason: "r"}), standing),
		"for another reason": request(admissionv1.Update, runtimeOn("test", spec{skip: "2026-11-24T00:00:00Z", skipReason: "s"}), standing),
		"revived": request(admissionv1.Update, runtimeOn("test", spec{skip: "2026-11-24T00:00:00Z"}),
			runtimeOn("test", spec{skip: "2026-11-22T00:00:00Z"})),
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			refused(t, f.Handle(t.Context(), r), "bypass-permitted", "skip-check")
			f.counted(t, r, decisionBypassRejected, reasonNotPermitted)
			if len(f.events()) > 0 || len(f.bypasses()) > 0 {
				t.Error("it is recorded as if it had been used")
			}
		})
	}
}

func TestFailureBypassMalformed(t *testing.T) {
	long := strings.Repeat("x", 513)
	for name, r := range map[string]admission.Request{
		"added":    request(admissionv1.Create, runtimeOn("test", spec{skip: "tomorrow"}), nil),
		"empty":    request(admissionv1.Create, runtimeOn("test", spec{skip: ""}), nil),
		"changed":  request(admissionv1.Update, runtimeOn("test", spec{skip: "yes"}), runtimeOn("test", spec{skip: "true"})),
		"standing": request(admissionv1.Update, runtimeOn("prod", spec{skip: "yes"}), runtimeOn("test", spec{skip: "yes"})),
		"reason":   request(admissionv1.Create, runtimeOn("test", spec{skip: "true", skipReason: long}), nil),
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.verb = true
			refused(t, f.Handle(t.Context(), r), "bypass-annotation-valid", "mend: set the annotation to true, false or a time such as 2026-03-01T18:00:00Z")
			f.counted(t, r, decisionBypassRejected, reasonMalformed)
		})
	}
}

// A bypass that merely stands on the object, and is expired or not the requester's to use, is as if it were not
// there: the update is judged, and neither refused nor let through for its sake.
func TestFailureBypassIgnored(t *testing.T) {
	tests := map[string]struct {
		value string
		verb  bool
		says  string
	}{
		"expired":              {"2026-11-23T11:00:00Z", true, "ended 2026-11-23T11:00:00Z and was ignored"},
		"without the verb":     {"true", false, "you may not use it"},
		"expired and no right": {"2026-11-23T11:00:00Z", false, "was ignored"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.verb = test.verb
			annotations := spec{skip: test.value, skipReason: "r"}
			stays := request(admissionv1.Update, runtimeOn("prod", annotations), runtimeOn("test", annotations))
			allowed(t, f.Handle(t.Context(), stays), "")

			breaks := request(admissionv1.Update, runtimeOn("staging", annotations), runtimeOn("test", annotations))
			refused(t, f.Handle(t.Context(), breaks), "deploymentruntime-environment-exists", test.says)
			f.counted(t, breaks, decisionDeny, reasonBypassIgnored)
		})
	}
}

func TestFailureAccessReview(t *testing.T) {
	f := newFixture(t)
	f.verbErr = errors.New("apiserver is away")
	r := request(admissionv1.Create, runtimeOn("staging", spec{skip: "true"}), nil)
	refused(t, f.Handle(t.Context(), r), "could not be judged", "apiserver is away")
	f.counted(t, r, decisionError, policy.ReasonAccessReview)
}

func TestFailurePanic(t *testing.T) {
	f := newFixture(t)
	f.Permitted = func(context.Context, authenticationv1.UserInfo, catalog.ID) (bool, error) { panic("a secret thing") }
	r := request(admissionv1.Create, runtimeOn("staging", spec{skip: "true"}), nil)
	response := f.Handle(t.Context(), r)
	refused(t, response, "internal error", "a-request")
	if strings.Contains(response.Result.Message, "secret") {
		t.Error("the message tells the user what panicked")
	}
	f.counted(t, r, decisionError, reasonPanic)
}

func TestFailureDeleteIsJudgedOnTheOldObject(t *testing.T) {
	f := newFixture(t)
	r := request(admissionv1.Delete, nil, world.Object(catalog.Environment, "demo", "test", spec{"cluster": "test-0", "envType": "test"}))
	refused(t, f.Handle(t.Context(), r), "environment-in-use", "DeploymentRuntime/api-test")
	f.counted(t, r, decisionDeny, "")
}

func TestFailureDryRunLeavesNoTrace(t *testing.T) {
	f := newFixture(t)
	f.verb = true
	r := request(admissionv1.Create, runtimeOn("staging", spec{skip: "true", skipReason: "r"}), nil)
	r.DryRun = ptr.To(true)
	allowed(t, f.Handle(t.Context(), r), "skipped deploymentruntime-environment-exists")
	f.counted(t, r, decisionBypass, "")
	if got := f.events(); len(got) != 0 || len(f.bypasses()) > 0 {
		t.Errorf("a dry run recorded %q", got)
	}
}

// Denials never rest on a cache: when the API server can not be read, the answer says so.
func TestFailureLiveRead(t *testing.T) {
	f := newFixture(t)
	f.stored.fails = errors.New("connection refused")
	r := request(admissionv1.Create, runtimeOn("staging", nil), nil)
	refused(t, f.Handle(t.Context(), r), "read live state before an answer", "connection refused")
	f.counted(t, r, decisionError, reasonLiveRead)
}
