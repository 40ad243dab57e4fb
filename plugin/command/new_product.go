// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/write"
	"github.com/nautes-labs/kubectl-nautes/plugin/scaffold"
)

// newProductOptions is what one run of new product works on.
type newProductOptions struct {
	genericiooptions.IOStreams
	config          genericclioptions.RESTClientGetter
	plan            scaffold.Plan
	projects, repos []string
	folder          string
	// prompt is who is asked for what is missing; nil for nobody.
	prompt *prompt
}

func newNewProduct(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&newProductOptions{IOStreams: streams, config: config, prompt: promptOf(streams)}).command()
}

func (o *newProductOptions) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "product NAME",
		Short: "Write a whole product, with comments that say what to change",
		Long: longDesc(`
			Write a whole product: the Product, its projects and code repos, and with clusters named an environment, a
			binding and runtimes for each project. Comments in it say what to change; what is marked CHANGE is a guess.

			Without -o it goes to stdout, ready for "kubectl nautes apply -f -". With -o it goes into a folder, one file
			an object: into default.project what belongs to the repository of that name, laid out as Nautes wants it,
			and beside that product.yaml, which has no place in it. No file is written over.

			On a terminal you are asked for what is missing. No cluster is asked: the clusters that you name need not be
			there yet.`),
		Example: templates.Examples(`
			# Look at it
			kubectl nautes new product demo --project web

			# Write a folder of a product with two projects, that are built and deployed
			kubectl nautes new product demo --project web=typescript --project api=golang \
			  --pipeline-cluster demo-build --deploy-cluster demo-test -o demo/

			# With repos by other names: one of project web, one of the product as a whole with what is deployed
			kubectl nautes new product demo --project web --repo web-source=web --repo charts --deploy-cluster demo-test`),
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args) },
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&o.projects, scaffold.ProjectFlag, nil, "A project, as NAME or NAME=LANGUAGE; repeatable")
	flags.StringSliceVar(&o.repos, scaffold.RepoFlag, nil, "A code repo, as NAME=PROJECT or NAME for one of the product as a whole; "+
		"if not given, one for each project by its name, and one named deploy; repeatable")
	flags.StringVar(&o.plan.PipelineCluster, scaffold.PipelineClusterFlag, "", "Name of the Cluster that runs pipelines; if not given, there are none")
	flags.StringVar(&o.plan.DeployCluster, scaffold.DeployClusterFlag, "", "Name of the Cluster that is deployed to; if not given, nothing is deployed")
	flags.StringVarP(&o.folder, "output", "o", "", "Folder to write the manifests into, made where it is not there; if not given, or -, they go to stdout")
	if err := cmd.MarkFlagDirname("output"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func (o *newProductOptions) run(ctx context.Context, args []string) error {
	if err := o.validate(); err != nil {
		return err
	}
	if err := o.complete(ctx, args); err != nil {
		return err
	}
	if err := o.plan.Check(); err != nil {
		return err
	}
	objects := o.plan.Objects()
	if err := checkWritten(ctx, objects); err != nil {
		return err
	}
	if o.folder == "" || o.folder == "-" {
		return write.YAML(o.Out, objects...)
	}
	return o.write(objects)
}

// validate refuses the name of a format: elsewhere -o takes one.
func (o *newProductOptions) validate() error {
	if slices.Contains([]string{"yaml", "json", "name", "wide", "table"}, o.folder) {
		return fmt.Errorf("-o names a folder here (leave it out to print YAML; for a folder of that name: -o ./%s)", o.folder)
	}
	return nil
}

// complete takes the name of the product, and asks for what is missing.
func (o *newProductOptions) complete(ctx context.Context, args []string) error {
	o.plan.Projects, o.plan.Repos = scaffold.ParseProjects(o.projects), scaffold.ParseRepos(o.repos)
	if len(args) > 0 {
		o.plan.Product = args[0]
	}
	if o.prompt == nil {
		return o.checkName()
	}
	if err := o.asks(ctx, "Name of the product:", &o.plan.Product); err != nil {
		return err
	}
	if len(o.plan.Projects) > 0 {
		return o.checkName()
	}
	// Who said nothing of projects has not come to clusters either.
	var projects string
	for _, question := range []struct {
		text string
		into *string
	}{
		{"Its projects, as NAME or NAME=LANGUAGE, with spaces between them:", &projects},
		{"Cluster that runs pipelines (empty for none):", &o.plan.PipelineCluster},
		{"Cluster that is deployed to (empty for none):", &o.plan.DeployCluster},
	} {
		if err := o.asks(ctx, question.text, question.into); err != nil {
			return err
		}
	}
	o.plan.Projects = scaffold.ParseProjects(strings.FieldsFunc(projects, func(r rune) bool { return r == ' ' || r == ',' }))
	return o.checkName()
}

// asks asks for what was not said.
func (o *newProductOptions) asks(ctx context.Context, question string, into *string) (err error) {
	if *into == "" {
		*into, err = o.prompt.ask(ctx, question)
	}
	return err
}

func (o *newProductOptions) checkName() error {
	if o.plan.Product == "" {
		return errors.New("no product named (give its name: kubectl nautes new product NAME)")
	}
	return checkNamedOnce(o.config, o.plan.Product)
}

// checkNamedOnce refuses -p where the product is an argument and another one.
func checkNamedOnce(config genericclioptions.RESTClientGetter, name string) error {
	namespace, said, err := product(config)
	if err == nil && said && namespace != name {
		err = fmt.Errorf("-p names product %q, and the argument %q (leave -p out)", namespace, name)
	}
	return err
}

// checkWritten holds objects against their schemas. Names that were put together may have become too long.
func checkWritten(ctx context.Context, objects []write.Object) error {
	schemas, err := builtInSchemas()
	if err != nil {
		return err
	}
	for _, o := range objects {
		if found := schemas.Validate(ctx, o.Object); len(found) > 0 {
			return fmt.Errorf("%s %q: %w (choose shorter names)", o.Object.GetKind(), o.Object.GetName(), found[0])
		}
	}
	return nil
}

// builtInSchemas are those of the kinds that this program knows.
func builtInSchemas() (*manifest.Schemas, error) {
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		return nil, fmt.Errorf("open CRDs: %w", err)
	}
	return manifest.NewSchemas(crds), nil
}

func (o *newProductOptions) write(objects []write.Object) error {
	var l layout
	if err := l.readPlaces(); err != nil {
		return err
	}
	folder, err := write.NewProduct(l.places, objects)
	if err != nil {
		return err
	}
	if err := folder.Write(o.folder); err != nil {
		return fmt.Errorf("write manifests: %w", err)
	}
	sayWritten(o.ErrOut, len(objects), o.folder)
	sayNext(o.ErrOut, "validate", o.folder, []string{"product.yaml", write.Checkout})
	sayNext(o.ErrOut, "apply -R", o.folder, folder.Manifests())
	return nil
}
