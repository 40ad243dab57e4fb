// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"context"
	"errors"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// source is what is known of one ConfigMap.
type source struct {
	configMap *corev1.ConfigMap
	// read is what it says now, or unread why that can not be read.
	read   *policy.Own
	unread error

	// inForce is what of it is in force, nil for nothing; good is what was in force last.
	inForce, good *policy.Own
	// refused is why what it says now is not in force.
	refused error
	// told is what was last told about what it says now.
	told string
}

// load puts the rules together anew. It is not for several goroutines at once.
func (l *Loader) load(ctx context.Context, configMaps []*corev1.ConfigMap) error {
	there := map[string]bool{}
	for _, configMap := range configMaps {
		there[configMap.Name] = true
		l.read(ctx, configMap)
	}
	maps.DeleteFunc(l.sources, func(name string, _ *source) bool { return !there[name] })
	engine, err := l.assemble(ctx)
	if err != nil {
		return err
	}
	var refused []string
	for name, s := range l.sources {
		if s.inForce != nil {
			s.good = s.inForce
		}
		if s.refused != nil {
			refused = append(refused, name)
		}
	}
	l.options.Metrics.refused(refused)
	// The first load is told in any case: it is the one that others wait for.
	if !l.loaded.Load() || l.Engine().OwnHash() != engine.OwnHash() {
		l.engine.Store(engine)
		l.loaded.Store(true)
		l.options.Metrics.inForce(engine, l.options.Clock.Now())
		l.tellSubscribers()
	}
	l.tellOperators()
	return nil
}

// read reads a ConfigMap unless it says the same as before. One that was deleted and made anew is another one.
func (l *Loader) read(ctx context.Context, configMap *corev1.ConfigMap) {
	s := l.sources[configMap.Name]
	if s != nil && same(s.configMap, configMap) {
		s.configMap = configMap
		return
	}
	if s == nil || s.configMap.UID != configMap.UID {
		s = &source{}
		l.sources[configMap.Name] = s
	}
	s.configMap, s.read, s.told = configMap, nil, ""
	var files map[string]string
	if files, s.unread = filesOf(configMap); s.unread == nil {
		s.read, s.unread = l.options.Carried.ReadOwn(ctx, configMap.Name, files, l.options.Samples)
	}
	if s.unread != nil {
		s.read = nil
	}
}

// assemble makes the engine of all that fits together. A ConfigMap that is at fault is taken as it was when it was last
// in force, or left out when that does not fit either; so each round settles one, and the rounds end.
func (l *Loader) assemble(ctx context.Context) (*policy.Engine, error) {
	for _, s := range l.sources {
		s.inForce, s.refused = s.read, s.unread
		if s.read == nil {
			s.inForce = s.good
		}
	}
	for {
		engine, err := l.options.Carried.With(ctx, l.chosen()...)
		var fault *policy.OwnError
		if !errors.As(err, &fault) {
			return engine, err
		}
		s := l.sources[fault.Name]
		if s.refused == nil {
			s.refused = fault.Err
		}
		if s.inForce == s.good {
			s.inForce = nil
		} else {
			s.inForce = s.good
		}
	}
}

func (l *Loader) chosen() []*policy.Own {
	var chosen []*policy.Own
	for _, name := range slices.Sorted(maps.Keys(l.sources)) {
		if own := l.sources[name].inForce; own != nil {
			chosen = append(chosen, own)
		}
	}
	return chosen
}
