// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"context"
	"sync"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

// politeness is the longest that a judgement waits for requests to be answered. Without a limit constant traffic would
// stop the audit; with it there are 50 judgements a second on each core at the worst.
const politeness = 20 * time.Millisecond

// Traffic tells the audit of requests that are being answered, so that it keeps out of their way: on two cores a request
// then waits for the judgement that is under way, about a millisecond, and not for a queue of them.
type Traffic struct {
	mutex   sync.Mutex
	present int
	// quiet is closed when the last request is answered; nil while there is none.
	quiet chan struct{}
}

// Around counts the requests that a handler is answering.
func (t *Traffic) Around(h admission.Handler) admission.Handler {
	return admission.HandlerFunc(func(ctx context.Context, request admission.Request) admission.Response {
		t.enter()
		defer t.leave()
		return h.Handle(ctx, request)
	})
}

func (t *Traffic) enter() {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.present++
	if t.present == 1 {
		t.quiet = make(chan struct{})
	}
}

func (t *Traffic) leave() {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.present--
	if t.present == 0 {
		close(t.quiet)
		t.quiet = nil
	}
}

// giveWay returns when no request is being answered, or politeness is over.
func (t *Traffic) giveWay(ctx context.Context) {
	t.mutex.Lock()
	quiet := t.quiet
	t.mutex.Unlock()
	if quiet == nil {
		return
	}
	patience := time.NewTimer(politeness)
	defer patience.Stop()
	select {
	case <-quiet:
	case <-patience.C:
	case <-ctx.Done():
	}
}
