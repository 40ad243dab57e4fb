// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"time"
)

const (
	// caCommonName is also how a CA of ours is told from a stranger's in a bundle.
	caCommonName = "nautes-webhook-ca"
	// backdate is how far NotBefore lies in the past, for apiservers and replicas whose clocks are behind ours.
	backdate = time.Hour

	pemCertificate = "CERTIFICATE"
	pemPrivateKey  = "PRIVATE KEY"
)

// ca is a certificate authority that can sign. It must not be logged or formatted: it holds the private key.
type ca struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// newCA makes a self-signed ECDSA P-256 CA that is valid until now + life and can sign leaves only.
func newCA(now time.Time, life time.Duration) (*ca, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("generate CA key: %w", err)
	}
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: caCommonName},
		NotBefore:             now.Add(-backdate),
		NotAfter:              now.Add(life),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
	cert, err := sign(template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("sign CA certificate: %w", err)
	}
	return &ca{cert: cert, key: key}, nil
}

// sign makes the certificate and parses it, so that times and extensions are those which others will read.
func sign(template, parent *x509.Certificate, public *ecdsa.PublicKey, key *ecdsa.PrivateKey) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// usable says whether leaves can be signed now.
func (c *ca) usable(now time.Time) bool {
	return c != nil && now.Before(c.cert.NotAfter)
}

// encode returns the certificate and the PKCS #8 key as PEM.
func (c *ca) encode() (certPEM, keyPEM []byte, err error) {
	der, err := x509.MarshalPKCS8PrivateKey(c.key)
	if err != nil {
		return nil, nil, fmt.Errorf("encode CA key: %w", err)
	}
	return encodeCertificates([]*x509.Certificate{c.cert}), pem.EncodeToMemory(&pem.Block{Type: pemPrivateKey, Bytes: der}), nil
}

// parseCA is the reverse of encode. Its errors say what is wrong without quoting any of the input.
func parseCA(certPEM, keyPEM []byte) (*ca, error) {
	certs, err := parseCertificates(certPEM)
	if err != nil {
		return nil, err
	}
	if len(certs) != 1 {
		return nil, fmt.Errorf("want one certificate, got %d", len(certs))
	}
	block, _ := pem.Decode(keyPEM)
	if block == nil || block.Type != pemPrivateKey {
		return nil, errors.New("no PEM block of type PRIVATE KEY")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("the private key is not valid PKCS #8")
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || key.Curve != elliptic.P256() {
		return nil, errors.New("the private key is not for ECDSA P-256")
	}
	switch cert := certs[0]; {
	case !key.PublicKey.Equal(cert.PublicKey):
		return nil, errors.New("the private key is not the certificate's")
	case !cert.IsCA || cert.KeyUsage&x509.KeyUsageCertSign == 0:
		return nil, errors.New("the certificate is not a CA's")
	default:
		return &ca{cert: cert, key: key}, nil
	}
}

// encodeCertificates writes certs as PEM, one after the other.
func encodeCertificates(certs []*x509.Certificate) []byte {
	var out bytes.Buffer
	for _, cert := range certs {
		out.Write(pem.EncodeToMemory(&pem.Block{Type: pemCertificate, Bytes: cert.Raw}))
	}
	return out.Bytes()
}

// parseCertificates reads all that can be read; the error says that there was something else as well.
func parseCertificates(data []byte) ([]*x509.Certificate, error) {
	var certs []*x509.Certificate
	var bad int
	block, rest := pem.Decode(data)
	for ; block != nil; block, rest = pem.Decode(rest) {
		cert, err := x509.ParseCertificate(block.Bytes)
		if block.Type != pemCertificate || err != nil {
			bad++
			continue
		}
		certs = append(certs, cert)
	}
	if bad > 0 || len(bytes.TrimSpace(rest)) > 0 {
		return certs, errors.New("not all of it is PEM certificates")
	}
	return certs, nil
}

// fingerprint names a certificate in logs: the start of what `openssl x509 -fingerprint -sha256` prints.
func fingerprint(cert *x509.Certificate) string {
	sum := sha256.Sum256(cert.Raw)
	return hex.EncodeToString(sum[:8])
}
