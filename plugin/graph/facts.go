// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// factsOf is what a person wants to know of a spec beside what it uses, in a few words. It may hold whatever somebody
// wrote, but on one line.
func factsOf(o *catalog.Object) string {
	var facts string
	switch o.Kind {
	case catalog.Cluster:
		facts = words(o.String("spec.clusterType"), o.String("spec.workerType"), o.String("spec.usage"), with("on", o.String("spec.hostCluster")))
	case catalog.Environment:
		facts = words(o.String("spec.envType"), with("on", o.String("spec.cluster")))
	case catalog.Project:
		facts = o.String("spec.language")
	case catalog.CodeRepo:
		facts = strings.Join(o.Strings("spec.webhook.events[]"), ", ")
	case catalog.CodeRepoBinding:
		projects := strings.Join(o.Strings("spec.projects[]"), ", ")
		facts = words(o.String("spec.permissions"), with("to", o.String("spec.product")), with("for", projects))
	case catalog.ProjectPipelineRuntime:
		facts = words(o.String("spec.project"), with("by", o.String("spec.pipelineSource")))
	case catalog.DeploymentRuntime:
		facts = words(o.String("spec.manifestSource.codeRepo")+revision(o), o.String("spec.manifestSource.path"))
	case catalog.ArtifactRepo:
		facts = words(o.String("spec.repoType"), o.String("spec.packageType"))
	case catalog.CodeRepoProvider, catalog.ArtifactRepoProvider:
		facts = o.String("spec.providerType")
	default:
	}
	return report.Printable(facts)
}

func revision(o *catalog.Object) string {
	if r := o.String("spec.manifestSource.targetRevision"); r != "" {
		return "@" + r
	}
	return ""
}

// with puts a word before a text, where there is one.
func with(word, text string) string {
	if text == "" {
		return ""
	}
	return word + " " + text
}

// words joins those that there are.
func words(texts ...string) string {
	return strings.Join(strings.Fields(strings.Join(texts, " ")), " ")
}
