// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package specflags

import (
	"fmt"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// componentsField holds the components of a Cluster.
const componentsField = "componentsList"

// Cluster is the kind that registering makes. What products may do there (the namespaces and kinds that are opened to
// them) is no flag: that comes later, and piece by piece.
func Cluster() Kind {
	return Kind{
		Kind: catalog.Cluster, Name: "cluster",
		Flags: []Flag{
			{
				Name: "type", Field: "clusterType",
				Usage: "Whether it stands by itself: physical|virtual", Choices: []string{"physical", "virtual"},
			},
			{
				Name: "usage", Field: "usage",
				Usage: "What it is for, virtual clusters or runtimes: host|worker", Choices: []string{"host", "worker"},
			},
			{
				Name: "worker-type", Field: "workerType",
				Usage: "Which runtimes a worker carries: pipeline|deployment", Choices: []string{"pipeline", "deployment"},
			},
			{Name: "host", Field: "hostCluster", Usage: "Name of the Cluster that a virtual cluster is on"},
			{
				Name: "api-server", Field: "apiServer",
				Usage: "URL of its API server as Nautes reaches it; if not given, that of the kubeconfig",
			},
			{Name: "domain", Field: "primaryDomain", Usage: "Domain under which its services get their host names"},
			{
				Name: "https-node-port", Field: "vcluster.httpsNodePort", Form: Number,
				Usage: "Port on the host's nodes at which a virtual cluster is reached",
			},
			{
				Name: "component", Field: componentsField, Form: Special, put: putComponents,
				Usage: "A component: CATEGORY=NAME,KEY=VALUE, where namespace=NAMESPACE is one of the keys; if not given, those that " +
					"such a cluster needs; repeatable",
			},
		},
	}
}

// putComponents lists components: each value is CATEGORY=NAME, followed by what the component is told.
func putComponents(spec map[string]any, values []string) error {
	components := map[string]any{}
	for _, value := range values {
		all, err := pairs(value)
		if err != nil {
			return fmt.Errorf("%q: %w", value, err)
		}
		category, fields, additions := all[0].key, map[string]any{"name": all[0].value}, map[string]any{}
		if components[category] != nil {
			return fmt.Errorf("%q: there is a component of the category %s already", value, category)
		}
		for _, p := range all[1:] {
			if p.key == "namespace" {
				fields[p.key] = p.value
			} else {
				additions[p.key] = p.value
			}
		}
		if len(additions) > 0 {
			fields["additions"] = additions
		}
		components[category] = fields
	}
	spec[componentsField] = components
	return nil
}
