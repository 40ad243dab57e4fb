// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package live

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/client-go/rest"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Cluster speaks to one API server. Any number of goroutines may use it.
type Cluster struct {
	client *rest.RESTClient
}

// Connect makes a client; the cluster is not asked yet. Requests are not throttled: the API server looks after its own
// fairness.
func Connect(config *rest.Config) (*Cluster, error) {
	config = rest.CopyConfig(config)
	config.QPS = -1
	config.APIPath = "/"
	config.GroupVersion = nil
	config.ContentType = runtime.ContentTypeJSON
	config.AcceptContentTypes = runtime.ContentTypeJSON
	// Warnings belong to the object that they are about, so they are handed out with its result.
	config.WarningHandler, config.WarningHandlerWithContext = rest.NoWarnings{}, nil
	config.NegotiatedSerializer = statuses()
	client, err := rest.UnversionedRESTClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("connect to the cluster: %w", err)
	}
	return &Cluster{client: client}, nil
}

// statuses decodes the Status objects that errors come as. Everything else is read as plain JSON here.
func statuses() runtime.NegotiatedSerializer {
	scheme := runtime.NewScheme()
	metav1.AddToGroupVersion(scheme, metav1.Unversioned)
	return serializer.NewCodecFactory(scheme).WithoutConversion()
}

// path is where the API server keeps an object; with an empty name, where it keeps all of that kind and namespace.
func path(id catalog.ID) []string {
	if id.Kind == catalog.Namespace {
		return segments("/api/v1", "namespaces", id.Name)
	}
	resource, _ := catalog.ResourceOf(id.Kind)
	if id.Namespace == "" {
		return segments("/apis/"+catalog.APIVersion, resource.Plural, id.Name)
	}
	return segments("/apis/"+catalog.APIVersion, "namespaces", id.Namespace, resource.Plural, id.Name)
}

func segments(parts ...string) []string {
	if last := len(parts) - 1; parts[last] == "" {
		return parts[:last]
	}
	return parts
}

// do sends a request and reads the answer's body. The error, if any, is an [*Error] or that of ctx.
func do(ctx context.Context, request *rest.Request, id catalog.ID) (rest.Result, []byte, error) {
	result := request.Do(ctx)
	if err := result.Error(); err != nil {
		return result, nil, classify(ctx, err, id)
	}
	body, err := result.Raw()
	return result, body, err
}

// decode reads an object as the JSON values that a catalog holds.
func decode(body []byte) (*unstructured.Unstructured, error) {
	object := &unstructured.Unstructured{}
	if err := json.Unmarshal(body, &object.Object); err != nil {
		return nil, fmt.Errorf("read the answer of the cluster: %w", err)
	}
	return object, nil
}
