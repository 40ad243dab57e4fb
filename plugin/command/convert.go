// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
)

// convertOptions is what one run of convert works on.
type convertOptions struct {
	genericiooptions.IOStreams
	config genericclioptions.RESTClientGetter
	files  files
	// names are NUMBER=NAME, for the numbers in a clone.
	names  []string
	folder string
}

func newConvert(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	o := &convertOptions{IOStreams: streams, config: config}
	cmd := &cobra.Command{
		Use:   "convert -f OLD",
		Short: "Turn files of the old nautes command line into manifests",
		Long: longDesc(`
			Turn what was written for the old nautes command line, or a clone of a default.project repository that Nautes
			filled, into manifests. No cluster is asked.

			Each thing that is changed, dropped or filled in has a note on stderr. The manifests go to stdout, or with -o
			into a folder, one file an object: what belongs to a product into a folder of its name, laid out as its
			default.project repository is. No file is written over.

			A kubeconfig in a Cluster becomes a Secret of its own, which is only written with -o, into the folder secrets,
			readable by you alone. It is never printed.

			--set gives the values of placeholders, $name and ${name}. In a clone the numbers of GitLab stand for names,
			as in product-7 and repo-42: a code repo is named after its repository, and -n names the product that the
			repository belongs to. What else there is of other products --map has to name.

			apply, validate, plan, diff and delete take the files of the old command line as well, as this would write
			them. They do not take a clone.`),
		Example: templates.Examples(`
			# See what becomes of a file
			kubectl nautes convert -f demo-product.yaml --set suffix=quickstart

			# Write a folder of manifests of all files
			kubectl nautes convert -f examples/ --set suffix=quickstart -o demo/

			# A clone of the repository of product shop, which uses a repo of another product
			kubectl nautes convert -f default.project/ -n shop --map repo-50=platform/charts -o shop/`),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	o.files.addFlags(cmd)
	cmd.Flags().StringArrayVar(&o.names, "map", nil,
		"NUMBER=NAME for a number of GitLab, as in product-7=shop, repo-50=charts or repo-50=shop/charts")
	cmd.Flags().StringVarP(&o.folder, "output", "o", "", "Folder to write the manifests into; made where it is not there")
	if err := cmd.MarkFlagDirname("output"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

// gitLabNumber is how Nautes called products and repos.
var gitLabNumber = regexp.MustCompile(`^(product|repo)-\d+$`)

func (o *convertOptions) run(ctx context.Context) error {
	names := map[string]string{}
	for _, pair := range o.names {
		number, name, err := cutPair("map", pair, "NUMBER=NAME, as in product-7=shop or repo-50=charts", gitLabNumber, names)
		if err != nil {
			return err
		}
		names[number] = name
	}
	result, err := o.convert(ctx, names)
	if err != nil {
		return err
	}
	sayNotes(o.ErrOut, result.notes)
	for _, name := range result.left {
		fmt.Fprintf(o.ErrOut, "Note: %s is not taken over: it lies beside the manifests\n", name)
	}
	for _, name := range result.unused {
		fmt.Fprintf(o.ErrOut, "Warning: no manifest has the placeholder $%s\n", name)
	}
	if o.folder == "" {
		return o.print(result)
	}
	return o.write(result)
}

// sayNotes says what became of manifests, a line each.
func sayNotes(errOut io.Writer, notes []legacy.Note) {
	for _, note := range notes {
		fmt.Fprintf(errOut, "Note: %s\n", note)
	}
}

// print writes the manifests to stdout. The kubeconfigs stay where they are.
func (o *convertOptions) print(result *converted) error {
	if err := legacy.YAML(o.Out, result.objects...); err != nil {
		return err
	}
	for _, kubeconfig := range result.kubeconfigs {
		fmt.Fprintf(o.ErrOut, "Warning: the kubeconfig of Cluster %s is not printed; with -o FOLDER its Secret is written\n", kubeconfig.Cluster)
	}
	return nil
}

// write writes the manifests into the folder and says what to do with them.
func (o *convertOptions) write(result *converted) error {
	if len(result.objects) == 0 {
		return errors.New("convert manifests: nothing is left of them")
	}
	var l layout
	if err := l.readPlaces(); err != nil {
		return err
	}
	folder, err := legacy.NewFolder(l.places, result.objects, result.kubeconfigs)
	if err != nil {
		return err
	}
	if err := folder.Write(o.folder); err != nil {
		return fmt.Errorf("write manifests: %w", err)
	}
	sayWritten(o.ErrOut, len(result.objects), o.folder)
	if len(result.kubeconfigs) > 0 {
		// Without the flag kubectl would keep a copy of the content in an annotation.
		fmt.Fprintf(o.ErrOut, "  kubectl apply --server-side -f %s\n", filepath.Join(o.folder, folder.Secrets()))
	}
	for _, command := range []string{"validate -R", "apply -R"} {
		sayNext(o.ErrOut, command, o.folder, folder.Manifests())
	}
	return nil
}

// objects counts objects.
func objects(n int) string {
	if n == 1 {
		return "1 object"
	}
	return fmt.Sprintf("%d objects", n)
}

// merged are the names of both; the second one's count more.
func merged(first, second map[string]string) map[string]string {
	all := make(map[string]string, len(first)+len(second))
	maps.Copy(all, first)
	maps.Copy(all, second)
	return all
}
