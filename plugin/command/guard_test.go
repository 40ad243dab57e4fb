// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command_test

import (
	"net/http"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

// Where nothing is installed, the kinds are missed first, whoever of the two answers first.
func TestKindsThatAreNotInstalledAreMissedFirst(t *testing.T) {
	for _, args := range [][]string{
		{"apply"}, {"delete"}, {"apply", "--dry-run=client"}, {"delete", "--dry-run=server"}, {"validate"}, {"diff"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			server := livetest.New(t)
			server.Remove(livetest.WebhookPath)
			// Previews ask for the webhook only when the kinds are known.
			asked := make(chan struct{})
			late := len(args) == 1 && (args[0] == "apply" || args[0] == "delete")
			server.Intercept = func(r livetest.Request) *livetest.Answer {
				switch {
				case r.Path == livetest.WebhookPath:
					close(asked)
				case strings.HasPrefix(r.Path, api):
					if late {
						<-asked
					}
					return livetest.Refusal(http.StatusNotFound, metav1.StatusReasonNotFound, "the server could not find the requested resource")
				}
				return nil
			}
			f := run(t.Context(), t, server, project, append(args, "-f", "-")...)
			if f.code == exitcode.Done || !strings.Contains(f.errOut, "does not know the kinds") || strings.Contains(f.errOut, "nautes-webhook") {
				t.Errorf("code %d, got:\n%s", f.code, f.errOut)
			}
		})
	}
}

// What is only looked at needs no guard, but applying it for good would.
func TestPreviewsSayThatNobodyWouldJudge(t *testing.T) {
	for _, args := range [][]string{
		{"apply", "--dry-run=client"}, {"apply", "--dry-run=server"}, {"delete", "--dry-run=client"}, {"delete", "--dry-run=server"},
		{"validate"}, {"diff"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			server := livetest.New(t)
			demo(t, server)
			server.Remove(livetest.WebhookPath)
			f := run(t.Context(), t, server, manifests, append(args, "-f", "-")...)
			if n := strings.Count(f.errOut, "Warning: apply and delete would refuse to write: nautes-webhook is not installed"); n != 1 {
				t.Errorf("said %d times, code %d:\n%s%s", n, f.code, f.out, f.errOut)
			}
		})
	}
}
