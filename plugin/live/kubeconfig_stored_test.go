// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live_test

import (
	"bytes"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"

	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// answering is a cluster that answers every request so, and tells the last one.
func answering(t *testing.T, status int, body string) (cluster *live.Cluster, last *http.Request) {
	t.Helper()
	last = &http.Request{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*last = *r.Clone(t.Context())
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return connect(t, &rest.Config{Host: server.URL}), last
}

// logged is what is logged at the highest verbosity meanwhile.
func logged(t *testing.T, do func()) string {
	t.Helper()
	var flags flag.FlagSet
	klog.InitFlags(&flags)
	var out bytes.Buffer
	for name, value := range map[string]string{"v": "10", "logtostderr": "false", "stderrthreshold": "4", "alsologtostderr": "false"} {
		if err := flags.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	klog.SetOutput(&out)
	defer func() {
		klog.Flush()
		klog.SetOutput(io.Discard)
		_ = flags.Set("v", "0")
	}()
	do()
	klog.Flush()
	return out.String()
}

func TestKubeconfigIsReadAndInNoLog(t *testing.T) {
	cluster, last := answering(t, http.StatusOK, `{"kind": "Secret", "data": {"kubeconfig": "bmV2ZXItdG8tYmUtc2Vlbg=="}}`)
	var content []byte
	var err error
	log := logged(t, func() { content, err = cluster.Kubeconfig(t.Context(), "c-kubeconfig", "kubeconfig") })
	if err != nil || string(content) != "never-to-be-seen" {
		t.Errorf("content %q, error %v", content, err)
	}
	if last.URL.Path != "/api/v1/namespaces/nautes-system/secrets/c-kubeconfig" {
		t.Errorf("asked for %s", last.URL.Path)
	}
	if log == "" || strings.Contains(log, "bmV2ZXIt") || strings.Contains(log, "never-to-be-seen") {
		t.Errorf("logged:\n%s", log)
	}
}

func TestKubeconfigThatIsNotThere(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		want   live.Reason
	}{
		"no key":    {http.StatusOK, `{"kind": "Secret", "data": {"other": "YQ=="}}`, live.Absent},
		"no Secret": {http.StatusNotFound, `{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404, "details": {"name": "c-kubeconfig"}}`, live.Absent},
		"forbidden": {http.StatusForbidden, `{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403, "message": "no"}`, live.Forbidden},
		"no JSON":   {http.StatusOK, `never-to-be-seen`, live.Other},
	} {
		t.Run(name, func(t *testing.T) {
			cluster, _ := answering(t, test.status, test.body)
			_, err := cluster.Kubeconfig(t.Context(), "c-kubeconfig", "kubeconfig")
			if err == nil || live.ReasonOf(err) != test.want || strings.Contains(err.Error(), "never-to-be-seen") {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
}

func TestKubeconfigSecretIsLookedAtWithoutItsContent(t *testing.T) {
	cluster, last := answering(t, http.StatusOK, `{"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
		"metadata": {"name": "c-kubeconfig", "uid": "1-2", "managedFields": [{"manager": "kubectl-nautes", "operation": "Apply"}]}}`)
	secret, err := cluster.KubeconfigSecret(t.Context(), "c-kubeconfig")
	if err != nil || !secret.Ours || secret.UID != "1-2" || !strings.Contains(last.Header.Get("Accept"), "as=PartialObjectMetadata") {
		t.Errorf("got %+v, error %v, accepts %q", secret, err, last.Header.Get("Accept"))
	}
	if err := cluster.DeleteKubeconfigSecret(t.Context(), secret); err != nil || last.Method != http.MethodDelete {
		t.Errorf("%s, error %v", last.Method, err)
	}
}
