// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"crypto/x509"
	"slices"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// BundleSinceAnnotation stands on the webhook's configuration: since when (RFC 3339) its caBundle has held every CA
// that it holds now. It is written in one request with the bundle, so that it cannot speak of another one.
const BundleSinceAnnotation = "nautes.resource.nautes.io/ca-bundle-since"

// bundle is what the webhook's configuration said about trust when it was read.
type bundle struct {
	exists bool         // there is a configuration, and it has webhooks
	seen   certificates // in at least one webhook's caBundle
	held   certificates // in every one
	since  time.Time    // zero when unknown
}

// readBundle reads what an apiserver would trust. Parts of a caBundle that are no certificates trust nobody and are
// passed over, as the apiserver does. A nil configuration holds nothing.
func readBundle(configuration *admissionv1.ValidatingWebhookConfiguration) bundle {
	if configuration == nil || len(configuration.Webhooks) == 0 {
		return bundle{}
	}
	b := bundle{exists: true}
	for i, hook := range configuration.Webhooks {
		certs, _ := parseCertificates(hook.ClientConfig.CABundle)
		b.seen = b.seen.with(certs...)
		if i == 0 {
			b.held = certs
		}
		b.held = slices.DeleteFunc(b.held, func(cert *x509.Certificate) bool { return !certificates(certs).has(cert) })
	}
	if since, err := time.Parse(time.RFC3339, configuration.Annotations[BundleSinceAnnotation]); err == nil {
		b.since = since
	}
	return b
}

// heldFor says whether every apiserver that is at most overlap behind trusts cert.
func (b bundle) heldFor(cert *x509.Certificate, overlap time.Duration, now time.Time) bool {
	return b.held.has(cert) && !b.since.IsZero() && !now.Before(b.since.Add(overlap))
}

// strays returns valid CAs of ours that known lacks: leaves that they signed may be in use.
func (b bundle) strays(known certificates, now time.Time) certificates {
	var out certificates
	for _, cert := range b.seen {
		if cert.IsCA && cert.Subject.CommonName == caCommonName && now.Before(cert.NotAfter) && !known.has(cert) {
			out = out.with(cert)
		}
	}
	return out
}

// withBundle returns a copy of configuration in which every webhook trusts exactly trusted, or nil when that is so.
// The time starts anew when a CA is added, not when one is taken off. A time that lies further ahead than clocks
// differ would hold up rotations and starts anew as well.
func withBundle(configuration *admissionv1.ValidatingWebhookConfiguration, trusted certificates, overlap time.Duration, now time.Time) *admissionv1.ValidatingWebhookConfiguration {
	b := readBundle(configuration)
	if !b.exists {
		return nil
	}
	sinceIsGood := !b.since.IsZero() && !b.since.After(now.Add(overlap))
	if sinceIsGood && trusted.hasAll(b.seen) && b.held.hasAll(trusted) {
		return nil
	}
	out := configuration.DeepCopy()
	for i := range out.Webhooks {
		out.Webhooks[i].ClientConfig.CABundle = encodeCertificates(trusted)
	}
	if !sinceIsGood || !b.held.hasAll(trusted) {
		metav1.SetMetaDataAnnotation(&out.ObjectMeta, BundleSinceAnnotation, formatTime(now))
	}
	return out
}
