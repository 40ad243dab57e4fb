// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package clusteruse

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// basis finds the fields that an answer rests on.
type basis struct {
	*Question
	probe *catalog.Object
	// said are the rules that said no.
	said map[string]bool
	// names are those of the machine, the cluster's own first: Clusters of one API server are one machine.
	names []string
}

// sameServer adds the other names of the machine, as the rules found them.
func (b *basis) sameServer(reads policy.Reads) {
	for _, lookup := range reads.Lookups {
		if lookup.Index != "clusters_by_api_server" {
			continue
		}
		for _, id := range b.State.Lookup(lookup.Index, lookup.Key) {
			if !slices.Contains(b.names, id.Name) {
				b.names = append(b.names, id.Name)
			}
		}
	}
}

func (b *basis) fields() []Field {
	var fields []Field
	if b.said["environment-cluster-is-worker"] {
		cluster := b.State.Get(b.cluster())
		fields = append(fields, Field{cluster.ID, "spec.usage", "is " + cluster.String("spec.usage")})
	}
	if b.said["runtime-namespace-free"] {
		fields = append(fields, b.takers()...)
	}
	reserved := b.said["runtime-namespace-not-reserved"]
	if reserved && isOfItself(b.Namespace) {
		return fields
	}
	if other := b.State.Get(catalog.ID{Kind: catalog.Product, Name: b.Namespace}); reserved && b.isOther(other) {
		return append(fields, Field{other.ID, "metadata.name", "is " + other.Name})
	}
	for _, name := range b.names {
		fields = append(fields, b.components(name, reserved)...)
	}
	return fields
}

// isOfItself tells that a name alone decides: it is one of Kubernetes' or our own namespace, and no field opens those.
func isOfItself(namespace string) bool {
	return namespace == "default" || strings.HasPrefix(namespace, "kube-") || namespace == v1alpha1.SystemNamespace
}

func (b *basis) isOther(product *catalog.Object) bool {
	return product != nil && !product.Terminating() && product.Name != b.Product
}

// components are the components of a cluster that live in the namespace, and what the cluster says of the product there.
func (b *basis) components(name string, refused bool) []Field {
	cluster := b.State.Get(catalog.ID{Kind: catalog.Cluster, Name: name})
	if cluster == nil || cluster.Terminating() {
		return nil
	}
	opened := slices.Contains(cluster.Strings(fmt.Sprintf("spec.reservedNamespacesAllowedProducts.%s[]", b.Namespace)), b.Product)
	var fields []Field
	for _, category := range slices.Sorted(maps.Keys(mapAt(cluster, "componentsList"))) {
		path := "spec.componentsList." + category
		if cluster.String(path+".namespace") == b.Namespace && opened != refused {
			fields = append(fields, Field{cluster.ID, path + ".namespace", fmt.Sprintf("is %s (%s)", b.Namespace, cluster.String(path+".name"))})
		}
	}
	if len(fields) == 0 {
		return nil
	}
	says := "does not list " + b.Product
	if opened {
		says = "lists " + b.Product
	}
	return append(fields, Field{cluster.ID, fmt.Sprintf("spec.reservedNamespacesAllowedProducts[%s]", b.Namespace), says})
}

// takers are the fields by which other runtimes take the namespace.
func (b *basis) takers() []Field {
	var fields []Field
	for _, name := range b.names {
		for _, id := range b.State.Lookup("runtimes_by_cluster_namespace", name+"/"+b.Namespace) {
			runtime := b.State.Get(id)
			shared := id.Namespace == b.Product && id.Kind == catalog.DeploymentRuntime && b.probe.Kind == catalog.DeploymentRuntime
			if !shared && !runtime.Terminating() {
				fields = append(fields, Field{id, fieldOf(runtime, b.Namespace), "takes " + b.Namespace})
			}
		}
	}
	return fields
}

// fieldOf is where a runtime names a namespace; one that names none takes its own name.
func fieldOf(runtime *catalog.Object, namespace string) string {
	if i := slices.Index(runtime.Strings("spec.destination.namespaces[]"), namespace); i >= 0 && runtime.Kind == catalog.DeploymentRuntime {
		return fmt.Sprintf("spec.destination.namespaces[%d]", i)
	}
	if runtime.Kind == catalog.ProjectPipelineRuntime && runtime.String("spec.destination.namespace") != "" {
		return "spec.destination.namespace"
	}
	return "metadata.name"
}

func mapAt(o *catalog.Object, field string) map[string]any {
	spec, _ := o.Content()["spec"].(map[string]any)
	inner, _ := spec[field].(map[string]any)
	return inner
}
