// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/utils/clock"
)

// The two objects that the replicas share, and the name under which the apiserver calls the webhook's Service.
const (
	SecretNamespace   = "nautes-system"     //nolint:gosec // where a secret is, not one
	SecretName        = "nautes-webhook-ca" //nolint:gosec // the same
	ConfigurationName = "nautes-webhook"
	ServiceHost       = "nautes-webhook.nautes-system.svc"
)

// Defaults of [Options].
const (
	// DefaultCALifetime makes exchanging the CA rare, and leaves four months to notice that it does not happen.
	DefaultCALifetime = 365 * 24 * time.Hour
	// DefaultLeafLifetime is short because a leaf cannot be revoked, and long enough that a replica which cannot
	// reach the apiserver over a weekend still serves: a leaf is renewed when a third of its life is left.
	DefaultLeafLifetime = 7 * 24 * time.Hour
	// DefaultOverlap is far more than an apiserver's watch needs to deliver a new bundle, because waiting costs
	// nothing here: both CAs are trusted meanwhile. It also covers replicas whose clocks differ.
	DefaultOverlap = time.Hour
	// DefaultResync is only the safety net under the watches.
	DefaultResync = 30 * time.Second
)

// Options of an [Authority]. Zero values mean the defaults.
type Options struct {
	// CALifetime is how long a CA is valid; the next one is made when a third of it is left.
	CALifetime time.Duration
	// LeafLifetime is how long a serving certificate is valid; it is renewed when a third of it is left.
	LeafLifetime time.Duration
	// Overlap is how long the bundle must have held a CA before leaves are signed with it: at least the time that
	// the slowest apiserver needs to see a changed configuration, plus the difference of the replicas' clocks.
	Overlap time.Duration
	// Resync is how often both objects are looked at when no watch reports a change; the default is
	// DefaultResync, or a fifth of Overlap where that is shorter.
	Resync time.Duration
	// Hosts are DNS names and IP addresses, without port, that leaves are valid for besides [ServiceHost].
	Hosts []string
	// Clock defaults to the real one.
	Clock clock.Clock
	// Log gets a line for each step taken; it defaults to none.
	Log logr.Logger
}

// withDefaults returns o with zero values replaced.
func (o Options) withDefaults() Options {
	o.CALifetime = cmp.Or(o.CALifetime, DefaultCALifetime)
	o.LeafLifetime = cmp.Or(o.LeafLifetime, DefaultLeafLifetime)
	o.Overlap = cmp.Or(o.Overlap, DefaultOverlap)
	o.Resync = cmp.Or(o.Resync, min(DefaultResync, o.Overlap/5))
	o.Hosts = slices.Clone(o.Hosts)
	if o.Clock == nil {
		o.Clock = clock.RealClock{}
	}
	return o
}

// validate refuses lifetimes with which a rotation could not be finished before something expires.
func (o Options) validate() error {
	var errs []error
	if o.Overlap < time.Second {
		errs = append(errs, fmt.Errorf("overlap must be at least 1s, got %s (certificates count in whole seconds)", o.Overlap))
	}
	if o.Resync <= 0 || o.Resync > o.Overlap {
		errs = append(errs, fmt.Errorf("resync must be more than 0 and at most the overlap of %s, got %s", o.Overlap, o.Resync))
	}
	// A leaf that is due for renewal may have to wait for an overlap when the CA's key is lost.
	if least := 3 * (o.Overlap + o.Resync); o.LeafLifetime < least {
		errs = append(errs, fmt.Errorf("leaf lifetime must be at least %s, three times overlap and resync, got %s", least, o.LeafLifetime))
	}
	// The last leaf of a CA is signed an overlap after its successor was made and must not outlive it.
	if least := 3 * (o.LeafLifetime + 2*o.Overlap); o.CALifetime < least {
		errs = append(errs, fmt.Errorf("ca lifetime must be at least %s, three times leaf lifetime and two overlaps, got %s", least, o.CALifetime))
	}
	for _, host := range o.Hosts {
		if net.ParseIP(host) == nil && len(validation.IsDNS1123Subdomain(host)) > 0 {
			errs = append(errs, fmt.Errorf("host %q is neither a DNS name nor an IP address (leave scheme and port out)", host))
		}
	}
	return errors.Join(errs...)
}
