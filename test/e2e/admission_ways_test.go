// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/util/retry"
	"k8s.io/utils/ptr"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// way is what admission does with our objects.
type way string

const (
	ours way = "our"
	noop way = "an idle"
	none way = "no"
)

var allWays = []way{ours, noop, none}

// ways switches a cluster between them. Both registrations stay there, ours with the CA that the webhook writes; one
// that is off is registered for kinds that do not exist.
type ways struct {
	e       *environment
	clients kubernetes.Interface
	rules   []admissionregistrationv1.RuleWithOperations
	asked   atomic.Int64 // the webhook that allows everything
}

const (
	oursName = "nautes-webhook"
	noopName = "bench-noop"
)

func newWays(b *testing.B, e *environment) *ways {
	b.Helper()
	config, err := e.cluster.Config()
	if err != nil {
		b.Fatal(err)
	}
	w := &ways{e: e}
	if w.clients, err = kubernetes.NewForConfig(config); err != nil {
		b.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(w.allow))
	server.EnableHTTP2 = true
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS13}
	server.StartTLS()
	b.Cleanup(server.Close)
	registrations := w.clients.AdmissionregistrationV1().ValidatingWebhookConfigurations()
	registered, err := registrations.Get(b.Context(), oursName, metav1.GetOptions{})
	if err != nil {
		b.Fatal(err)
	}
	w.rules = registered.Webhooks[0].Rules
	copied := registered.DeepCopy()
	copied.ObjectMeta = metav1.ObjectMeta{Name: noopName}
	for i := range copied.Webhooks {
		copied.Webhooks[i].ClientConfig = admissionregistrationv1.WebhookClientConfig{
			URL:      ptr.To(server.URL + "/validate"),
			CABundle: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}),
		}
	}
	if _, err := registrations.Create(b.Context(), copied, metav1.CreateOptions{}); err != nil {
		b.Fatal(err)
	}
	return w
}

// allow is the least that a webhook can do.
func (w *ways) allow(response http.ResponseWriter, request *http.Request) {
	w.asked.Add(1)
	body, err := io.ReadAll(request.Body)
	var review admissionv1.AdmissionReview
	if err = errors.Join(err, json.Unmarshal(body, &review)); err != nil || review.Request == nil {
		http.Error(response, "no review", http.StatusBadRequest)
		return
	}
	response.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(response, `{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": {"uid": %q, "allowed": true}}`, review.Request.UID)
}

// use switches to a way and waits until the API server goes it.
func (w *ways) use(b *testing.B, to way) {
	b.Helper()
	w.register(b, oursName, to == ours)
	w.register(b, noopName, to == noop)
	client := w.e.client(b)
	probe := contentOf(world.Object(catalog.Environment, "default", "probe", spec{"cluster": "nowhere", "envType": "test"}))
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		before := w.asked.Load()
		_, err := resourceOf(client, probe).Create(b.Context(), probe, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
		denied, asked := err != nil, w.asked.Load() > before
		if denied == (to == ours) && asked == (to == noop) {
			return
		}
		if time.Now().After(deadline) {
			b.Fatalf("the API server does not turn to %s webhook: %v", to, err)
		}
	}
}

func (w *ways) register(b *testing.B, name string, on bool) {
	b.Helper()
	rules := w.rules
	if !on {
		rules = []admissionregistrationv1.RuleWithOperations{{
			Operations: []admissionregistrationv1.OperationType{admissionregistrationv1.Create},
			Rule:       admissionregistrationv1.Rule{APIGroups: []string{"nowhere.example.com"}, APIVersions: []string{"v1"}, Resources: []string{"nothings"}},
		}}
	}
	registrations := w.clients.AdmissionregistrationV1().ValidatingWebhookConfigurations()
	err := retry.RetryOnConflict(retry.DefaultRetry, func() error { // with the webhook, which writes its CA
		registered, err := registrations.Get(b.Context(), name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		for i := range registered.Webhooks {
			registered.Webhooks[i].Rules = rules
		}
		_, err = registrations.Update(b.Context(), registered, metav1.UpdateOptions{})
		return err
	})
	if err != nil {
		b.Fatal(fmt.Errorf("switch %s: %w", name, err))
	}
}
