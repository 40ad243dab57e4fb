// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"crypto/x509"
	"slices"
	"time"
)

// advance returns the state after the first step that is due and why, or s itself and "" when none is.
// The order matters: first something that can sign, then nobody's trust lost, then the rotation.
func (o Options) advance(s state, b bundle, now time.Time) (state, string, error) {
	if !s.current.usable(now) {
		return o.replaceCurrent(s, now)
	}
	if strays := b.strays(s.known(), now); len(strays) > 0 {
		return o.retireLater(s, now, strays...), "a CA of ours in the bundle is missing in the secret", nil
	}
	if len(s.previous) > 0 && s.until.IsZero() {
		return o.retireLater(s, now), "previous CAs had no end", nil
	}
	if !s.next.usable(now) && !now.Before(s.current.cert.NotAfter.Add(-o.CALifetime/3)) {
		next, err := newCA(now, o.CALifetime)
		s.next = next
		return s, "a third of the current CA's life is left", err
	}
	if s.next.usable(now) && b.heldFor(s.next.cert, o.Overlap, now) {
		return o.promote(s, now), "the bundle has held the next CA for the overlap", nil
	}
	return retire(s, now)
}

// replaceCurrent is for a first start, and for a Secret that was broken or forgotten for long. If the current CA's
// certificate is in the bundle, it is found there by the next step; nothing is taken off the bundle before.
func (o Options) replaceCurrent(s state, now time.Time) (state, string, error) {
	reason := "there is no CA that can sign"
	if s.current != nil {
		reason = "the current CA has expired"
	}
	if s.next.usable(now) {
		s.current, s.next = s.next, nil
		return s, reason + ", the next one takes over early", nil
	}
	fresh, err := newCA(now, o.CALifetime)
	s.current, s.next = fresh, nil
	return s, reason, err
}

// promote makes next current. The old private key is not kept: nothing is signed with it again.
func (o Options) promote(s state, now time.Time) state {
	old := s.current.cert
	s.current, s.next = s.next, nil
	return o.retireLater(s, now, old)
}

// retireLater adds certs to previous, all of which stay trusted for as long as a leaf that was signed now is valid,
// and an overlap more: for clocks that differ, and for a replica that is about to sign with what it has just read.
func (o Options) retireLater(s state, now time.Time, certs ...*x509.Certificate) state {
	s.previous = s.previous.with(certs...)
	s.until = now.Add(o.LeafLifetime + o.Overlap)
	return s
}

// retire takes the trust from previous CAs when their time is over, and forgets retired ones that have expired by
// every clock.
func retire(s state, now time.Time) (state, string, error) {
	over := func(cert *x509.Certificate) bool { return !now.Before(s.until) || !now.Before(cert.NotAfter) }
	if slices.ContainsFunc(s.previous, over) {
		var kept certificates
		for _, cert := range s.previous {
			if over(cert) {
				s.retired = s.retired.with(cert)
			} else {
				kept = kept.with(cert)
			}
		}
		if s.previous = kept; len(kept) == 0 {
			s.until = time.Time{}
		}
		return s, "every leaf of a previous CA has expired", nil
	}
	expired := func(cert *x509.Certificate) bool { return !now.Before(cert.NotAfter.Add(backdate)) }
	if slices.ContainsFunc(s.retired, expired) {
		s.retired = slices.DeleteFunc(slices.Clone(s.retired), expired)
		return s, "a retired CA has expired", nil
	}
	return s, "", nil
}
