// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	toolscache "k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/events"
	"k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/cache"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// Options of a [Loader]. Every field has to be set.
type Options struct {
	// Carried judges by the rules that hold in any case.
	Carried *policy.Engine
	// Samples are what the operator's rules are tried on.
	Samples *catalog.Snapshot
	Events  events.EventRecorder
	Metrics *Metrics
	Clock   clock.Clock
	Log     logr.Logger
}

// Loader keeps the engine in force.
type Loader struct {
	options Options
	engine  atomic.Pointer[policy.Engine]
	loaded  atomic.Bool
	changed []func()

	// wake has a token when ConfigMaps have changed since the last load.
	wake    chan struct{}
	list    func() ([]*corev1.ConfigMap, error)
	synced  func() bool
	sources map[string]*source // by name of ConfigMap; only the loading goroutine has it
}

// New returns a loader with the carried rules in force.
func New(options Options) *Loader {
	l := &Loader{options: options, wake: make(chan struct{}, 1), sources: map[string]*source{}}
	l.engine.Store(options.Carried)
	return l
}

// Engine is the one in force. It never changes; ask again for each decision.
func (l *Loader) Engine() *policy.Engine { return l.engine.Load() }

// Subscribe has a function called each time that another engine is in force. It must not wait. Subscribe before Start.
func (l *Loader) Subscribe(changed func()) { l.changed = append(l.changed, changed) }

func (l *Loader) tellSubscribers() {
	for _, changed := range l.changed {
		changed()
	}
}

// Loaded tells why what the operator wants may not be in force yet; nil once all of it has been looked at.
func (l *Loader) Loaded() error {
	if !l.loaded.Load() {
		return errors.New("the operator's own rules are not loaded yet")
	}
	return nil
}

// Watch has the loader follow the ConfigMaps of a cache, which [Cached] limits to those with rules.
func (l *Loader) Watch(ctx context.Context, informers cache.Cache) error {
	informer, err := informers.GetInformer(ctx, &corev1.ConfigMap{}, cache.BlockUntilSynced(false))
	if err != nil {
		return fmt.Errorf("watch ConfigMaps with rules: %w", err)
	}
	wake := func(any) { l.wakeUp() }
	registration, err := informer.AddEventHandler(toolscache.ResourceEventHandlerFuncs{
		AddFunc: wake, UpdateFunc: func(_, _ any) { l.wakeUp() }, DeleteFunc: wake,
	})
	if err != nil {
		return fmt.Errorf("watch ConfigMaps with rules: %w", err)
	}
	l.synced = registration.HasSynced
	l.list = func() ([]*corev1.ConfigMap, error) {
		list := &corev1.ConfigMapList{}
		if err := informers.List(ctx, list); err != nil {
			return nil, fmt.Errorf("list ConfigMaps with rules: %w", err)
		}
		configMaps := make([]*corev1.ConfigMap, len(list.Items))
		for i := range list.Items {
			configMaps[i] = &list.Items[i]
		}
		return configMaps, nil
	}
	return nil
}

func (l *Loader) wakeUp() {
	select {
	case l.wake <- struct{}{}:
	default: // One load answers all changes before it.
	}
}

// NeedLeaderElection is false: every replica judges.
func (l *Loader) NeedLeaderElection() bool { return false }

const (
	// settle is how long changes are gathered before a load: `kubectl apply` of several ConfigMaps is one change.
	settle = 50 * time.Millisecond
	// again is the pause after a load that failed as a whole.
	again = time.Second
)

// Start loads when the cache is filled and again after each change, until ctx is done.
func (l *Loader) Start(ctx context.Context) error {
	if !toolscache.WaitForCacheSync(ctx.Done(), l.synced) {
		return nil // told to stop before that
	}
	for ctx.Err() == nil {
		pause := settle
		if err := l.loadAll(ctx); err != nil && ctx.Err() == nil {
			l.options.Log.Error(err, "rules not loaded")
			pause = again
			l.wakeUp()
		}
		select {
		case <-ctx.Done():
		case <-l.wake:
			l.pause(ctx, pause)
		}
	}
	return nil
}

func (l *Loader) pause(ctx context.Context, d time.Duration) {
	timer := l.options.Clock.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C():
	}
}

func (l *Loader) loadAll(ctx context.Context) error {
	configMaps, err := l.list()
	if err != nil {
		return err
	}
	return l.load(ctx, configMaps)
}
