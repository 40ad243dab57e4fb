// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

func connect(t *testing.T, config *rest.Config) *live.Cluster {
	t.Helper()
	cluster, err := live.Connect(config)
	if err != nil {
		t.Fatal(err)
	}
	return cluster
}

func told(t *testing.T, err error) *live.Error {
	t.Helper()
	var told *live.Error
	if !errors.As(err, &told) {
		t.Fatalf("got %v, want an error of this package", err)
	}
	return told
}

func TestWhatStandsInTheWayIsTold(t *testing.T) {
	const webhook = `"validate.nautes.resource.nautes.io"`
	for name, test := range map[string]struct {
		answer  *livetest.Answer
		reason  live.Reason
		message string // that the text must hold
		hint    string
		lasting bool
	}{
		"denied": {
			livetest.Denial("environment-cluster-exists", "spec.cluster", `cluster "vc9" does not exist`, "apply it"),
			live.Denied, "environment-cluster-exists", "", false,
		},
		"could not be judged": {
			livetest.Refusal(403, metav1.StatusReasonForbidden, "admission webhook "+webhook+" denied the request: could not be judged, so it is refused: not ready"),
			live.Other, "could not be judged", "", false,
		},
		"denied by another webhook": {
			livetest.Refusal(403, metav1.StatusReasonForbidden, `admission webhook "others.example.com" denied the request: no`),
			live.Forbidden, "others.example.com", "", false,
		},
		"no permission": {
			livetest.Refusal(403, metav1.StatusReasonForbidden, `environments "test" is forbidden: User "jane" cannot patch resource "environments"`),
			live.Forbidden, `User "jane"`, "nautes-editor", false,
		},
		"unknown user": {
			livetest.Refusal(401, metav1.StatusReasonUnauthorized, "Unauthorized"),
			live.Unauthorized, "does not know who you are", "--context", true,
		},
		"webhook down": {
			livetest.Refusal(500, metav1.StatusReasonInternalError, `Internal error occurred: failed calling webhook `+webhook+`: failed to call webhook: Post "https://nautes-webhook": connection refused`),
			live.WebhookDown, `refuses the write: Post "https://nautes-webhook": connection refused`, "kubectl get pods", true,
		},
		"another webhook down": {
			livetest.Refusal(500, metav1.StatusReasonInternalError, `Internal error occurred: failed calling webhook "others.example.com": timeout`),
			live.Other, "others.example.com", "", false,
		},
		"no CRDs": {
			livetest.Refusal(404, metav1.StatusReasonNotFound, "the server could not find the requested resource"),
			live.NotInstalled, "nautes.resource.nautes.io/v1alpha1", "kubectl apply", true,
		},
		"conflict": {
			livetest.Refusal(409, metav1.StatusReasonConflict, "the object has been modified"),
			live.Conflict, "modified", "again", false,
		},
		"namespace on its way out": {
			&livetest.Answer{Status: metav1.Status{
				Code: 403, Reason: metav1.StatusReasonForbidden, Message: "unable to create new content in namespace demo",
				Details: &metav1.StatusDetails{Name: "test", Causes: []metav1.StatusCause{{Type: "NamespaceTerminating"}}},
			}},
			live.Terminating, "unable to create", "when the namespace is gone", false,
		},
		"schema": {
			livetest.Refusal(422, metav1.StatusReasonInvalid, "spec.cluster: Required value"),
			live.Other, "Required value", "", false,
		},
		"what no object may hold": {
			livetest.Refusal(400, metav1.StatusReasonBadRequest, "metadata.managedFields must be nil"),
			live.Other, "must be nil", "", false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := livetest.New(t)
			server.Intercept = func(livetest.Request) *livetest.Answer { return test.answer }
			_, err := connect(t, server.Config()).Apply(t.Context(), environment("test"), false)
			e := told(t, err)
			if e.Reason != test.reason {
				t.Errorf("reason %q, want %q", e.Reason, test.reason)
			}
			if !strings.Contains(e.Error(), test.message) {
				t.Errorf("%q does not hold %q", e, test.message)
			}
			if !strings.Contains(e.Hint, test.hint) || test.hint == "" && e.Hint != "" {
				t.Errorf("hint %q, want %q in it", e.Hint, test.hint)
			}
			if got := live.Lasting(err); got != test.lasting {
				t.Errorf("lasting is %t, want %t", got, test.lasting)
			}
		})
	}
}

func TestFindingsOfADenialAreWhole(t *testing.T) {
	server := livetest.New(t)
	server.Intercept = func(livetest.Request) *livetest.Answer {
		return livetest.Denial("environment-cluster-exists", "spec.cluster", `cluster "vc9" does not exist`, "apply the Cluster [or another]")
	}
	_, err := connect(t, server.Config()).Apply(t.Context(), environment("test"), false)
	want := []policy.Finding{{
		Rule: "environment-cluster-exists", Action: policy.Deny, Field: "spec.cluster", Message: `cluster "vc9" does not exist`,
		Mend: "apply the Cluster [or another]", Bypassable: true, Location: "environment.rego:12",
	}}
	if diff := cmp.Diff(want, told(t, err).Findings); diff != "" {
		t.Error(diff)
	}
}

func TestUnreachableClusterIsNamedWithoutSecrets(t *testing.T) {
	server := livetest.New(t)
	server.Close()
	config := server.Config()
	config.BearerToken = "s3cret"
	_, err := connect(t, config).Apply(t.Context(), environment("test"), false)
	e := told(t, err)
	if e.Reason != live.Unreachable || !strings.Contains(e.Error(), server.URL) {
		t.Errorf("got %s: %v", e.Reason, e)
	}
	if strings.Contains(e.Error(), "s3cret") {
		t.Errorf("the token is in %q", e)
	}
}

func TestInterruptIsNotTheClustersFault(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := connect(t, livetest.New(t).Config()).Apply(ctx, environment("test"), false)
	if !errors.Is(err, context.Canceled) || live.ReasonOf(err) != live.Other {
		t.Errorf("got %v", err)
	}
}

func TestGuarded(t *testing.T) {
	for name, test := range map[string]struct {
		code   int32
		reason live.Reason
	}{
		"registered":  {0, ""},
		"may not see": {http.StatusForbidden, ""},
		"not there":   {http.StatusNotFound, live.Unguarded},
	} {
		t.Run(name, func(t *testing.T) {
			server := livetest.New(t)
			switch test.code {
			case http.StatusForbidden:
				server.Intercept = func(livetest.Request) *livetest.Answer {
					return livetest.Refusal(403, metav1.StatusReasonForbidden, "forbidden")
				}
			case http.StatusNotFound:
				server.Remove(livetest.WebhookPath)
			}
			err := connect(t, server.Config()).Guarded(t.Context())
			if test.reason == "" && err != nil || test.reason != "" && live.ReasonOf(err) != test.reason {
				t.Errorf("got %v, want %q", err, test.reason)
			}
		})
	}
}

func TestNamespaceOfAnother(t *testing.T) {
	namespace := object(catalog.Namespace, "", "demo")
	err := live.ProductOf(namespace)
	if live.ReasonOf(err) != live.Foreign || !strings.Contains(err.Error(), "kubectl label namespace demo nautes.resource.nautes.io/product=demo") {
		t.Errorf("got %v", err)
	}
	namespace.SetLabels(map[string]string{"nautes.resource.nautes.io/product": "demo"})
	if err := live.ProductOf(namespace); err != nil {
		t.Error(err)
	}
}
