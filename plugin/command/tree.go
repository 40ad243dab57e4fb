// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/plugin/graph"
)

func newTree(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return newStatusOptions(config, streams, graph.Tree).treeCommand()
}

func (o *statusOptions) treeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tree [-p PRODUCT | KIND/NAME | -A]",
		Short: "Show what is where in a product",
		Long: longDesc(`
			Show what is in a product as a tree: runtimes below their environment, repos below their project, bindings
			below their repo. What stands outside the product, and is used or uses, comes last. Of an object only what
			stands out is said; "kubectl nautes status" says all.`),
		Example: templates.Examples(`
			# What is in a product
			kubectl nautes tree -p demo

			# A chart for a page of a wiki
			kubectl nautes tree -p demo -o mermaid`),
	}
	return o.finish(cmd)
}
