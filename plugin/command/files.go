// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"

	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
	"github.com/nautes-labs/kubectl-nautes/plugin/merge"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// files are the flags by which a command is told its manifests, as kubectl has them.
type files struct {
	filenames []string
	kustomize string
	recursive bool
	// checkouts are read beside the files.
	checkouts []*manifest.Checkout
	// identityOnly takes manifests whose specs are no longer right; to delete what they name needs no more.
	identityOnly bool
	// placeholders are those in manifests of the old command line.
	placeholders placeholders
	// kubeconfigs are those that Clusters in manifests of the old command line held, once they are read.
	kubeconfigs []legacy.Kubeconfig
	// errOut is where is said what became of such manifests.
	errOut func() io.Writer
}

func (f *files) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVarP(&f.filenames, "filename", "f", nil,
		"Files, folders, patterns or URLs with the manifests; - is standard input")
	flags.StringVarP(&f.kustomize, "kustomize", "k", "", "Folder of a kustomization that makes the manifests; not with -f or -R")
	flags.BoolVarP(&f.recursive, "recursive", "R", false, "Look into the folders below the folders named by -f")
	f.placeholders.addFlags(flags)
	f.errOut = cmd.ErrOrStderr
	if err := cmd.MarkFlagFilename("filename", "yaml", "yml", "json"); err != nil {
		panic(err) // the flag is defined above
	}
	if err := cmd.MarkFlagDirname("kustomize"); err != nil {
		panic(err)
	}
}

// noArgs takes no arguments. Whoever gives one has most likely left out -f.
func noArgs(cmd *cobra.Command, args []string) error {
	if err := cobra.NoArgs(cmd, args); err != nil {
		return fmt.Errorf("%w (did you mean: %s -f %s?)", err, cmd.CommandPath(), args[0])
	}
	return nil
}

// read reads the manifests. Those of a product without a namespace are given the one of -n, else that of the
// kubeconfig's context.
func (f *files) read(ctx context.Context, config genericclioptions.RESTClientGetter, stdin io.Reader) (*set.Set, error) {
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		return nil, fmt.Errorf("open CRDs: %w", err)
	}
	namespace, enforced, err := product(config)
	if err != nil {
		return nil, err
	}
	values, err := f.placeholders.read()
	if err != nil {
		return nil, err
	}
	converter, err := newConverter(values)
	if err != nil {
		return nil, err
	}
	converter.IdentityOnly = f.identityOnly
	schemas := manifest.NewSchemas(crds)
	reader := &manifest.Reader{
		Schemas: schemas, Namespace: namespace, EnforceNamespace: enforced, IdentityOnly: f.identityOnly,
		Converter: converter, Stdin: stdin, Client: http.DefaultClient,
	}
	members, err := set.Read(ctx, reader, f.source(), merge.New(crds, schemas.Default))
	if err != nil {
		return nil, err
	}
	f.sayConverted(converter, members)
	f.kubeconfigs = converter.Kubeconfigs
	return members, nil
}

func (f *files) source() manifest.Source {
	return manifest.Source{Filenames: f.filenames, Checkouts: f.checkouts, Kustomize: f.kustomize, Recursive: f.recursive}
}

// product is the namespace that the user works in, and whether a flag says so. kubectl falls back on "default", where
// no product can be: then there is none, so that a manifest without a namespace is an error that says what is missing.
func product(config genericclioptions.RESTClientGetter) (namespace string, enforced bool, err error) {
	namespace, enforced, err = config.ToRawKubeConfigLoader().Namespace()
	if err != nil {
		return "", false, fmt.Errorf("read kubeconfig: %w", err)
	}
	if !enforced && namespace == metav1.NamespaceDefault {
		namespace = ""
	}
	return namespace, enforced, nil
}
