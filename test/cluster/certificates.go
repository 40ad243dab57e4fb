// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"
)

// Certificates hold for a year, and from an hour ago, so that a clock that is set back does not end a cluster.
const (
	certificateLifetime = 365 * 24 * time.Hour
	clockSkew           = time.Hour
)

// keyPair is a certificate with its private key, both PEM.
type keyPair struct {
	certificate, key []byte
}

// authority signs all certificates of one cluster: of its servers and of its clients.
type authority struct {
	keyPair
	parsed *x509.Certificate
	signer *ecdsa.PrivateKey
}

// newAuthority makes a certificate authority that lives as long as the cluster.
func newAuthority() (*authority, error) {
	template := newTemplate(pkix.Name{CommonName: "test-cluster-ca"})
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	pair, signer, err := (&authority{}).sign(template)
	if err != nil {
		return nil, fmt.Errorf("make certificate authority: %w", err)
	}
	block, _ := pem.Decode(pair.certificate)
	parsed, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("make certificate authority: %w", err)
	}
	return &authority{keyPair: pair, parsed: parsed, signer: signer}, nil
}

// server makes a certificate for servers on 127.0.0.1.
func (a *authority) server() (keyPair, error) {
	template := newTemplate(pkix.Name{CommonName: "kube-apiserver"})
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	template.DNSNames = []string{"localhost"}
	pair, _, err := a.sign(template)
	if err != nil {
		return keyPair{}, fmt.Errorf("make serving certificate: %w", err)
	}
	return pair, nil
}

// client makes a certificate that the apiserver takes for the user in the groups.
func (a *authority) client(user string, groups ...string) (keyPair, error) {
	template := newTemplate(pkix.Name{CommonName: user, Organization: groups})
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	pair, _, err := a.sign(template)
	if err != nil {
		return keyPair{}, fmt.Errorf("make client certificate of %q: %w", user, err)
	}
	return pair, nil
}

func newTemplate(subject pkix.Name) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{Subject: subject, NotBefore: now.Add(-clockSkew), NotAfter: now.Add(certificateLifetime)}
}

// sign makes a key and a certificate for it. An authority without a certificate of its own makes one that signs itself.
func (a *authority) sign(template *x509.Certificate) (keyPair, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return keyPair{}, nil, err
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127)); err != nil {
		return keyPair{}, nil, err
	}
	issuer, signer := a.parsed, a.signer
	if issuer == nil {
		issuer, signer = template, key
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, issuer, key.Public(), signer)
	if err != nil {
		return keyPair{}, nil, err
	}
	keyDER, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return keyPair{}, nil, err
	}
	return keyPair{
		certificate: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}),
		key:         pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER}),
	}, key, nil
}
