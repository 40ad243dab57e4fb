// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// workloads tells whether our programs run. They may run elsewhere than in the cluster.
func (d *Doctor) workloads(ctx context.Context, r *Report) {
	r.add(
		d.workload(ctx, "webhook pods", "nautes-webhook", ok("webhook pods", "no Deployment nautes-webhook: it runs elsewhere, or not at all")),
		d.workload(ctx, "controller", "nautes-controller",
			warn("controller", "", "not installed: what is declared is kept and judged, and nothing is made of it")),
	)
}

func (d *Doctor) workload(ctx context.Context, name, deployment string, absent Check) Check {
	var found appsv1.Deployment
	switch err := d.read(ctx, "/apis/apps/v1/namespaces/"+v1alpha1.SystemNamespace+"/deployments/"+deployment, &found); {
	case live.ReasonOf(err) == live.Absent:
		return absent
	case err != nil:
		return notSeen(name, err)
	}
	wanted := int32(1)
	if found.Spec.Replicas != nil {
		wanted = *found.Spec.Replicas
	}
	const look = "kubectl get pods --namespace=" + v1alpha1.SystemNamespace
	switch ready := found.Status.ReadyReplicas; {
	case ready == 0:
		return fail(name, look, "none of %d is ready", wanted)
	case ready < wanted:
		return warn(name, look, "%d of %d are ready", ready, wanted)
	default:
		return ok(name, "%d of %d are ready", ready, wanted)
	}
}
