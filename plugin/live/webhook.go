// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// webhookConfiguration is the path of our webhook's registration.
const webhookConfiguration = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/nautes-webhook"

// Guarded tells whether our webhook is registered, so that somebody judges what is written: nil where it is, or where
// the user may not know. The error, if any, is an [*Error] or that of ctx.
func (c *Cluster) Guarded(ctx context.Context) error {
	configuration := catalog.ID{Kind: "ValidatingWebhookConfiguration", Name: "nautes-webhook"}
	_, _, err := do(ctx, c.client.Get().AbsPath(webhookConfiguration), configuration)
	switch ReasonOf(err) {
	case Forbidden:
		return nil
	case Absent:
		return &Error{
			Reason:  Unguarded,
			Message: "nautes-webhook is not installed on this cluster: nobody would hold what is written to the rules",
			Hint:    "install it with: kubectl apply --server-side -k manifests/default",
		}
	}
	return err
}
