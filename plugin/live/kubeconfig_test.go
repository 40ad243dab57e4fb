// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"k8s.io/client-go/rest"
)

// The client logs what it sends as bytes and all that it is answered, so the content is sent as a stream and the answer
// is to leave it out. That it is in no log indeed is tested on a real API server.
func TestStoreKubeconfigAsksForNoContentBack(t *testing.T) {
	for status, created := range map[int]bool{http.StatusCreated: true, http.StatusOK: false} {
		var method, path, accept, query, body string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			text, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			method, path, accept, query, body = r.Method, r.URL.Path, r.Header.Get("Accept"), r.URL.RawQuery, string(text)
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": {"name": "c-kubeconfig"}}`)
		}))
		t.Cleanup(server.Close)
		cluster := connect(t, &rest.Config{Host: server.URL})
		got, err := cluster.StoreKubeconfig(t.Context(), "c-kubeconfig", "kubeconfig", []byte("secret"), true)
		if err != nil || got != created {
			t.Errorf("created %t, want %t, error %v", got, created, err)
		}
		if method != http.MethodPatch || path != "/api/v1/namespaces/nautes-system/secrets/c-kubeconfig" || !strings.Contains(body, `"kubeconfig":"c2VjcmV0"`) {
			t.Errorf("%s %s %s", method, path, body)
		}
		if !strings.Contains(accept, "as=PartialObjectMetadata") || !strings.Contains(query, "dryRun=All") || strings.Contains(query, "force") {
			t.Errorf("accepts %q, query %q", accept, query)
		}
	}
}
