// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// othersMake is how long is waited for somebody else to make the namespace of a product, where the user may not.
const othersMake = 10 * time.Second

// namespace sees to it that the namespace of a product is there and is the product's. One that the user may not read
// is left to the API server to speak of.
func (a *applying) namespace(ctx context.Context, id catalog.ID) (entry, error) {
	if _, unreadable := a.before.Unreadable[id]; unreadable {
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
		return entry{}, cmp.Or(live.ProductOf(namespace), a.ofToday(ctx, namespace))
	}
	return a.makeNamespace(ctx, id)
}

// ofToday refuses a namespace that is still owned by a product of that name which was deleted: the garbage collector
// will take it, and with it whatever was applied meanwhile.
func (a *applying) ofToday(ctx context.Context, namespace *unstructured.Unstructured) error {
	name := namespace.GetName()
	product, err := a.owner(ctx, namespaceOf(name))
	if err != nil || product.GetUID() == "" {
		return nil //nolint:nilerr // who may not read the product can not tell; the namespace has its label
	}
	for _, owner := range namespace.GetOwnerReferences() {
		if owner.Kind == string(catalog.Product) && owner.UID != product.GetUID() {
			return &live.Error{
				Reason:  live.Terminating,
				Message: fmt.Sprintf("namespace %q belongs to a product %q that was deleted, and will go with all that is in it", name, name),
				Hint:    "apply again when it is gone; to see: kubectl get namespace " + name,
			}
		}
	}
	return nil
}

// owner is the product of a namespace, as it was just applied or as it is live.
func (a *applying) owner(ctx context.Context, namespace catalog.ID) (*unstructured.Unstructured, error) {
	id := productOf(namespace)
	if e, applied := a.finished(id); applied {
		return e.object, nil
	}
	found, err := a.cluster.Fetch(ctx, []catalog.ID{id})
	if err != nil {
		return nil, err
	}
	if product := found.Objects[id]; product != nil {
		return product, nil
	}
	return nil, cmp.Or(found.Unreadable[id], noProduct(id.Name))
}

func noProduct(name string) error {
	return &live.Error{
		Reason:  live.Foreign,
		Message: fmt.Sprintf("there is neither a namespace nor a product %q", name),
		Hint:    "apply the product too, or mend metadata.namespace",
	}
}

func productOf(namespace catalog.ID) catalog.ID {
	return catalog.ID{Kind: catalog.Product, Name: namespace.Name}
}

// createNamespace makes it for good, owned by its product as that was just applied, or was live before.
func (a *applying) createNamespace(ctx context.Context, id catalog.ID) (entry, error) {
	product, err := a.owner(ctx, id)
	if err != nil {
		return entry{}, err
	}
	answer, err := a.cluster.CreateNamespace(ctx, id.Name, product.GetUID())
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

// untilGone waits for a namespace that is being deleted.
func (a *applying) untilGone(ctx context.Context, namespace *unstructured.Unstructured) error {
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
