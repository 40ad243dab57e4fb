// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package registration

import "github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"

// component is one that a Cluster lists.
type component struct {
	category string
	*v1alpha1.Component
}

// listed are the components that a Cluster lists, by category.
func listed(list *v1alpha1.ComponentsList) []component {
	all := []component{
		{"certManagement", list.CertManagement}, {"deployment", list.Deployment}, {"eventListener", list.EventListener},
		{"gateway", list.Gateway}, {"multiTenant", list.MultiTenant}, {"oauthProxy", list.OauthProxy}, {"pipeline", list.Pipeline},
		{"progressiveDelivery", list.ProgressiveDelivery}, {"secretManagement", list.SecretManagement}, {"secretSync", list.SecretSync},
	}
	there := all[:0]
	for _, c := range all {
		if c.Component != nil {
			there = append(there, c)
		}
	}
	return there
}
