// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/spf13/cobra"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

// skipper is a user who may skip rules for some kinds.
type skipper struct {
	kinds string
	err   error
}

func (s skipper) User(context.Context) (authenticationv1.UserInfo, error) {
	return authenticationv1.UserInfo{Username: "jane"}, s.err
}

func (s skipper) MaySkipCheck(_ context.Context, id catalog.ID) (bool, error) {
	return strings.Contains(s.kinds, string(id.Kind)), s.err
}

func explainOn(p publisher, who user) newCommand {
	return func(config genericclioptions.RESTClientGetter, streams genericiooptions.IOStreams) *cobra.Command {
		cmd := (&explainOptions{
			IOStreams: streams, config: config, connect: func() (user, error) { return who, nil },
			source: ruleSource{connect: func() (publisher, error) { return p, nil }, errOut: streams.ErrOut},
		}).command()
		cmd.Flags().StringVarP(config.(*genericclioptions.ConfigFlags).Namespace, "product", "p", "", "")
		return cmd
	}
}

func TestExplainGolden(t *testing.T) {
	check := golden(t, "explain.golden")
	cluster := fakePublisher{published: inForceOnCluster(t)}
	got := run(t, "", explainOn(cluster, skipper{kinds: "Environment"}), "environment-cluster-exists", "-p", "demo")
	got.wantCode(t, exitcode.Done)
	fits(t, got.out)
	check(got.out + got.errOut)
}

func TestExplainFindsTheRulesOfAMessage(t *testing.T) {
	const denial = `Error from server (Forbidden): error when creating "x.yaml": admission webhook "validate.nautes.resource.nautes.io" denied the request:
deploymentruntime-environment-exists: spec.destination.environment: environment "staging" does not exist in product "demo"; mend: name one [deploymentruntime.rego:26]
environment-cluster-unique: spec.cluster: x; mend: y [environment.rego:12]
deploymentruntime-environment-exists: spec.destination.environment: again`
	for name, test := range map[string]struct {
		stdin string
		args  []string
		want  []string
	}{
		"id":         {args: []string{"environment-cluster-unique"}, want: []string{"environment-cluster-unique"}},
		"line":       {args: []string{`environment-cluster-unique: spec.cluster: "a" is taken`}, want: []string{"environment-cluster-unique"}},
		"words":      {args: []string{"environment-cluster-unique:", "spec.cluster:", "taken"}, want: []string{"environment-cluster-unique"}},
		"warning":    {args: []string{"Warning: skipped environment-cluster-unique: spec.cluster"}, want: []string{"environment-cluster-unique"}},
		"own":        {args: []string{"project-name-short"}, want: []string{"project-name-short"}},
		"all of one": {args: []string{denial}, want: []string{"deploymentruntime-environment-exists", "environment-cluster-unique"}},
		"piped":      {stdin: denial, args: []string{"-"}, want: []string{"deploymentruntime-environment-exists", "environment-cluster-unique"}},
	} {
		t.Run(name, func(t *testing.T) {
			command := explainOn(fakePublisher{published: inForceOnCluster(t)}, skipper{})
			got := run(t, test.stdin, command, append(test.args, "-o", "json")...)
			got.wantCode(t, exitcode.Done)
			var rules []struct{ ID string }
			if err := json.Unmarshal([]byte(got.out), &rules); err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, rule := range rules {
				ids = append(ids, rule.ID)
			}
			if strings.Join(ids, " ") != strings.Join(test.want, " ") {
				t.Errorf("explains %v, want %v", ids, test.want)
			}
			text := run(t, test.stdin, command, test.args...)
			if n := strings.Count(text.out, "\n----\n"); n != len(test.want)-1 {
				t.Errorf("%d lines between rules:\n%s", n, text.out)
			}
		})
	}
}

func TestExplainTellsWhoMaySkip(t *testing.T) {
	cluster := fakePublisher{published: inForceOnCluster(t)}
	for name, test := range map[string]struct {
		who  skipper
		args []string
		want string
	}{
		"may":          {skipper{kinds: "Environment"}, []string{"environment-cluster-exists", "-p", "demo"}, "May you?          yes, in product demo (apply with -i --reason TEXT)\n"},
		"may not":      {skipper{}, []string{"environment-cluster-exists", "-p", "demo"}, "May you?          no, not in product demo\n"},
		"everywhere":   {skipper{}, []string{"environment-cluster-exists"}, "May you?          no, not in all products\n"},
		"on some":      {skipper{kinds: "Environment Project"}, []string{"product-exists", "-p", "demo"}, "May you?          on environments, projects yes, on coderepos,"},
		"not known":    {skipper{err: errors.New("it is away")}, []string{"environment-cluster-exists"}, "May you?          not known: it is away\n"},
		"nobody":       {skipper{kinds: "Environment"}, []string{"product-matches-namespace"}, "Who may skip it:  nobody: this rule can not be skipped\n"},
		"needs a verb": {skipper{}, []string{"environment-cluster-exists"}, "Who may skip it:  whoever holds the verb skip-check on environments, as the\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, "", explainOn(cluster, test.who), test.args...)
			got.wantCode(t, exitcode.Done)
			wantContains(t, got.out, test.want)
		})
	}
	got := run(t, "", explainOn(cluster, skipper{}), "environment-cluster-exists", "--offline")
	if strings.Contains(got.out, "May you?") {
		t.Errorf("offline somebody was asked:\n%s", got.out)
	}
}

func TestExplainRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		stdin, says string
		args        []string
	}{
		"unknown":     {args: []string{"environment-cluster-exist"}, says: `unknown rule "environment-cluster-exist" (did you mean "environment-cluster-exists"?)`},
		"of a line":   {args: []string{"environment-cluster-exist: spec.cluster: x"}, says: `unknown rule "environment-cluster-exist" (did you mean`},
		"nothing":     {says: "no finding named (give the id of a rule; to see them: kubectl nautes policy list)"},
		"empty input": {args: []string{"-"}, stdin: "\n", says: "standard input is empty"},
		"format":      {args: []string{"x", "-o", "xml"}, says: `unknown output format "xml"`},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, test.stdin, explainOn(fakePublisher{published: inForceOnCluster(t)}, skipper{}), test.args...)
			got.wantCode(t, exitcode.Failed)
			if !strings.HasPrefix(got.message, test.says) {
				t.Errorf("says %q, want %q", got.message, test.says)
			}
		})
	}
}

func TestExplainWithoutACluster(t *testing.T) {
	got := run(t, "", newExplain, "environment-cluster-exists")
	got.wantCode(t, exitcode.Done)
	wantContains(t, got.out, "May you?          not known: ")
	wantContains(t, got.errOut, "Note: these are the rules that are built in")
}
