// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"context"
	"fmt"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"k8s.io/apimachinery/pkg/api/validate/content"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// store is OPA's view of a decision's data: a read is a look-up in the catalog's snapshot, never a copy of it. One
// store serves all decisions; what belongs to a decision travels in its transaction.
//
// The documents: data.catalog.<plural>[namespace][name] (cluster-scoped: [name]), data.catalog.referrers and
// data.catalog.index, data.catalog.namespaces[name], data.bypass.permitted, and the data files as they are. Objects
// that are being deleted do not exist here.
type store struct {
	storage.WritesNotSupported
	storage.PolicyNotSupported
	storage.TriggersNotSupported
}

// transaction is the data of one decision.
type transaction struct {
	catalog *catalog.Snapshot
	// data holds the data files, converted once: rules read them on every decision.
	data      ast.Object
	permitted func(context.Context) (bool, error)
	reads     Reads
}

func (*transaction) ID() uint64 { return 0 }

// NewTransaction is called only while queries are prepared, when there is nothing to read yet.
func (store) NewTransaction(context.Context, ...storage.TransactionParams) (storage.Transaction, error) {
	return &transaction{catalog: catalog.New(), data: ast.NewObject()}, nil
}

func (store) Commit(context.Context, storage.Transaction) error { return nil }

func (store) Abort(context.Context, storage.Transaction) {}

func (store) Truncate(context.Context, storage.Transaction, storage.TransactionParams, storage.Iterator) error {
	return fmt.Errorf("truncate: the catalog can not be written by a rule")
}

// Read answers one look-up. What is not there is "not found", which Rego takes as undefined. A look-up that would
// walk everything is an error, so that no rule becomes slow, or silently blind, by a missing key.
func (store) Read(ctx context.Context, txn storage.Transaction, path storage.Path) (any, error) {
	if len(path) == 0 {
		return nil, fmt.Errorf("read data: name a document (data.catalog, data.bypass, data.events)")
	}
	tx := txn.(*transaction)
	switch path[0] {
	case "catalog":
		return tx.read(path)
	case "bypass":
		if len(path) != 2 || path[1] != "permitted" {
			return nil, fmt.Errorf("read %s: data.bypass holds permitted and nothing else", path)
		}
		return tx.permitted(ctx)
	default:
		return tx.readData(path)
	}
}

func (tx *transaction) readData(path storage.Path) (any, error) {
	var document ast.Value = tx.data
	for _, key := range path {
		var value *ast.Term
		switch document := document.(type) {
		case ast.Object:
			value = document.Get(ast.InternedTerm(key))
		case *ast.Array:
			if i, ok := position(key, document.Len()); ok {
				value = document.Elem(i)
			}
		}
		if value == nil {
			return nil, notFound(path)
		}
		document = value.Value
	}
	return document, nil
}

// position is the place in a list that a step of a path names; not ok for one that the list does not have.
func position(key string, length int) (i int, ok bool) {
	i, err := strconv.Atoi(key)
	return i, err == nil && i >= 0 && i < length && strconv.Itoa(i) == key
}

func (tx *transaction) read(path storage.Path) (any, error) {
	if len(path) == 2 {
		return tx.readProviders(path)
	}
	if len(path) < 3 {
		return nil, tooWide(path)
	}
	switch path[1] {
	case "referrers":
		return tx.readReferrers(path)
	case "index":
		return tx.readIndex(path)
	case "namespaces":
		return tx.readNamespace(path)
	}
	resource, ok := catalog.ResourceNamed(path[1])
	if !ok {
		return nil, fmt.Errorf("read %s: no kind has the plural %q", path, path[1])
	}
	if resource.Namespaced && len(path) == 3 {
		return tx.readProduct(resource.Kind, path)
	}
	id, rest := idAt(resource, path[2:])
	object := tx.object(id)
	if object == nil {
		return nil, notFound(path)
	}
	return walk(object.Content(), rest, path)
}

// object is one that exists for others: there, and not being deleted. A reference can hold what is no name at all
// (empty, or with a slash too many); nobody needs to look that up again.
func (tx *transaction) object(id catalog.ID) *catalog.Object {
	resource, _ := catalog.ResourceOf(id.Kind)
	if !isName(id.Name) || resource.Namespaced && !isName(id.Namespace) {
		return nil
	}
	tx.reads.Objects = append(tx.reads.Objects, id)
	if object := tx.catalog.Get(id); object != nil && !object.Terminating() {
		return object
	}
	return nil
}

func isName(text string) bool { return text != "" && len(content.IsPathSegmentName(text)) == 0 }

// readProduct is all of a kind in one product, by name.
func (tx *transaction) readProduct(kind catalog.Kind, path storage.Path) (any, error) {
	if !isName(path[2]) {
		return nil, notFound(path)
	}
	tx.reads.Lists = append(tx.reads.Lists, List{kind, path[2]})
	return existing(tx.catalog.List(kind, path[2])), nil
}

// readProviders is all of a kind of provider, by name: there are few, and "exactly one" can not be asked otherwise.
func (tx *transaction) readProviders(path storage.Path) (any, error) {
	resource, _ := catalog.ResourceNamed(path[1])
	if resource.Kind != catalog.CodeRepoProvider && resource.Kind != catalog.ArtifactRepoProvider {
		return nil, tooWide(path)
	}
	tx.reads.Lists = append(tx.reads.Lists, List{Kind: resource.Kind})
	return existing(tx.catalog.List(resource.Kind, "")), nil
}

func existing(objects []*catalog.Object) map[string]any {
	byName := make(map[string]any, len(objects))
	for _, object := range objects {
		if !object.Terminating() {
			byName[object.Name] = object.Content()
		}
	}
	return byName
}

func (tx *transaction) readReferrers(path storage.Path) (any, error) {
	resource, ok := catalog.ResourceNamed(path[2])
	if !ok {
		return nil, fmt.Errorf("read %s: no kind has the plural %q", path, path[2])
	}
	if len(path) < 4 || resource.Namespaced && len(path) < 5 {
		return nil, tooWide(path)
	}
	id, rest := idAt(resource, path[3:])
	tx.reads.Referrers = append(tx.reads.Referrers, id)
	referrers := []any{}
	for _, r := range tx.catalog.Referrers(id) {
		if tx.exists(r.From) {
			referrer := named(r.From)
			referrer["field"] = r.Field
			referrers = append(referrers, referrer)
		}
	}
	return walk(referrers, rest, path)
}

func (tx *transaction) readIndex(path storage.Path) (any, error) {
	if len(path) < 4 {
		return nil, tooWide(path)
	}
	tx.reads.Lookups = append(tx.reads.Lookups, Lookup{path[2], path[3]})
	found := []any{}
	for _, id := range tx.catalog.Lookup(path[2], path[3]) {
		if tx.exists(id) {
			found = append(found, named(id))
		}
	}
	return walk(found, path[4:], path)
}

func (tx *transaction) readNamespace(path storage.Path) (any, error) {
	id := catalog.ID{Kind: catalog.Namespace, Name: path[2]}
	if !isName(id.Name) {
		return nil, notFound(path)
	}
	tx.reads.Objects = append(tx.reads.Objects, id)
	namespace := tx.catalog.Get(id)
	if namespace == nil {
		return nil, notFound(path)
	}
	labels := namespace.Labels()
	if labels == nil {
		labels = map[string]any{}
	}
	return walk(map[string]any{"labels": labels, "terminating": namespace.Terminating()}, path[3:], path)
}

func (tx *transaction) exists(id catalog.ID) bool {
	object := tx.catalog.Get(id)
	return object != nil && !object.Terminating()
}

func idAt(resource catalog.Resource, path storage.Path) (id catalog.ID, rest storage.Path) {
	if resource.Namespaced {
		return catalog.ID{Kind: resource.Kind, Namespace: path[0], Name: path[1]}, path[2:]
	}
	return catalog.ID{Kind: resource.Kind, Name: path[0]}, path[1:]
}

func named(id catalog.ID) map[string]any {
	return map[string]any{"kind": string(id.Kind), "namespace": id.Namespace, "name": id.Name}
}

// walk goes down a document by the rest of a path.
func walk(document any, rest, whole storage.Path) (any, error) {
	for _, key := range rest {
		found := false
		switch container := document.(type) {
		case map[string]any:
			document, found = container[key]
		case []any:
			var i int
			if i, found = position(key, len(container)); found {
				document = container[i]
			}
		}
		if !found {
			return nil, notFound(whole)
		}
	}
	return document, nil
}

func notFound(path storage.Path) error {
	return &storage.Error{Code: storage.NotFoundErr, Message: path.String()}
}

func tooWide(path storage.Path) error {
	return fmt.Errorf("read %s: this would walk the whole catalog (name the namespace and the object)", path)
}
