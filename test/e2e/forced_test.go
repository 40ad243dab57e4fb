// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// What was forced in cannot be used against another product when the rest comes after it. policies holds all orders of
// these writes and of many more against the rules alone; here a few go the whole way.
func TestWhatWasForcedInIsNoUseAgainstOthers(t *testing.T) {
	for name, test := range map[string]struct {
		// before is let through, because rules that may be skipped are; last is not.
		before []string
		last   string
		rule   string
	}{
		"an environment arrives under two products' runtimes": {
			before: []string{
				forcedObject("DeploymentRuntime", "PREFIX-a", "r", takes("e", "PREFIX-n", "PREFIX-a")),
				forcedObject("DeploymentRuntime", "PREFIX-b", "r", takes("e", "PREFIX-n", "PREFIX-b")),
				forcedObject("Environment", "PREFIX-a", "e", "{cluster: PREFIX-c, envType: test}"),
			},
			last: forcedObject("Environment", "PREFIX-b", "e", "{cluster: PREFIX-c, envType: test}"), rule: "environment-keeps-runtimes-apart",
		},
		"an account is taken before there is a cluster": {
			before: []string{
				forcedObject("Environment", "PREFIX-a", "e", "{cluster: PREFIX-c, envType: test}"),
				forcedObject("Environment", "PREFIX-b", "e", "{cluster: PREFIX-c, envType: test}"),
				forcedObject("DeploymentRuntime", "PREFIX-a", "r", takes("e", "PREFIX-n", "PREFIX-x")),
			},
			last: forcedObject("DeploymentRuntime", "PREFIX-b", "r", takes("e", "PREFIX-m", "PREFIX-x")), rule: "runtime-account-not-taken",
		},
		"a product gets the name of a namespace that is taken": {
			before: []string{
				forcedObject("Environment", "PREFIX-a", "e", "{cluster: PREFIX-c, envType: test}"),
				forcedObject("DeploymentRuntime", "PREFIX-a", "r", takes("e", "PREFIX-late", "PREFIX-a")),
			},
			last: forcedObject("Product", "", "PREFIX-late", "{}"), rule: "product-keeps-runtimes-apart",
		},
		"a component is installed into a namespace that is taken": {
			before: []string{
				forcedObject("Environment", "PREFIX-a", "e", "{cluster: PREFIX-c, envType: test}"),
				forcedObject("DeploymentRuntime", "PREFIX-a", "r", takes("e", "PREFIX-n", "PREFIX-a")),
			},
			last: strings.ReplaceAll(clusterManifest("PREFIX-c"), "namespace: argocd", "namespace: PREFIX-n"), rule: "cluster-keeps-runtimes-apart",
		},
	} {
		t.Run(name, func(t *testing.T) {
			prefix := "forced-" + fmt.Sprint(len(name))
			for _, product := range []string{"a", "b"} {
				shared.kubectl(t.Context(), "create", "namespace", prefix+"-"+product).want(t, 0)
			}
			for _, manifest := range test.before {
				shared.apply(t, strings.ReplaceAll(manifest, "PREFIX", prefix)).want(t, 0, "Warning: skipped")
			}
			shared.apply(t, strings.ReplaceAll(test.last, "PREFIX", prefix)).want(t, 1, test.rule)
		})
	}
}

// takes is the spec of a deployment runtime that takes a namespace and an account.
func takes(environment, namespace, account string) string {
	return fmt.Sprintf("{manifestSource: {codeRepo: r, path: p, targetRevision: main}, destination: {environment: %s, namespaces: [%s]}, account: %s}",
		environment, namespace, account)
}

// forcedObject is an object with a bypass on it.
func forcedObject(kind, namespace, name, spec string) string {
	place := ""
	if namespace != "" {
		place = ", namespace: " + namespace
	}
	return header + fmt.Sprintf("kind: %s\nmetadata: {name: %s%s, annotations: {%s, %s}}\nspec: %s\n", kind, name, place, skip, reason, spec)
}
