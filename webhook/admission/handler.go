// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/go-logr/logr"
	admissionv1 "k8s.io/api/admission/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/webhook/trail"
)

const (
	// budget is the time for one answer. It is less than the timeout in the webhook configuration (5 s), so that
	// the writer gets our words and not the API server's.
	budget = 4 * time.Second
	// maxInput bounds object and old object together, in bytes. An object can not be stored above etcd's limit of
	// 1.5 MiB, so nothing that could ever be stored comes near.
	maxInput = 4 << 20
)

// Handler answers one AdmissionReview after another, any number at once. Every field has to be set.
type Handler struct {
	// Engine returns the rules in force. It is asked once for each write, which is judged by one set of rules.
	Engine  func() *policy.Engine
	Catalog *catalog.Catalog
	// Live reads around the watched catalog, from the API server itself.
	Live Live
	// Permitted asks whether a user may skip checks on an object.
	Permitted func(ctx context.Context, user authenticationv1.UserInfo, id catalog.ID) (bool, error)
	// Ready tells why the handler can not judge yet; nil when it can.
	Ready  func() error
	Events events.EventRecorder
	// Keep takes over the record of a write for which rules were skipped. It must not wait.
	Keep    func(trail.Record)
	Metrics *Metrics
	Clock   clock.PassiveClock
}

// Handle judges one write. It never lets a write through because something went wrong.
func (h *Handler) Handle(ctx context.Context, request admission.Request) (response admission.Response) {
	started := h.Clock.Now()
	answer := answer{operation: unknown, kind: unknown}
	defer func() {
		if cause := recover(); cause != nil {
			logr.FromContextOrDiscard(ctx).Error(fmt.Errorf("%v", cause), "panic while judging", "uid", request.UID, "stack", string(debug.Stack()))
			answer.fail(&policy.Failure{Reason: reasonPanic, Err: fmt.Errorf("internal error, see the log of nautes-webhook for request %s", request.UID)})
			response = answer.response()
		}
		h.Metrics.observe(&answer, isDryRun(request), h.Clock.Since(started))
		answer.log(logr.FromContextOrDiscard(ctx), request)
	}()
	ctx, cancel := context.WithTimeout(ctx, budget)
	defer cancel()
	if err := h.judge(ctx, request, &answer); err != nil {
		answer.fail(err)
	}
	if answer.verdict != nil && answer.verdict.Bypass == policy.BypassApplied && !isDryRun(request) {
		h.record(ctx, &answer, request)
	}
	return answer.response()
}

func (h *Handler) judge(ctx context.Context, request admission.Request, answer *answer) error {
	if err := checkRequest(request); err != nil {
		return &policy.Failure{Reason: policy.ReasonInput, Err: err}
	}
	answer.operation, answer.kind = string(request.Operation), request.Kind.Kind
	if err := h.Ready(); err != nil {
		return &policy.Failure{Reason: reasonNotReady, Err: fmt.Errorf("not ready to judge: %w (try again in a moment)", err)}
	}
	review, err := h.review(request)
	if err != nil {
		return err
	}
	if answer.id, err = review.ID(); err != nil {
		return &policy.Failure{Reason: policy.ReasonInput, Err: err}
	}
	if answer.id.Namespace != request.Namespace || string(answer.id.Kind) != request.Kind.Kind {
		return &policy.Failure{Reason: policy.ReasonInput, Err: fmt.Errorf("the object %s is not the one of the request", answer.id)}
	}
	engine := h.Engine()
	cached, err := engine.Judge(ctx, review)
	if err != nil {
		return err
	}
	answer.verdict, err = h.judgeLive(ctx, engine, review, answer.id, cached)
	return err
}

// checkRequest refuses what no API server sends for our registration. Anybody who reaches the port can post a review,
// and must not write Events, count up metrics of made-up names, or ask who may do what, by it.
func checkRequest(request admission.Request) error {
	resource, ours := catalog.ResourceOf(catalog.Kind(request.Kind.Kind))
	switch {
	case !ours || request.Kind.Group != catalog.Group:
		return fmt.Errorf("kind %q of group %q is none of ours", request.Kind.Kind, request.Kind.Group)
	case request.Operation != admissionv1.Create && request.Operation != admissionv1.Update && request.Operation != admissionv1.Delete:
		return fmt.Errorf("operation %q is not judged", request.Operation)
	case resource.Namespaced != (request.Namespace != ""):
		return fmt.Errorf("namespace %q does not fit the kind %q", request.Namespace, request.Kind.Kind)
	}
	return nil
}

// review turns the request into what the engine judges.
func (h *Handler) review(request admission.Request) (policy.Review, error) {
	if size := len(request.Object.Raw) + len(request.OldObject.Raw); size > maxInput {
		return policy.Review{}, &policy.Failure{Reason: reasonInputSize, Err: fmt.Errorf("the object has %d bytes, more than the limit of %d", size, maxInput)}
	}
	review := policy.Review{
		Operation: policy.Operation(request.Operation),
		User:      request.UserInfo,
		DryRun:    isDryRun(request),
		Catalog:   h.Catalog.Snapshot(),
		Now:       h.Clock.Now(),
	}
	var err error
	if review.Object, err = decode(request.Object); err != nil {
		return review, err
	}
	if review.OldObject, err = decode(request.OldObject); err != nil {
		return review, err
	}
	review.Permitted = func(ctx context.Context) (bool, error) {
		id, err := review.ID()
		if err != nil {
			return false, err
		}
		return h.Permitted(ctx, request.UserInfo, id)
	}
	return review, nil
}

func decode(raw runtime.RawExtension) (map[string]any, error) {
	if len(raw.Raw) == 0 {
		return nil, nil
	}
	var object map[string]any
	if err := json.Unmarshal(raw.Raw, &object); err != nil {
		return nil, &policy.Failure{Reason: policy.ReasonInput, Err: fmt.Errorf("read object: %w", err)}
	}
	return object, nil
}

func isDryRun(request admission.Request) bool {
	return request.DryRun != nil && *request.DryRun
}

// forbidden is the status of every refusal: the writer may not do this, now.
const forbidden = http.StatusForbidden

var _ admission.Handler = (*Handler)(nil)
