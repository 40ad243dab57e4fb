// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// othersMake is how long is waited for somebody else to make the namespace of a product, where the user may not.
const othersMake = 10 * time.Second

// namespace sees to it that the namespace of a product is there and is the product's. One that the user may not read
// is left to the API server to speak of.
func (a *applying) namespace(ctx context.Context, id catalog.ID) (entry, error) {
	if a.before.Unreadable[id] != nil {
		return entry{}, nil
	}
	namespace := a.before.Objects[id]
	if namespace != nil && namespace.GetDeletionTimestamp() != nil {
		if err := a.awaitGone(ctx, namespace); err != nil {
			return entry{}, err
		}
		namespace = nil
	}
	if namespace != nil {
		return entry{}, live.ProductOf(namespace)
	}
	uid, err := a.product(id.Name)
	if err != nil {
		return entry{}, err
	}
	return a.makeNamespace(ctx, id, uid)
}

// product is the UID of a product, as it was just applied or was live before.
func (a *applying) product(name string) (types.UID, error) {
	id := catalog.ID{Kind: catalog.Product, Name: name}
	if e, applied := a.finished(id); applied {
		return e.object.GetUID(), nil
	}
	if product := a.before.Objects[id]; product != nil {
		return product.GetUID(), nil
	}
	return "", &live.Error{
		Reason:  live.Foreign,
		Message: fmt.Sprintf("there is neither a namespace nor a product %q", name),
		Hint:    "apply the product too, or mend metadata.namespace",
	}
}

// createNamespace makes it for good.
func (a *applying) createNamespace(ctx context.Context, id catalog.ID, uid types.UID) (entry, error) {
	answer, err := a.cluster.CreateNamespace(ctx, id.Name, uid)
	switch live.ReasonOf(err) {
	case live.Conflict:
		return entry{}, a.adopt(ctx, id)
	case live.Forbidden:
		return entry{}, a.awaitMade(ctx, id, err)
	}
	if err != nil {
		return entry{}, err
	}
	return entry{id: id, word: created, object: answer.Object, warnings: answer.Warnings}, nil
}

// adopt looks at a namespace that somebody else was quicker to make.
func (a *applying) adopt(ctx context.Context, id catalog.ID) error {
	namespace, err := a.cluster.Namespace(ctx, id.Name)
	if err != nil || namespace == nil {
		return err
	}
	return live.ProductOf(namespace)
}

// awaitMade waits for somebody else to make a namespace, and gives the error if nobody does.
func (a *applying) awaitMade(ctx context.Context, id catalog.ID, refused error) error {
	a.ledger.say("waiting for the namespace of product %s: you may not make it", id.Name)
	made := false
	err := poll(ctx, othersMake, func(ctx context.Context) (bool, error) {
		namespace, err := a.cluster.Namespace(ctx, id.Name)
		if err != nil || namespace == nil {
			return false, err
		}
		made = true
		return true, live.ProductOf(namespace)
	})
	if err == nil && !made {
		return refused
	}
	return err
}

// awaitGone waits for a namespace that is being deleted.
func (a *applying) awaitGone(ctx context.Context, namespace *unstructured.Unstructured) error {
	name := namespace.GetName()
	a.ledger.say("waiting for namespace %s to be gone: it is being deleted", name)
	gone := false
	err := poll(ctx, a.timeout, func(ctx context.Context) (bool, error) {
		now, err := a.cluster.Namespace(ctx, name)
		gone = err == nil && (now == nil || now.GetUID() != namespace.GetUID())
		return gone, err
	})
	if err == nil && !gone {
		return &live.Error{
			Reason:  live.Terminating,
			Message: fmt.Sprintf("namespace %q is being deleted, and was not gone after %s", name, a.timeout),
			Hint:    "see what holds it: kubectl describe namespace " + name,
		}
	}
	return err
}
