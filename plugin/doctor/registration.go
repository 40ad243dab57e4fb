// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor

import (
	"context"
	"slices"
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

const (
	configuration = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/nautes-webhook"
	policyPath    = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/nautes-break-glass"
)

// registration tells whether the API server asks our webhook about what it should, and trusts it.
func (d *Doctor) registration(ctx context.Context, r *Report) {
	const name = "webhook"
	var registered admissionv1.ValidatingWebhookConfiguration
	switch err := d.read(ctx, configuration, &registered); {
	case live.ReasonOf(err) == live.Absent:
		r.add(fail(name, install, "not registered: nobody holds what is written to the rules"))
		return
	case err != nil:
		r.add(notSeen(name, err))
		return
	}
	at := slices.IndexFunc(registered.Webhooks, func(w admissionv1.ValidatingWebhook) bool {
		return w.Name == "validate."+catalog.Group
	})
	if at < 0 {
		r.add(fail(name, install, "the registration nautes-webhook has no entry validate.%s", catalog.Group))
		return
	}
	webhook := registered.Webhooks[at]
	r.add(coverage(name, webhook), failurePolicy(webhook))
	d.certificates(ctx, r, webhook.ClientConfig)
	d.breakGlass(ctx, r)
}

// coverage tells whether all kinds and operations are sent.
func coverage(name string, webhook admissionv1.ValidatingWebhook) Check {
	var missing []string
	for _, resource := range catalog.Resources() {
		for _, operation := range []admissionv1.OperationType{admissionv1.Create, admissionv1.Update, admissionv1.Delete} {
			if !slices.ContainsFunc(webhook.Rules, func(rule admissionv1.RuleWithOperations) bool { return sends(rule, resource.Plural, operation) }) {
				missing = append(missing, strings.ToLower(string(operation))+" of "+resource.Plural)
			}
		}
	}
	if len(missing) > 0 {
		return fail(name, "install the registration of this release: "+install, "registered, but not asked about %s", strings.Join(missing, ", "))
	}
	return ok(name, "registered for all kinds")
}

func sends(rule admissionv1.RuleWithOperations, plural string, operation admissionv1.OperationType) bool {
	has := func(list []string, one string) bool { return slices.Contains(list, one) || slices.Contains(list, "*") }
	return has(rule.APIGroups, catalog.Group) && has(rule.APIVersions, catalog.Version) && has(rule.Resources, plural) &&
		(slices.Contains(rule.Operations, operation) || slices.Contains(rule.Operations, admissionv1.OperationAll))
}

func failurePolicy(webhook admissionv1.ValidatingWebhook) Check {
	const name = "failure policy"
	if webhook.FailurePolicy != nil && *webhook.FailurePolicy == admissionv1.Ignore {
		return warn(name, "set failurePolicy: Fail", "Ignore: while the webhook is down, everything is written unjudged")
	}
	return ok(name, "Fail: while the webhook is down, nothing is written unjudged")
}

// breakGlass tells whether the annotation that goes around the webhook is guarded.
func (d *Doctor) breakGlass(ctx context.Context, r *Report) {
	const name = "break-glass"
	var guard struct{}
	switch err := d.read(ctx, policyPath, &guard); {
	case live.ReasonOf(err) == live.Absent || live.ReasonOf(err) == live.NotInstalled:
		r.add(warn(name, install, "the policy that guards the annotation %s is not there", v1alpha1.BreakGlassAnnotation))
	case err != nil:
		r.add(notSeen(name, err))
	default:
		r.add(ok(name, "guarded by a ValidatingAdmissionPolicy"))
	}
}
