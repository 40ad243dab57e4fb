// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/templates"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/trigger"
)

// triggersOptions is what one run of triggers works on.
type triggersOptions struct {
	asking
	products products
	event    trigger.Event
	now      func() time.Time
}

func newTriggers(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
	return (&triggersOptions{asking: asking{IOStreams: streams, config: config}, now: time.Now}).command()
}

func (o *triggersOptions) command() *cobra.Command {
	formats := trigger.Formats()
	cmd := &cobra.Command{
		Use:   "triggers [-p PRODUCT | -A] [--repo REPO [--event EVENT [--ref REF]]]",
		Short: "Show which pipelines an event starts, and why others not",
		Long: longDesc(`
			Show which pipelines of a product's pipeline runtimes an event of a code repo starts, and of each other
			trigger why it does not. Without an event, list the triggers with what they listen to, when calendars fire
			next, and what stands in the way of each.

			A revision has to match the whole name of the branch or tag; refs/heads/ and refs/tags/ in front of --ref
			count for nothing. Without --ref, revisions are not looked at.

			What is wrong with a runtime is what the rules find, bypassed or not: no bypass makes a repo send events, or
			opens one to a project. -A asks the runtimes of all products: a repo can start those of products that it is
			shared with.`),
		Example: templates.Examples(`
			# All triggers of product demo
			kubectl nautes triggers -p demo

			# What does a push to the branch main of the repo web start, and what not?
			kubectl nautes triggers -p demo --repo web --event push_events --ref refs/heads/main

			# In all products
			kubectl nautes triggers -A --repo demo/web --event tag_push_events --ref v1.0`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	flags := cmd.Flags()
	o.products.addFlag(flags)
	flags.StringVar(&o.event.Repo, "repo", "", "The code repo in which something happens: REPO of the product, or PRODUCT/REPO")
	flags.StringVar(&o.event.Name, "event", "", "What happens, in GitLab's words, for example push_events or merge_requests_events")
	flags.StringVar(&o.event.Ref, "ref", "", "The branch or tag that it happens to, for example refs/heads/main or v1.0")
	flags.StringVarP(&o.output, "output", "o", formats[0].Name, "Output format: "+formats.Names())
	if err := cmd.RegisterFlagCompletionFunc("event", completeEvents); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

// completeEvents offers the events that can start a pipeline.
func completeEvents(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	k, err := whatIsKnown()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return k.PipelineEvents(), cobra.ShellCompDirectiveNoFileComp
}

func (o *triggersOptions) run(ctx context.Context) error {
	format, err := trigger.Formats().Find(o.output)
	if err != nil {
		return err
	}
	k, err := whatIsKnown()
	if err != nil {
		return err
	}
	question := &trigger.Question{Event: o.event, Known: k, Now: o.now()}
	if err := question.Check(); err != nil {
		return err
	}
	product, err := o.products.one(o.config)
	if err != nil {
		return err
	}
	if question.Event.Repo, err = repoNamed(o.event.Repo, product); err != nil {
		return err
	}
	view, err := o.read(ctx, product, "", catalog.ProjectPipelineRuntime, catalog.Environment)
	if err != nil {
		return err
	}
	if err := repoExists(view, question.Event.Repo); err != nil {
		return err
	}
	runtimes, err := judgedRuntimes(ctx, view, product, question.Now, o.ErrOut)
	if err != nil {
		return interruptible(ctx, err)
	}
	answer := question.Answer(runtimes)
	if err := format.Write(o.Out, answer); err != nil {
		return fmt.Errorf("write triggers: %w", err)
	}
	fmt.Fprintf(o.ErrOut, "%s: %d of %d triggers\n", whatIsCounted(answer), answer.Starting(), len(answer.Triggers))
	return nil
}

// whatIsCounted begins the summary.
func whatIsCounted(answer *trigger.Answer) string {
	if answer.Event == nil {
		return "can start"
	}
	return "starts"
}

// repoNamed is a code repo as PRODUCT/REPO: one that is named without a product is of the product that is worked in.
func repoNamed(repo, product string) (string, error) {
	switch {
	case repo == "" || strings.Contains(repo, "/"):
		return repo, nil
	case product == "":
		return "", errors.New("--repo names no product (with -A write --repo PRODUCT/REPO)")
	}
	return product + "/" + repo, nil
}

// repoExists refuses a repo that is not there. One that can not be seen may well be.
func repoExists(view *live.View, qualified string) error {
	product, name, named := strings.Cut(qualified, "/")
	id := catalog.ID{Kind: catalog.CodeRepo, Namespace: product, Name: name}
	if object := view.Get(id); !named || object != nil || !view.Sees(id) {
		return nil
	}
	var known []string
	for _, repo := range view.List(catalog.CodeRepo, product) {
		known = append(known, repo.Name)
	}
	return fmt.Errorf("there is no code repo %q in product %q%s", name, product, hint(manifest.DidYouMean(name, known)))
}

// judgedRuntimes are the pipeline runtimes of a product, or of all, with what the rules find about them and about their
// environments. Which action a rule has makes no difference here, so those that are built in are asked.
func judgedRuntimes(ctx context.Context, view *live.View, product string, now time.Time, errOut io.Writer) ([]trigger.Runtime, error) {
	j, err := newJudge()
	if err != nil {
		return nil, err
	}
	j.Holds, j.Now = view.Sees, now
	objects := append(view.List(catalog.Environment, product), view.List(catalog.ProjectPipelineRuntime, product)...)
	found := map[catalog.ID]*policy.Verdict{}
	unanswered := newUnanswered(j)
	err = j.Stored(ctx, objects, view.Snapshot, func(s judge.Stored) error {
		if s.Err != nil {
			return fmt.Errorf("judge %s: %w", s.Object.ID, s.Err)
		}
		found[s.Object.ID] = s.Verdict
		unanswered.add(s.Verdict, s.Missed)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if notJudged := unanswered.told(askForRights); notJudged != nil {
		fmt.Fprintln(errOut, notJudged)
	}
	var runtimes []trigger.Runtime
	for _, object := range view.List(catalog.ProjectPipelineRuntime, product) {
		environment := catalog.ID{Kind: catalog.Environment, Namespace: object.Namespace, Name: object.String("spec.destination.environment")}
		runtime := trigger.Runtime{Object: object}
		if verdict := found[object.ID]; verdict != nil {
			runtime.Findings, runtime.NotJudged = verdict.Findings, verdict.NotJudged
		}
		if verdict := found[environment]; verdict != nil {
			runtime.Environment = verdict.Findings
		}
		runtimes = append(runtimes, runtime)
	}
	return runtimes, nil
}
