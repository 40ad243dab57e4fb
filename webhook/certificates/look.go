// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package certificates

import (
	"context"
	"errors"
	"fmt"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const (
	fieldOwner = client.FieldOwner("nautes.resource.nautes.io/certificates")
	// maxSteps bounds one look. The longest row of due steps is about five; the rest is for races with other
	// replicas, and each lost race means that somebody else went on.
	maxSteps = 20
)

// errRaced is what a write returns whose object was changed, made or deleted by somebody else since it was read.
var errRaced = errors.New("changed by someone else meanwhile")

// look does step by step what is due, and returns when nothing is. Looks of one Authority must not run side by side.
func (a *Authority) look(ctx context.Context) error {
	for range maxSteps {
		settled, err := a.step(ctx)
		if settled || (err != nil && !errors.Is(err, errRaced)) {
			return err
		}
	}
	return fmt.Errorf("settle certificates: still something to do after %d steps (does another controller write the same objects?)", maxSteps)
}

// step reads both objects and does at most one write. It reports true when there was nothing to write.
func (a *Authority) step(ctx context.Context) (bool, error) {
	// In this order: a bundle that is still the one read here was made from no newer Secret than the one read next.
	configuration, err := a.readConfiguration(ctx)
	if err != nil {
		return false, err
	}
	secret, err := a.readSecret(ctx)
	if err != nil {
		return false, err
	}
	now := a.options.Clock.Now()
	current, problem := decode(secret)
	trust := readBundle(configuration)

	// The leaf comes before the writes: a replica that may read but not write keeps serving.
	if err := a.renewLeaf(current, trust, now); err != nil {
		return false, err
	}
	following, reason, err := a.options.advance(current, trust, now)
	if err != nil {
		return false, err
	}
	if reason != "" || problem != nil {
		return false, a.writeState(ctx, secret, following, reason, problem)
	}
	if changed := withBundle(configuration, current.trusted(), a.options.Overlap, now); changed != nil {
		return false, a.writeBundle(ctx, configuration, changed, current)
	}
	return true, nil
}

// renewLeaf makes a new leaf if one is due, and publishes what this step found.
func (a *Authority) renewLeaf(s state, b bundle, now time.Time) error {
	served := a.view.Load().leaf
	if s.current.usable(now) && served.due(s, b, a.options, now) {
		made, err := newLeaf(s.current, a.options, now)
		if err != nil {
			return err
		}
		served = made
		a.options.Log.Info("made serving certificate",
			"ca", fingerprint(made.signer), "notAfter", made.tls.Leaf.NotAfter)
	}
	a.view.Store(&view{leaf: served, bundle: b})
	return nil
}

// readConfiguration returns nil when there is none.
func (a *Authority) readConfiguration(ctx context.Context) (*admissionv1.ValidatingWebhookConfiguration, error) {
	configuration := &admissionv1.ValidatingWebhookConfiguration{}
	err := a.client.Get(ctx, client.ObjectKey{Name: ConfigurationName}, configuration)
	switch {
	case apierrors.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read validating webhook configuration %q: %w", ConfigurationName, err)
	default:
		return configuration, nil
	}
}

// readSecret returns nil when there is none.
func (a *Authority) readSecret(ctx context.Context) (*corev1.Secret, error) {
	secret := &corev1.Secret{}
	err := a.client.Get(ctx, client.ObjectKey{Namespace: SecretNamespace, Name: SecretName}, secret)
	switch {
	case apierrors.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read secret \"%s/%s\": %w", SecretNamespace, SecretName, err)
	default:
		return secret, nil
	}
}

// writeState makes the Secret say s, if it is still the one that was read.
func (a *Authority) writeState(ctx context.Context, read *corev1.Secret, s state, reason string, problem error) error {
	secret, err := s.encode(read)
	if err != nil {
		return err
	}
	if read == nil {
		err = a.client.Create(ctx, secret, fieldOwner)
	} else {
		err = a.client.Update(ctx, secret, fieldOwner)
	}
	switch {
	case apierrors.IsAlreadyExists(err), apierrors.IsConflict(err), read != nil && apierrors.IsNotFound(err):
		return errRaced
	case err != nil:
		return fmt.Errorf("write secret \"%s/%s\": %w", SecretNamespace, SecretName, err)
	}
	log := a.options.Log.WithValues("reason", reason, "current", fingerprint(s.current.cert), "previous", len(s.previous))
	if s.next != nil {
		log = log.WithValues("next", fingerprint(s.next.cert))
	}
	if problem != nil {
		log = log.WithValues("problem", problem.Error())
	}
	log.Info("changed the CA secret")
	return nil
}

// writeBundle sends the difference only, so that fields of the configuration which are newer than our types survive,
// and only if the configuration is still the one that was read.
func (a *Authority) writeBundle(ctx context.Context, read, changed *admissionv1.ValidatingWebhookConfiguration, s state) error {
	patch := client.StrategicMergeFrom(read, client.MergeFromWithOptimisticLock{})
	err := a.client.Patch(ctx, changed, patch, fieldOwner)
	switch {
	case apierrors.IsConflict(err), apierrors.IsNotFound(err):
		return errRaced
	case err != nil:
		return fmt.Errorf("write caBundle of validating webhook configuration %q: %w", ConfigurationName, err)
	}
	a.options.Log.Info("changed the CA bundle", "cas", len(s.trusted()), "current", fingerprint(s.current.cert))
	return nil
}
