// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"net/url"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
)

// soon is when the end of a CA is worth a word: it is exchanged long before, unless something keeps the webhook from it.
const soon = 7 * 24 * time.Hour

// Dialer gets the certificate that is served at an address, if one of the CAs vouches for it.
type Dialer func(ctx context.Context, address string, trusted *x509.CertPool) (*x509.Certificate, error)

// DialTLS is a [Dialer] that goes there.
func DialTLS(ctx context.Context, address string, trusted *x509.CertPool) (*x509.Certificate, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("read address %q: %w", address, err)
	}
	dialer := tls.Dialer{Config: &tls.Config{RootCAs: trusted, ServerName: host, MinVersion: tls.VersionTLS12}}
	connection, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	return connection.(*tls.Conn).ConnectionState().PeerCertificates[0], nil
}

// certificates tells until when the API server trusts the webhook.
func (d *Doctor) certificates(ctx context.Context, r *Report, config admissionv1.WebhookClientConfig) {
	const name = "CA"
	const restart = "restart nautes-webhook, which writes the caBundle and keeps it current, and look at its log"
	trusted, newest, n := bundle(config.CABundle)
	left := newest.Sub(d.Now)
	switch {
	case n == 0:
		r.add(fail(name, restart, "the registration has no caBundle: the API server trusts no webhook"))
	case left <= 0:
		r.add(fail(name, restart, "the caBundle expired on %s", day(newest)))
	case left < soon:
		r.add(warn(name, restart, "the caBundle expires on %s", day(newest)))
	default:
		r.add(ok(name, "the caBundle is good until %s", day(newest)))
	}
	if n > 0 && config.URL != nil {
		d.leaf(ctx, r, *config.URL, trusted)
	}
}

// leaf looks at the certificate itself, where the registration names an address; a Service is reached inside the cluster
// only.
func (d *Doctor) leaf(ctx context.Context, r *Report, address string, trusted *x509.CertPool) {
	const name = "certificate"
	at, err := url.Parse(address)
	if err != nil || at.Hostname() == "" {
		r.add(fail(name, install, "the registration names no address"))
		return
	}
	port := at.Port()
	if port == "" {
		port = "443"
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	leaf, err := d.Dial(ctx, net.JoinHostPort(at.Hostname(), port), trusted)
	if err != nil {
		// The API server may well reach it: that is what the probe tells.
		r.add(warn(name, "", "not seen from here: %v", err))
		return
	}
	if leaf.NotAfter.Before(d.Now) {
		r.add(fail(name, "restart nautes-webhook", "expired on %s", day(leaf.NotAfter)))
		return
	}
	r.add(ok(name, "good until %s", day(leaf.NotAfter)))
}

// bundle reads CAs, and until when the last of them is good.
func bundle(text []byte) (pool *x509.CertPool, newest time.Time, n int) {
	pool = x509.NewCertPool()
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		ca, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			continue
		}
		pool.AddCert(ca)
		n++
		if ca.NotAfter.After(newest) {
			newest = ca.NotAfter
		}
	}
	return pool, newest, n
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
