// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

const (
	asTable    = "application/json;as=Table;v=v1;g=meta.k8s.io"
	asMetadata = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"
)

// Listing is what to list: the objects of one of our kinds, in one namespace or, without one, in all; with a name, that
// one object.
type Listing struct {
	catalog.ID
	// Labels and Fields are selectors, as the API server takes them; empty for all.
	Labels, Fields string
}

// Each lists page by page and calls visit with each object. An error of visit ends the listing and is returned; any
// other is an [*Error] or that of ctx.
func (c *Cluster) Each(ctx context.Context, l Listing, visit func(*unstructured.Unstructured) error) error {
	if l.Name != "" {
		_, body, err := do(ctx, c.client.Get().AbsPath(path(l.ID)...), l.ID)
		if err != nil {
			return err
		}
		object, err := decode(body)
		if err != nil {
			return err
		}
		return visit(object)
	}
	return c.pages(ctx, l, "", nil, func(body []byte) (string, error) {
		var failed error
		next, err := readPage(body, l.Kind, func(object *unstructured.Unstructured) {
			if failed == nil {
				failed = visit(object)
			}
		})
		return next, errors.Join(err, failed)
	})
}

// Table has the API server print the objects, by the columns that the CRDs declare: one table, however many pages it
// took. With metadata each row comes with the name, the namespace and the labels of its object.
func (c *Cluster) Table(ctx context.Context, l Listing, metadata bool) (*metav1.Table, error) {
	include := metav1.IncludeNone
	if metadata {
		include = metav1.IncludeMetadata
	}
	whole := &metav1.Table{}
	err := c.pages(ctx, l, asTable, map[string]string{"includeObject": string(include)}, func(body []byte) (string, error) {
		var page metav1.Table
		if err := json.Unmarshal(body, &page); err != nil {
			return "", fmt.Errorf("read the answer of the cluster: %w", err)
		}
		if page.Kind != "Table" {
			return "", fmt.Errorf("read the answer of the cluster: %s where a Table was asked for", page.Kind)
		}
		if len(whole.ColumnDefinitions) == 0 {
			whole.ColumnDefinitions = page.ColumnDefinitions
		}
		for i := range page.Rows {
			if err := readRow(&page.Rows[i], metadata); err != nil {
				return "", err
			}
		}
		whole.Rows = append(whole.Rows, page.Rows...)
		return page.Continue, nil
	})
	return whole, err
}

// readRow decodes the object of a row, as far as a printer asks for it.
func readRow(row *metav1.TableRow, metadata bool) error {
	raw := row.Object.Raw
	row.Object.Raw = nil
	if !metadata || len(raw) == 0 {
		return nil
	}
	var object metav1.PartialObjectMetadata
	if err := json.Unmarshal(raw, &object); err != nil {
		return fmt.Errorf("read the answer of the cluster: %w", err)
	}
	row.Object.Object = &metav1.PartialObjectMetadata{
		TypeMeta:   object.TypeMeta,
		ObjectMeta: metav1.ObjectMeta{Name: object.Name, Namespace: object.Namespace, Labels: object.Labels},
	}
	return nil
}

// Names are the names of objects, at most a page of them.
func (c *Cluster) Names(ctx context.Context, collection catalog.ID) ([]string, error) {
	request := c.client.Get().AbsPath(path(collection)...).Param("limit", strconv.Itoa(pageSize)).SetHeader("Accept", asMetadata)
	_, body, err := do(ctx, request, collection)
	if err != nil {
		return nil, err
	}
	var names []string
	_, err = readPage(body, collection.Kind, func(object *unstructured.Unstructured) { names = append(names, object.GetName()) })
	return names, err
}

// pages gets a listing page by page; read returns the token of the next one. When the API server has forgotten where a
// listing was, it goes on with what is there by now, as the API server offers.
func (c *Cluster) pages(ctx context.Context, l Listing, accept string, params map[string]string, read func([]byte) (string, error)) error {
	next := ""
	for {
		_, body, err := do(ctx, c.page(l, accept, params, next), l.ID)
		if token := continueAnew(err); next != "" && token != "" && token != next {
			next = token
			continue
		}
		if err != nil {
			return err
		}
		if next, err = read(body); err != nil || next == "" {
			return err
		}
	}
}

func (c *Cluster) page(l Listing, accept string, params map[string]string, next string) *rest.Request {
	request := c.client.Get().AbsPath(path(l.ID)...)
	if accept != "" {
		request = request.SetHeader("Accept", accept)
	}
	if l.Name == "" {
		request = request.Param("limit", strconv.Itoa(pageSize))
	}
	for name, value := range map[string]string{"labelSelector": l.Labels, "fieldSelector": l.Fields, "continue": next} {
		if value != "" {
			request = request.Param(name, value)
		}
	}
	for name, value := range params {
		request = request.Param(name, value)
	}
	return request
}

// continueAnew is the token that comes with the refusal of one that has expired; empty for other errors.
func continueAnew(err error) string {
	var status *apierrors.StatusError
	if !errors.As(err, &status) || status.ErrStatus.Code != http.StatusGone {
		return ""
	}
	return status.ErrStatus.Continue
}
