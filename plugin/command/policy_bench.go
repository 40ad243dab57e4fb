// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// policyBenchOptions is what one run of policy bench works on.
type policyBenchOptions struct {
	genericiooptions.IOStreams
	config genericclioptions.RESTClientGetter
	files  files
	count  int
	rules  bool
	output string
}

func newPolicyBench(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	o := &policyBenchOptions{IOStreams: streams, config: config}
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure how long the rules take",
		Long: longDesc(`
			Measure how long the rules that are built in take to judge manifests, on this machine.

			Each object is judged as it is created, updated and deleted, among all the others, one after the other, with
			nothing else in between: what a webhook does besides is not in it. Reading an object is part of each
			measurement. Without -f these are the samples that are
			built in.`),
		Example: templates.Examples(`
			# By kind and operation
			kubectl nautes policy bench

			# Which rules take longest on your own manifests
			kubectl nautes policy bench -f demo/ --rules`),
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	o.files.addFlags(cmd)
	const count = 200
	cmd.Flags().IntVar(&o.count, "count", count, "How often each object is judged for each operation")
	cmd.Flags().BoolVar(&o.rules, "rules", false, "Measure each rule alone")
	cmd.Flags().StringVarP(&o.output, "output", "o", benchFormats()[0].Name, "Output format: "+benchFormats().Names())
	return cmd
}

func (o *policyBenchOptions) run(ctx context.Context) error {
	format, err := benchFormats().Find(o.output)
	if err != nil {
		return err
	}
	if o.count < 1 {
		return fmt.Errorf("--count %d judges nothing (give 1 or more)", o.count)
	}
	objects, what, err := o.objects(ctx)
	if err != nil {
		return err
	}
	engine, err := builtInEngine()
	if err != nil {
		return err
	}
	fmt.Fprintf(o.ErrOut, "judging %d objects (%s) %d times for each operation, one after the other; rules %s, %s %s/%s\n",
		len(objects), what, o.count, engine.Hash(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	b := &bench{engine: engine, count: o.count, catalog: catalog.New(objects...)}
	if err := b.measure(ctx, objects, o.rules); err != nil {
		return err
	}
	return format.Write(o.Out, b.rows())
}

// objects are those of the manifests, else the samples, and what they are called.
func (o *policyBenchOptions) objects(ctx context.Context) ([]*catalog.Object, string, error) {
	if len(o.files.filenames) == 0 && o.files.kustomize == "" {
		objects, err := sampleObjects()
		return objects, "the samples that are built in", err
	}
	members, err := o.files.read(ctx, o.config, o.In)
	if err != nil {
		return nil, "", err
	}
	declared, err := members.Applied(catalog.New())
	if err != nil {
		return nil, "", err
	}
	var objects []*catalog.Object
	for _, id := range members.IDs() {
		objects = append(objects, declared.Get(id))
	}
	return objects, "your manifests", nil
}

// bench measures decisions.
type bench struct {
	engine  *policy.Engine
	catalog *catalog.Snapshot
	count   int
	series  []*series
}

// series are the measurements of what is told in one line.
type series struct {
	rule      string
	kind      catalog.Kind
	operation policy.Operation
	writes    int
	took      []time.Duration
	// allocations are of all decisions together.
	allocations uint64
}

func (b *bench) measure(ctx context.Context, objects []*catalog.Object, byRule bool) error {
	for _, object := range objects {
		for _, review := range reviewsOf(object, b.catalog) {
			if !byRule {
				s := b.of("", object.Kind, review.Operation)
				if err := s.add(ctx, b.count, func() error { _, err := b.engine.Judge(ctx, review); return err }); err != nil {
					return fmt.Errorf("judge %s: %w", object.ID, err)
				}
				continue
			}
			if err := b.measureRules(ctx, object.ID, review); err != nil {
				return err
			}
		}
	}
	return nil
}

// measureRules asks each rule about a review that speaks of it.
func (b *bench) measureRules(ctx context.Context, id catalog.ID, review policy.Review) error {
	for _, rule := range b.engine.Rules() {
		if !judges(rule, id.Kind, review.Operation) {
			continue
		}
		s := b.of(rule.ID, "", "")
		if err := s.add(ctx, b.count, func() error { _, err := b.engine.Ask(ctx, rule.ID, review); return err }); err != nil {
			return fmt.Errorf("judge %s: %w", id, err)
		}
	}
	return nil
}

// of is the series of that line, made where there is none.
func (b *bench) of(rule string, kind catalog.Kind, operation policy.Operation) *series {
	for _, s := range b.series {
		if s.rule == rule && s.kind == kind && s.operation == operation {
			return s
		}
	}
	s := &series{rule: rule, kind: kind, operation: operation}
	b.series = append(b.series, s)
	return s
}

// add measures one write: once unmeasured, which prepares what is prepared on first use, then count times.
func (s *series) add(ctx context.Context, count int, judge func() error) error {
	if err := judge(); err != nil {
		return err
	}
	s.writes++
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range count {
		started := time.Now()
		if err := judge(); err != nil {
			return err
		}
		s.took = append(s.took, time.Since(started))
	}
	runtime.ReadMemStats(&after)
	s.allocations += after.Mallocs - before.Mallocs
	return context.Cause(ctx)
}

// reviewsOf are the writes of an object: it comes, it was otherwise before, it goes.
func reviewsOf(object *catalog.Object, among *catalog.Snapshot) []policy.Review {
	content := object.Content()
	former := maps.Clone(content)
	spec, _ := content["spec"].(map[string]any)
	spec = maps.Clone(spec)
	if spec == nil {
		spec = map[string]any{}
	}
	spec["bench"] = true // a field that no rule looks at: an update that changes nothing is not judged
	former["spec"] = spec
	now := time.Now()
	return []policy.Review{
		{Operation: policy.Create, Object: content, Catalog: among, Now: now},
		{Operation: policy.Update, Object: content, OldObject: former, Catalog: among, Now: now},
		{Operation: policy.Delete, OldObject: content, Catalog: among, Now: now},
	}
}
