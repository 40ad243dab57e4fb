// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// Reason tells apart what can stand in the way.
type Reason string

// The reasons.
const (
	// Denied: our webhook refused the write; Findings says why.
	Denied Reason = "denied"
	// Forbidden: the user lacks a permission.
	Forbidden Reason = "forbidden"
	// Unauthorized: the API server does not know the user.
	Unauthorized Reason = "unauthorized"
	// Absent: there is no such object.
	Absent Reason = "absent"
	// NotInstalled: the API server does not know our kinds.
	NotInstalled Reason = "not installed"
	// Unguarded: our webhook is not registered, so nobody would judge.
	Unguarded Reason = "unguarded"
	// WebhookDown: the API server can not reach our webhook, or it does not answer.
	WebhookDown Reason = "webhook down"
	// Unreachable: the API server does not answer.
	Unreachable Reason = "unreachable"
	// Busy: the API server answers, but has no time or is not well.
	Busy Reason = "busy"
	// Conflict: the object is not the one that was meant, or changed meanwhile.
	Conflict Reason = "conflict"
	// Terminating: what it would go into is being deleted.
	Terminating Reason = "terminating"
	// Foreign: a namespace is not the product's whose name it has.
	Foreign Reason = "foreign namespace"
	// Other: all else; the message is that of the API server.
	Other Reason = "other"
)

// Error says why an operation failed, and what to do about it.
type Error struct {
	Reason Reason
	// Message is one sentence; Hint, where there is one, says what to do next.
	Message, Hint string
	// Findings are what the rules found, where the reason is [Denied].
	Findings []policy.Finding
	// Err is the error that it was told from; may be nil.
	Err error
}

// Error renders message (hint).
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + " (" + e.Hint + ")"
}

// Unwrap is the error that it was told from.
func (e *Error) Unwrap() error { return e.Err }

// ReasonOf tells what stands in the way; [Other] where the error is none of this package.
func ReasonOf(err error) Reason {
	var told *Error
	if errors.As(err, &told) {
		return told.Reason
	}
	return Other
}

// Lasting tells whether the error would meet every further request as well.
func Lasting(err error) bool {
	switch ReasonOf(err) {
	case NotInstalled, Unguarded, WebhookDown, Unreachable, Unauthorized:
		return true
	default:
		return false
	}
}

func isForbidden(err error) bool { return ReasonOf(err) == Forbidden }

func isAbsent(err error) bool { return ReasonOf(err) == Absent }

const installHint = "install them with: kubectl apply --server-side -k manifests/default"

// classify tells what an error of a request means. What is left of a context that has ended stays as it is.
func classify(ctx context.Context, err error, id catalog.ID) error {
	if ctx.Err() != nil {
		return fmt.Errorf("ask the cluster about %s: %w", id, context.Cause(ctx))
	}
	var status *apierrors.StatusError
	if errors.As(err, &status) {
		return fromStatus(status)
	}
	var transport *url.Error
	if errors.As(err, &transport) {
		return &Error{
			Reason: Unreachable, Err: err,
			Message: fmt.Sprintf("the cluster at %s can not be reached: %v", hostOf(transport.URL), transport.Err),
			Hint:    "is it up, and is the current context of the kubeconfig the right one?",
		}
	}
	return &Error{Reason: Unreachable, Message: fmt.Sprintf("the cluster broke off: %v", err), Hint: "try again", Err: err}
}

// hostOf leaves out of an address what may be secret or long.
func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return "its address"
	}
	return parsed.Scheme + "://" + parsed.Host
}

func fromStatus(status *apierrors.StatusError) *Error {
	message := status.ErrStatus.Message
	told := &Error{Reason: Other, Message: message, Err: status}
	switch {
	case deniedByUs(message):
		told.denial(&status.ErrStatus)
	case strings.Contains(message, "failed calling webhook") && strings.Contains(message, webhookName):
		told.Reason = WebhookDown
		told.Message = "nautes-webhook can not be asked, so the cluster refuses the write: " + webhookFault(message)
		told.Hint = "is it running? kubectl get pods --namespace=nautes-system; then do the same again"
	case apierrors.HasStatusCause(status, corev1.NamespaceTerminatingCause):
		told.Reason = Terminating
		told.Hint = "do the same again when the namespace is gone"
	case apierrors.IsForbidden(status):
		told.Reason = Forbidden
		told.Hint = permissionHint(message)
	case apierrors.IsUnauthorized(status):
		told.Reason = Unauthorized
		told.Message = "the cluster does not know who you are: " + message
		told.Hint = "log in anew, or name another context with --context"
	case apierrors.IsNotFound(status):
		told.absent(status.ErrStatus)
	case apierrors.IsTooManyRequests(status), apierrors.IsServiceUnavailable(status), apierrors.IsTimeout(status), apierrors.IsServerTimeout(status):
		told.Reason = Busy
		told.Hint = "try again"
	case apierrors.IsConflict(status):
		told.Reason = Conflict
		told.Hint = "do the same again"
	}
	return told
}

// permissionHint is for what RBAC refuses; other admission says for itself what it wants.
func permissionHint(message string) string {
	if !strings.Contains(message, " cannot ") {
		return ""
	}
	return "the cluster roles nautes-viewer, nautes-editor and nautes-product-admin hold what people need"
}

// absent tells an object that is not there from a path that is not served: the latter's answer names no object.
func (e *Error) absent(status metav1.Status) {
	if status.Details == nil || status.Details.Name == "" {
		e.Reason = NotInstalled
		e.Message = fmt.Sprintf("the cluster does not know the kinds of %s", catalog.APIVersion)
		e.Hint = installHint
		return
	}
	e.Reason = Absent
}

// BeingDeleted says that an object is on its way out, so that what is applied to it would go with it.
func BeingDeleted(id catalog.ID) *Error {
	return &Error{
		Reason: Terminating, Message: fmt.Sprintf("%s is being deleted", id), Hint: "do the same again when it is gone",
	}
}
