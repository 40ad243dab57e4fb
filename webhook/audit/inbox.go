// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"sync"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// inbox is what happened since the audit looked last. Whoever fills it does not wait for the audit, and what comes
// several times is in it once.
type inbox struct {
	mutex sync.Mutex
	news  news
	// wake holds an element when there is something to look at.
	wake chan struct{}
}

// news are the hashes of questions that are answered anew, the objects that came, went or are not what they were, and
// those whose time has come.
type news struct {
	touched map[uint32]bool
	changed map[catalog.ID]bool
	due     map[catalog.ID]bool
}

func newInbox() *inbox {
	return &inbox{news: noNews(), wake: make(chan struct{}, 1)}
}

func noNews() news {
	return news{touched: map[uint32]bool{}, changed: map[catalog.ID]bool{}, due: map[catalog.ID]bool{}}
}

func (i *inbox) put(add func(*news)) {
	i.mutex.Lock()
	add(&i.news)
	i.mutex.Unlock()
	select {
	case i.wake <- struct{}{}:
	default:
	}
}

func (i *inbox) take() news {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if len(i.news.touched)+len(i.news.changed)+len(i.news.due) == 0 {
		return news{}
	}
	taken := i.news
	i.news = noNews()
	return taken
}
