// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/tools/clientcmd/api"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/policies/examples"
)

// completePatience is how long a cluster is waited for while somebody presses the tab key.
const completePatience = 2 * time.Second

type completion = cobra.CompletionFunc

// completing offers what can stand where a person is writing. Whatever goes wrong, it offers nothing and says nothing.
type completing struct {
	config genericclioptions.RESTClientGetter
}

// addCompletions gives all commands below root their completions: this is the one place that knows which word of which
// command is what.
func addCompletions(root *cobra.Command, config genericclioptions.RESTClientGetter) {
	c := &completing{config}
	for flag, complete := range map[string]completion{
		productFlag: c.names(catalog.Product), "namespace": c.names(catalog.Product),
		"context": c.kubeconfig(func(k api.Config) []string { return slices.Collect(maps.Keys(k.Contexts)) }),
		"cluster": c.kubeconfig(func(k api.Config) []string { return slices.Collect(maps.Keys(k.Clusters)) }),
		"user":    c.kubeconfig(func(k api.Config) []string { return slices.Collect(maps.Keys(k.AuthInfos)) }),
	} {
		register(root, flag, complete)
	}
	c.walk(root)
}

func (c *completing) walk(cmd *cobra.Command) {
	name := strings.TrimPrefix(cmd.CommandPath(), cmd.Root().CommandPath()+" ")
	if complete := c.arguments()[name]; complete != nil {
		cmd.ValidArgsFunction = matching(complete)
	}
	cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
		if complete := c.flag(name, flag); complete != nil && cmd.HasParent() {
			register(cmd, flag.Name, complete)
		}
	})
	for _, child := range cmd.Commands() {
		c.walk(child)
	}
}

// register leaves alone what a library, or the command itself, has registered for its own flags.
func register(cmd *cobra.Command, flag string, complete completion) {
	if _, there := cmd.GetFlagCompletionFunc(flag); !there {
		_ = cmd.RegisterFlagCompletionFunc(flag, matching(complete)) // fails where there is no such flag only
	}
}

// matching leaves out what does not go on from the word that is there, which not every shell does by itself.
func matching(complete completion) completion {
	return func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
		words, directive := complete(cmd, args, word)
		return slices.DeleteFunc(words, func(w string) bool { return !strings.HasPrefix(w, word) }), directive
	}
}

// arguments are the completions of arguments by the commands that take them.
func (c *completing) arguments() map[string]completion {
	return map[string]completion{
		"explain":            completeRules,
		"policy show":        completeRules,
		"status":             c.object,
		"tree":               c.object,
		"refs":               c.object,
		"bypass clear":       c.objects,
		"wait":               c.objects,
		"get":                c.get,
		"delete product":     c.name(catalog.Product),
		"cluster check":      c.name(catalog.Cluster),
		"cluster unregister": c.name(catalog.Cluster),
	}
}

// flag is the completion of a flag of a command, by its name, and else by what its usage lists.
func (c *completing) flag(cmd string, flag *pflag.Flag) completion {
	switch flag.Name {
	case "dry-run":
		return fixed(string(dryRunNone), string(dryRunClient), string(dryRunServer))
	case "for":
		if cmd == "wait" {
			return fixed("ready", "create", "delete", "condition=", "jsonpath=")
		}
	case "kind":
		if cmd == "policy list" {
			return fixed(kindNames()...)
		}
	case "provider":
		if cmd == "create artifactrepo" {
			return c.names(catalog.ArtifactRepoProvider)
		}
	case "output":
		if strings.HasPrefix(flag.Usage, "Folder") {
			return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return nil, cobra.ShellCompDirectiveFilterDirs
			}
		}
	}
	if kind := flagKinds()[flag.Name]; kind != "" {
		return c.names(kind)
	}
	if words := valuesIn(flag.Usage); len(words) > 0 {
		return fixed(words...)
	}
	return nil
}

// flagKinds are the flags that name an object, with its kind.
func flagKinds() map[string]catalog.Kind {
	return map[string]catalog.Kind{
		"cluster": catalog.Cluster, "host": catalog.Cluster, "pipeline-cluster": catalog.Cluster, "deploy-cluster": catalog.Cluster,
		"environment": catalog.Environment, "project": catalog.Project, "to-project": catalog.Project, "to-product": catalog.Product,
		"repo": catalog.CodeRepo, "provider": catalog.CodeRepoProvider,
	}
}

// valuesIn are the values that a usage lists: "Output format: table|json", or, as kubectl writes it, "One of: (json, yaml)".
func valuesIn(usage string) []string {
	if _, list, found := strings.Cut(usage, "One of: ("); found {
		list, _, _ = strings.Cut(list, ")")
		return strings.Split(list, ", ")
	}
	list := usage[strings.LastIndex(usage, " ")+1:]
	if !strings.Contains(list, "|") || strings.ContainsAny(list, "=()\"'") {
		return nil
	}
	return strings.Split(list, "|")
}

// fixed offers words that are known beforehand.
func fixed(words ...string) completion {
	return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
}

// kindNames are the kinds as people write them.
func kindNames() []string {
	var names []string
	for _, resource := range catalog.Resources() {
		names = append(names, strings.ToLower(string(resource.Kind)))
	}
	return names
}

// names offers the names of objects of a kind, in the product where the kind belongs to one.
func (c *completing) names(kind catalog.Kind) completion {
	return func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		return c.list(cmd.Context(), kind), cobra.ShellCompDirectiveNoFileComp
	}
}

// name offers one of them.
func (c *completing) name(kind catalog.Kind) completion {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return c.list(cmd.Context(), kind), cobra.ShellCompDirectiveNoFileComp
	}
}

func (c *completing) list(ctx context.Context, kind catalog.Kind) []string {
	collection := catalog.ID{Kind: kind}
	if namespaced(kind) {
		name, _, err := product(c.config)
		if err != nil || name == "" {
			return nil
		}
		collection.Namespace = name
	}
	cluster, err := connectReader(c.config)
	if err != nil {
		return nil
	}
	if ctx == nil { // cobra completes without one as well
		ctx = context.Background()
	}
	ctx, cancel := context.WithTimeout(ctx, completePatience)
	defer cancel()
	names, err := cluster.Names(ctx, collection)
	if err != nil {
		return nil
	}
	return names
}

// objects offers KIND/NAME, first the kinds.
func (c *completing) objects(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
	kind, _, named := strings.Cut(word, "/")
	if !named {
		kinds := kindNames()
		for i := range kinds {
			kinds[i] += "/"
		}
		return kinds, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	resource, err := resourceCalled(kind)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names := c.list(cmd.Context(), resource.Kind)
	for i := range names {
		names[i] = kind + "/" + names[i]
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// object offers one KIND/NAME.
func (c *completing) object(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return c.objects(cmd, args, word)
}

// get offers KIND/NAME, kinds, kinds behind kinds, and names behind a kind.
func (c *completing) get(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		if kinds, err := kindsListed(args[0]); err == nil && len(kinds) == 1 {
			return c.list(cmd.Context(), kinds[0].Kind), cobra.ShellCompDirectiveNoFileComp
		}
	}
	if strings.Contains(word, "/") || len(args) > 0 {
		return c.objects(cmd, args, word)
	}
	before := word[:strings.LastIndex(word, ",")+1]
	kinds := kindNames()
	for i := range kinds {
		kinds[i] = before + kinds[i]
	}
	if before == "" {
		kinds = append(kinds, "all")
	}
	return kinds, cobra.ShellCompDirectiveNoFileComp
}

// kubeconfig offers what a kubeconfig holds.
func (c *completing) kubeconfig(names func(api.Config) []string) completion {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		config, err := c.config.ToRawKubeConfigLoader().RawConfig()
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return slices.Sorted(slices.Values(names(config))), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeRules offers the ids of the rules that are built in: a shell does not wait for a cluster.
func completeRules(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	pairs, err := examples.All()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return slices.Sorted(maps.Keys(pairs)), cobra.ShellCompDirectiveNoFileComp
}
