// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// shortNames are those that the CRDs declare.
func shortNames() map[string]catalog.Kind {
	return map[string]catalog.Kind{
		"cls": catalog.Cluster, "prod": catalog.Product, "env": catalog.Environment, "proj": catalog.Project, "cr": catalog.CodeRepo,
		"crb": catalog.CodeRepoBinding, "ppr": catalog.ProjectPipelineRuntime, "dr": catalog.DeploymentRuntime,
	}
}

// kindHint says which kind a name was most likely meant to be; with nothing near, which there are.
func kindHint(name string) string {
	var known []string
	for _, resource := range catalog.Resources() {
		known = append(known, strings.ToLower(string(resource.Kind)))
	}
	if near := manifest.DidYouMean(name, known); near != "" {
		return near
	}
	return "use one of " + strings.Join(known, "|")
}
