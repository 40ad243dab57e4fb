// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"time"
)

// leaf is the serving certificate of this replica and the CA that signed it.
type leaf struct {
	tls    *tls.Certificate // Leaf is set
	signer *x509.Certificate
}

// newLeaf makes a key and has it signed by c. The leaf never outlives its CA: with the CA gone from every bundle,
// it would be refused anyway, and so "every leaf of c has expired" is true at the latest when c has.
func newLeaf(c *ca, o Options, now time.Time) (*leaf, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("generate serving key: %w", err)
	}
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: ServiceHost},
		NotBefore:             now.Add(-backdate),
		NotAfter:              earlier(now.Add(o.LeafLifetime), c.cert.NotAfter),
		DNSNames:              []string{ServiceHost},
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	for _, host := range o.Hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	cert, err := sign(template, c.cert, &key.PublicKey, c.key)
	if err != nil {
		return nil, fmt.Errorf("sign serving certificate: %w", err)
	}
	return &leaf{
		tls:    &tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: key, Leaf: cert},
		signer: c.cert,
	}, nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// check returns an error when a client with our clock would refuse l for its dates.
func (l *leaf) check(now time.Time) error {
	switch cert := l.tls.Leaf; {
	case now.Before(cert.NotBefore):
		return fmt.Errorf("serving certificate is not valid before %s (is this clock right?)", cert.NotBefore.Format(time.RFC3339))
	case !now.Before(cert.NotAfter):
		return fmt.Errorf("serving certificate expired at %s (is the apiserver reachable from here?)", cert.NotAfter.Format(time.RFC3339))
	default:
		return nil
	}
}

// due says whether a new leaf is to be signed with s.current, which is usable.
func (l *leaf) due(s state, b bundle, o Options, now time.Time) bool {
	switch {
	case l == nil || l.check(now) != nil:
		return true
	case l.signer.Equal(s.current.cert):
		aThirdIsLeft := !now.Before(l.tls.Leaf.NotAfter.Add(-o.LeafLifetime / 3))
		return aThirdIsLeft && l.tls.Leaf.NotAfter.Before(s.current.cert.NotAfter)
	case !b.seen.has(l.signer) && !s.trusted().has(l.signer):
		return true // Nobody trusts it, nor will again.
	default:
		return b.heldFor(s.current.cert, o.Overlap, now)
	}
}
