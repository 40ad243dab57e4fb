// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
	"github.com/nautes-labs/kubectl-nautes/plugin/registration"
	"github.com/nautes-labs/kubectl-nautes/plugin/specflags"
)

// clusterRegisterOptions is what one run of cluster register works on.
type clusterRegisterOptions struct {
	writing
	kind specflags.Kind
	// file and context are those of the cluster that is registered.
	file, context string
}

func newClusterRegister(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	o := &clusterRegisterOptions{writing: newWriting(config, streams), kind: specflags.Cluster()}
	cmd := &cobra.Command{
		Use:   "register NAME --kubeconfig FILE",
		Short: "Register a cluster, after checking that it can be used",
		Long: longDesc(`
			Register a cluster: make the Cluster, with the components that one of its usage, type and worker type needs,
			and the Secret NAME-kubeconfig in nautes-system. Before, the cluster is asked with that kubeconfig whether
			it answers, what may be done there, and whether the namespaces of the components are there.

			Here --kubeconfig and --context are those of the cluster that is registered, and not, as elsewhere, of the
			one that Nautes runs in: that is the current context of $KUBECONFIG, else of ~/.kube/config. What the
			kubeconfig holds is never printed. What lies in files beside it is taken in. One that signs in by a program
			is refused, for it would not work where Nautes runs.

			A virtual cluster needs no kubeconfig: Nautes makes it.

			Exit codes: see "kubectl nautes help exit-codes".`),
		Example: templates.Examples(`
			# A worker for deployments
			kubectl nautes cluster register demo-test --kubeconfig test.yaml --type physical --usage worker --worker-type deployment

			# A host, with the ports of its gateway; see first what would be made
			kubectl nautes cluster register host --kubeconfig host.yaml --type physical --usage host \
			  --component gateway=traefik,httpNodePort=31080,httpsNodePort=31443 --dry-run=client -o yaml

			# A virtual cluster on it
			kubectl nautes cluster register build --type virtual --usage worker --worker-type pipeline --host host \
			  --api-server https://10.0.0.9:31501`),
		Args: oneName,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), cmd.Flags(), args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.file, "kubeconfig", "", "File with the kubeconfig of the cluster that is registered")
	flags.StringVar(&o.context, "context", "", "Context in that file; if not given, its current one")
	addKindFlags(cmd, o.kind)
	o.bypass.addFlags(flags)
	o.dryRun.addFlags(flags)
	o.printer.addFlags(cmd)
	return cmd
}

func (o *clusterRegisterOptions) run(ctx context.Context, flags *pflag.FlagSet, name string) error {
	if err := o.validate(); err != nil {
		return err
	}
	kubeconfig, err := o.load(flags)
	if err != nil {
		return err
	}
	object, err := o.object(name, flags, kubeconfig)
	if err != nil {
		return err
	}
	members, err := setOf(ctx, o.kind, object)
	if err != nil {
		return err
	}
	stored, err := o.prepare(ctx, object, kubeconfig)
	if err != nil {
		return interruptible(ctx, err)
	}
	c := &creating{kind: o.kind, change: "to change it: kubectl nautes apply, or kubectl edit; to register it anew: kubectl nautes cluster unregister " + name}
	return o.create(ctx, c, members, stored)
}

// load reads the kubeconfig; it is nil for a virtual cluster without one.
func (o *clusterRegisterOptions) load(flags *pflag.FlagSet) (*registration.Kubeconfig, error) {
	kind, err := flags.GetString("type")
	if err != nil {
		return nil, err
	}
	switch {
	case o.file == "" && o.context != "":
		return nil, errors.New("--context is one of the kubeconfig of the cluster that is registered (give --kubeconfig FILE too)")
	case o.file == "" && kind == string(v1alpha1.ClusterTypeVirtual):
		return nil, nil //nolint:nilnil // there is none, and that is no error
	case o.file == "":
		return nil, errors.New("no kubeconfig given (give --kubeconfig FILE)")
	}
	k, err := registration.Load(o.file, o.context)
	if err != nil {
		return nil, err
	}
	server, err := flags.GetString("api-server")
	if err == nil && server != "" {
		k = k.At(server)
	}
	return k, err
}

// object is the Cluster, with what was not said filled in.
func (o *clusterRegisterOptions) object(name string, flags *pflag.FlagSet, k *registration.Kubeconfig) (*unstructured.Unstructured, error) {
	object, err := o.kind.Object("", name, flags)
	if err != nil {
		return nil, err
	}
	spec := object.Object["spec"].(map[string]any)
	if k != nil {
		spec["apiServer"] = k.Server
		spec["kubeconfigSecretRef"] = map[string]any{"name": legacy.NewKubeconfig(name, nil).Secret}
	}
	known, err := knownComponents()
	if err != nil {
		return nil, err
	}
	known.Fill(name, spec, func(value any, why string, field ...string) {
		if unstructured.SetNestedField(spec, value, field...) == nil {
			fmt.Fprintf(o.ErrOut, "Note: spec.%s is filled in: %s\n", strings.Join(field, "."), why)
		}
	})
	return object, nil
}

// prepare checks the cluster, and that the Secret can be stored: a Cluster without it would be of no use.
func (o *clusterRegisterOptions) prepare(ctx context.Context, object *unstructured.Unstructured, k *registration.Kubeconfig) (kubeconfigs, error) {
	if k == nil {
		return nil, nil
	}
	subject, err := subjectOf(object)
	if err != nil {
		return nil, err
	}
	result, err := subject.Look(ctx, k)
	if err != nil {
		return nil, err
	}
	if err := registration.Formats()[0].Write(o.ErrOut, result); err != nil {
		return nil, fmt.Errorf("write checks: %w", err)
	}
	if result.Failed() {
		return nil, fmt.Errorf("register cluster %q: it can not be used as it is; nothing was changed", subject.Name)
	}
	content, err := k.Content()
	if err != nil {
		return nil, err
	}
	stored := legacy.NewKubeconfig(subject.Name, content)
	if o.dryRun == dryRunNone {
		cluster, err := connectReader(o.config)
		if err != nil {
			return nil, err
		}
		if _, err := cluster.StoreKubeconfig(ctx, stored.Secret, stored.Key, content, true); err != nil {
			return nil, fmt.Errorf("try to store the kubeconfig: %w", err)
		}
	}
	return kubeconfigsOf([]legacy.Kubeconfig{stored}), nil
}

// subjectOf is a Cluster as it is checked.
func subjectOf(object *unstructured.Unstructured) (*registration.Subject, error) {
	var typed v1alpha1.Cluster
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, &typed); err != nil {
		return nil, fmt.Errorf("read cluster %q: %w", object.GetName(), err)
	}
	return &registration.Subject{Name: typed.Name, Spec: typed.Spec}, nil
}
