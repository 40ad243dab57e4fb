// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
)

// Cached limits what a manager's cache holds of ConfigMaps to those with rules: a cluster has thousands of others.
func Cached() map[client.Object]cache.ByObject {
	ours := cache.Config{LabelSelector: labels.SelectorFromSet(labels.Set{v1alpha1.PolicyLabel: "true"})}
	return map[client.Object]cache.ByObject{
		&corev1.ConfigMap{}: {
			Namespaces: map[string]cache.Config{v1alpha1.SystemNamespace: ours},
			Transform:  cache.TransformStripManagedFields(),
		},
	}
}

// filesOf are the keys of a ConfigMap with their texts.
func filesOf(configMap *corev1.ConfigMap) (map[string]string, error) {
	if len(configMap.BinaryData) > 0 {
		return nil, fmt.Errorf("%s: this is no text (rules and data are UTF-8)", slices.Sorted(maps.Keys(configMap.BinaryData))[0])
	}
	return configMap.Data, nil
}

// same tells whether two states of a ConfigMap say the same: most changes are to labels and annotations.
func same(a, b *corev1.ConfigMap) bool {
	return a.UID == b.UID && maps.Equal(a.Data, b.Data) && len(a.BinaryData) == len(b.BinaryData)
}
