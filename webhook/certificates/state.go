// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Keys of the Secret's data, all PEM, and its annotation.
const (
	currentCert  = "current.crt"
	currentKey   = "current.key"
	nextCert     = "next.crt"
	nextKey      = "next.key"
	previousCert = "previous.crt" // several certificates, no key: they sign nothing any more
	retiredCert  = "retired.crt"  // the same

	// PreviousUntilAnnotation stands on the Secret: until when (RFC 3339) leaves of previous CAs may be in use.
	PreviousUntilAnnotation = "nautes.resource.nautes.io/previous-ca-until"
)

// certificates is a small set; order carries no meaning.
type certificates []*x509.Certificate

func (c certificates) has(cert *x509.Certificate) bool {
	return slices.ContainsFunc(c, cert.Equal)
}

func (c certificates) hasAll(others certificates) bool {
	return !slices.ContainsFunc(others, func(cert *x509.Certificate) bool { return !c.has(cert) })
}

// with returns the union, in a new set.
func (c certificates) with(others ...*x509.Certificate) certificates {
	out := slices.Clone(c)
	for _, cert := range others {
		if !out.has(cert) {
			out = append(out, cert)
		}
	}
	return out
}

// state is what the Secret says: the one truth about which CAs there are and what they are for.
type state struct {
	current  *ca          // signs leaves; nil when there is none that can
	next     *ca          // in the bundle, signs nothing yet; nil when no rotation is going on
	previous certificates // signed leaves that may still be served
	retired  certificates // not trusted any more, and known to be ours
	until    time.Time    // when previous is retired; zero when unknown
}

// trusted is what the bundle must hold. It depends on the Secret alone, so that all replicas agree on it.
func (s state) trusted() certificates {
	return s.signers().with(s.previous...)
}

// known is every CA that the Secret has a use or a memory for.
func (s state) known() certificates {
	return s.trusted().with(s.retired...)
}

func (s state) signers() certificates {
	var out certificates
	for _, c := range []*ca{s.current, s.next} {
		if c != nil {
			out = out.with(c.cert)
		}
	}
	return out
}

// decode reads the Secret. What cannot be read is left out and named in the error, which quotes no data; the
// rest is good to go on with. A nil Secret is an empty state.
func decode(secret *corev1.Secret) (state, error) {
	if secret == nil {
		return state{}, nil
	}
	var s state
	var errs []error
	note := func(key string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("read %s: %w", key, err))
		}
	}
	var err error
	s.current, err = decodeCA(secret.Data[currentCert], secret.Data[currentKey])
	note(currentCert, err)
	s.next, err = decodeCA(secret.Data[nextCert], secret.Data[nextKey])
	note(nextCert, err)
	s.previous, err = parseCertificates(secret.Data[previousCert])
	note(previousCert, err)
	s.retired, err = parseCertificates(secret.Data[retiredCert])
	note(retiredCert, err)
	if text, ok := secret.Annotations[PreviousUntilAnnotation]; ok {
		s.until, err = time.Parse(time.RFC3339, text)
		note(PreviousUntilAnnotation, err)
	}
	return s, errors.Join(errs...)
}

// decodeCA returns nil without an error when neither certificate nor key is there.
func decodeCA(certPEM, keyPEM []byte) (*ca, error) {
	if len(certPEM) == 0 && len(keyPEM) == 0 {
		return nil, nil
	}
	return parseCA(certPEM, keyPEM)
}

// encode returns a Secret that says s: secret with our keys replaced and all else kept, or a new one for nil.
func (s state) encode(secret *corev1.Secret) (*corev1.Secret, error) {
	out := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: SecretNamespace, Name: SecretName}}
	if secret != nil {
		out = secret.DeepCopy()
	}
	if out.Data == nil {
		out.Data = map[string][]byte{}
	}
	if err := setCA(out.Data, currentCert, currentKey, s.current); err != nil {
		return nil, err
	}
	if err := setCA(out.Data, nextCert, nextKey, s.next); err != nil {
		return nil, err
	}
	setOrDelete(out.Data, previousCert, encodeCertificates(s.previous))
	setOrDelete(out.Data, retiredCert, encodeCertificates(s.retired))
	delete(out.Annotations, PreviousUntilAnnotation)
	if !s.until.IsZero() {
		metav1.SetMetaDataAnnotation(&out.ObjectMeta, PreviousUntilAnnotation, formatTime(s.until))
	}
	return out, nil
}

func setCA(data map[string][]byte, certName, keyName string, c *ca) error {
	var certPEM, keyPEM []byte
	if c != nil {
		var err error
		if certPEM, keyPEM, err = c.encode(); err != nil {
			return err
		}
	}
	setOrDelete(data, certName, certPEM)
	setOrDelete(data, keyName, keyPEM)
	return nil
}

func setOrDelete(data map[string][]byte, key string, value []byte) {
	if len(value) == 0 {
		delete(data, key)
		return
	}
	data[key] = value
}

// formatTime keeps fractions of a second: an overlap may be as short as that.
func formatTime(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
