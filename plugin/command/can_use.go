// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/plugin/clusteruse"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// canUseOptions is what one run of can-use works on.
type canUseOptions struct {
	asking
	// shortProduct is the product by -n, which here is not short for --namespace.
	shortProduct string
	cluster      string
	namespace    string
	kind         string
}

func newCanUse(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&canUseOptions{asking: asking{IOStreams: streams, config: config}}).command()
}

func (o *canUseOptions) command() *cobra.Command {
	formats := clusteruse.Formats()
	cmd := &cobra.Command{
		Use:   "can-use -p PRODUCT --cluster CLUSTER (--namespace NAMESPACE | --kind KIND.GROUP)",
		Short: "Tell whether a product can use something of a cluster",
		Long: longDesc(`
			Tell whether the runtimes of a product can use a namespace of a cluster, or deploy a kind of cluster-scoped
			objects to it, and which field decides.

			About a namespace the rules are asked: they judge a runtime that takes it, of the kind that the cluster
			carries, as if it were created now. About a kind, spec.productAllowedClusterResources of the Cluster
			decides; kinds of namespaced objects need no permission.

			Here --cluster and --namespace are what is asked about, and not, as elsewhere, those of the kubeconfig; -p or
			-n names the product, --context the cluster that is asked.

			Exit codes: 0 yes, 1 error (also where you may not see enough to tell), 2 no.`),
		Example: templates.Examples(`
			# Can product demo deploy into the namespace argocd of the cluster demo-test?
			kubectl nautes can-use -p demo --cluster demo-test --namespace argocd

			# Can it deploy ClusterRoles there?
			kubectl nautes can-use -p demo --cluster demo-test --kind ClusterRole.rbac.authorization.k8s.io`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.run(cmd.Context(), cmd.Flags().Changed(productFlag))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.cluster, "cluster", "", "The Cluster that is asked about")
	flags.StringVar(&o.namespace, "namespace", "", "The namespace on it that is asked about")
	flags.StringVar(&o.kind, "kind", "", "The kind of cluster-scoped objects that is asked about: KIND.GROUP, or KIND alone for the core group")
	flags.StringVarP(&o.output, "output", "o", formats[0].Name, "Output format: "+formats.Names())
	// The flags above hide those of the same names that all commands have, and with --namespace its letter.
	const hidden = "product-by-letter"
	flags.StringVarP(&o.shortProduct, hidden, "n", "", "The product, as by -p")
	if err := flags.MarkHidden(hidden); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func (o *canUseOptions) validate(byProductFlag bool) error {
	switch {
	case o.cluster == "":
		return errors.New("no cluster named (give --cluster CLUSTER; to see them: kubectl get clusters.nautes.resource.nautes.io)")
	case (o.namespace == "") == (o.kind == ""):
		return errors.New("give either --namespace NAMESPACE or --kind KIND.GROUP")
	case byProductFlag && o.shortProduct != "":
		return errors.New("-p and -n mean the same (give one of them)")
	case o.namespace != "":
		return clusteruse.CheckNamespace(o.namespace)
	}
	return nil
}

func (o *canUseOptions) run(ctx context.Context, byProductFlag bool) error {
	format, err := clusteruse.Formats().Find(o.output)
	if err != nil {
		return err
	}
	if err := o.validate(byProductFlag); err != nil {
		return err
	}
	name, err := o.product()
	if err != nil {
		return err
	}
	answer, err := o.ask(ctx, name)
	if err != nil {
		return interruptible(ctx, err)
	}
	if err := format.Write(o.Out, answer); err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	if !answer.Allowed {
		return exitcode.Silent(exitcode.Denied)
	}
	return nil
}

func (o *canUseOptions) product() (string, error) {
	if o.shortProduct != "" {
		return o.shortProduct, nil
	}
	name, _, err := product(o.config)
	if err == nil && name == "" {
		err = errors.New("no product named (give -p PRODUCT)")
	}
	return name, err
}

func (o *canUseOptions) ask(ctx context.Context, product string) (*clusteruse.Answer, error) {
	k, err := whatIsKnown()
	if err != nil {
		return nil, err
	}
	var resource clusteruse.Resource
	if o.kind != "" {
		if resource, err = clusteruse.ParseKind(o.kind, k.ClusterKinds); err != nil {
			return nil, err
		}
	}
	question := &clusteruse.Question{Product: product, Cluster: o.cluster, Namespace: o.namespace, State: catalog.New()}
	reader, err := connectReader(o.config)
	if err != nil {
		return nil, err
	}
	view, err := o.look(ctx, reader, question)
	if err != nil {
		return nil, err
	}
	cluster, err := clusterNamed(view, o.cluster)
	switch {
	case err != nil:
		return nil, err
	case o.kind != "":
		return clusteruse.Kind(product, cluster, resource, k.ClusterKinds), nil
	}
	engine, err := engineInForce(ctx, reader, o.ErrOut)
	if err != nil {
		return nil, err
	}
	if view.Partial() {
		fmt.Fprintln(o.ErrOut, acrossProducts)
	}
	question.State = view.Snapshot
	return question.Answer(ctx, &judge.Judge{Engine: engine, Holds: view.Sees, Now: time.Now()})
}

// look reads what rules about the probes look up, and checks that the product is there.
func (o *canUseOptions) look(ctx context.Context, reader seenCluster, question *clusteruse.Question) (*live.View, error) {
	environment, runtime := question.Probes()
	view, err := reader.Snapshot(ctx, []*catalog.Object{environment, runtime})
	if err != nil {
		return nil, err
	}
	return view, o.checkProduct(view, question.Product)
}

// clusterNamed is a cluster that is there.
func clusterNamed(view *live.View, name string) (*catalog.Object, error) {
	id := catalog.ID{Kind: catalog.Cluster, Name: name}
	if err := view.Refusal(id); err != nil {
		return nil, err
	}
	cluster := view.Get(id)
	if cluster == nil {
		var names []string
		for _, other := range view.List(catalog.Cluster, "") {
			names = append(names, other.Name)
		}
		return nil, fmt.Errorf("there is no cluster %q%s", name, hint(manifest.DidYouMean(name, names)))
	}
	if cluster.Terminating() {
		return nil, fmt.Errorf("cluster %q is being deleted", name)
	}
	return cluster, nil
}
