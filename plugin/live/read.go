// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/json"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

const (
	// pageSize is how many objects are listed at a time, as kubectl has it.
	pageSize = 500
	// listFrom is how many objects of one kind and namespace are wanted before they are listed and not got one by one.
	listFrom = 4
	// parallelReads bounds how many requests read at once.
	parallelReads = 16
)

// Found is what was read of a number of objects.
type Found struct {
	// Objects are those that exist.
	Objects map[catalog.ID]*unstructured.Unstructured
	// Unreadable are those that the user may not read, with the error; whether they exist is not known.
	Unreadable map[catalog.ID]error
}

// Fetch reads objects of our kinds, and Namespaces. Many of one kind and namespace are listed, so that it takes few
// requests. The error, if any, is an [*Error] or that of ctx.
func (c *Cluster) Fetch(ctx context.Context, ids []catalog.ID) (*Found, error) {
	groups := map[catalog.ID][]catalog.ID{}
	for _, id := range ids {
		collection := catalog.ID{Kind: id.Kind, Namespace: id.Namespace}
		groups[collection] = append(groups[collection], id)
	}
	f := &fetching{cluster: c, found: &Found{Objects: map[catalog.ID]*unstructured.Unstructured{}, Unreadable: map[catalog.ID]error{}}}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallelReads)
	for collection, wanted := range groups {
		if len(wanted) < listFrom {
			for _, id := range wanted {
				group.Go(func() error { return f.get(ctx, id) })
			}
			continue
		}
		group.Go(func() error { return f.list(ctx, collection, wanted) })
	}
	return f.found, group.Wait()
}

// fetching gathers what several goroutines read.
type fetching struct {
	cluster *Cluster
	mutex   sync.Mutex
	found   *Found
}

func (f *fetching) get(ctx context.Context, id catalog.ID) error {
	object, err := f.cluster.get(ctx, id)
	if object != nil {
		f.add(object)
	}
	if isForbidden(err) {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		f.found.Unreadable[id] = err
		return nil
	}
	return err
}

// list lists a collection. Who may not list may still be allowed to get.
func (f *fetching) list(ctx context.Context, collection catalog.ID, wanted []catalog.ID) error {
	missing := make(map[catalog.ID]bool, len(wanted))
	for _, id := range wanted {
		missing[id] = true
	}
	err := f.cluster.list(ctx, collection, func(object *unstructured.Unstructured) {
		if missing[IDOf(object)] {
			f.add(object)
		}
	})
	if !isForbidden(err) {
		return err
	}
	for _, id := range wanted {
		if err := f.get(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (f *fetching) add(object *unstructured.Unstructured) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.found.Objects[IDOf(object)] = object
}

// get reads one object; it is nil where there is none.
func (c *Cluster) get(ctx context.Context, id catalog.ID) (*unstructured.Unstructured, error) {
	_, body, err := do(ctx, c.client.Get().AbsPath(path(id)...), id)
	switch {
	case isAbsent(err):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return decode(body)
}

// list reads a collection page by page.
func (c *Cluster) list(ctx context.Context, collection catalog.ID, visit func(*unstructured.Unstructured)) error {
	next := ""
	for {
		request := c.client.Get().AbsPath(path(collection)...).Param("limit", strconv.Itoa(pageSize))
		if next != "" {
			request = request.Param("continue", next)
		}
		_, body, err := do(ctx, request, collection)
		if err != nil {
			return err
		}
		if next, err = readPage(body, collection.Kind, visit); err != nil || next == "" {
			return err
		}
	}
}

// readPage visits the objects of a page and returns the token of the next one. The items of a list of Namespaces come
// without their kind.
func readPage(body []byte, kind catalog.Kind, visit func(*unstructured.Unstructured)) (next string, err error) {
	var page struct {
		Metadata struct {
			Continue string `json:"continue"`
		} `json:"metadata"`
		Items []map[string]any `json:"items"`
	}
	if err := json.Unmarshal(body, &page); err != nil {
		return "", errors.Join(errors.New("read the answer of the cluster"), err)
	}
	for _, item := range page.Items {
		object := &unstructured.Unstructured{Object: item}
		if kind == catalog.Namespace {
			object.SetAPIVersion("v1")
			object.SetKind(string(kind))
		}
		visit(object)
	}
	return page.Metadata.Continue, nil
}
