// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// held is what one runtime has on one machine.
type held struct {
	id         catalog.ID
	machine    string
	clusters   []*catalog.Object // all that stand for the machine
	namespaces []string
	account    string
}

// together looks at objects without any rule and without the indexes that the rules use, and tells what of one product
// another could lay its hands on.
func together(s *catalog.Snapshot) []string {
	var problems []string
	tell := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	all := runtimes(s)
	for i, one := range all {
		for _, problem := range reserved(s, one) {
			tell("%s: %s", one.id, problem)
		}
		for _, other := range all[:i] {
			if one.machine != other.machine {
				continue
			}
			for _, namespace := range one.namespaces {
				if slices.Contains(other.namespaces, namespace) && mustDiffer(one.id, other.id) {
					tell("%s and %s share the namespace %q", other.id, one.id, namespace)
				}
			}
			if one.account == other.account && one.id.Namespace != other.id.Namespace {
				tell("%s and %s share the account %q", other.id, one.id, one.account)
			}
		}
	}
	for _, guest := range s.List(catalog.Cluster, "") {
		host := s.Get(catalog.ID{Kind: catalog.Cluster, Name: guest.String("spec.hostCluster")})
		if host != nil && (host.String("spec.usage") != "host" || host.String("spec.clusterType") != "physical") {
			tell("%s is on %s, which is no host", guest.ID, host.ID)
		}
	}
	return problems
}

func mustDiffer(a, b catalog.ID) bool {
	return a.Namespace != b.Namespace || a.Kind == catalog.ProjectPipelineRuntime || b.Kind == catalog.ProjectPipelineRuntime
}

func runtimes(s *catalog.Snapshot) []held {
	var all []held
	for _, runtime := range append(s.List(catalog.DeploymentRuntime, ""), s.List(catalog.ProjectPipelineRuntime, "")...) {
		environment := s.Get(catalog.ID{Kind: catalog.Environment, Namespace: runtime.Namespace, Name: runtime.String("spec.destination.environment")})
		if environment == nil {
			continue
		}
		one := held{id: runtime.ID, account: runtime.String("spec.account"), machine: machine(s, environment.String("spec.cluster"))}
		one.namespaces = append(runtime.Strings("spec.destination.namespaces[]"), runtime.Strings("spec.destination.namespace")...)
		if len(one.namespaces) == 0 {
			one.namespaces = []string{runtime.Name}
		}
		for _, cluster := range s.List(catalog.Cluster, "") {
			if machine(s, cluster.Name) == one.machine {
				one.clusters = append(one.clusters, cluster)
			}
		}
		all = append(all, one)
	}
	return all
}

// machine is what two clusters with one API server have in common; the name of a cluster that is not there.
func machine(s *catalog.Snapshot, name string) string {
	cluster := s.Get(catalog.ID{Kind: catalog.Cluster, Name: name})
	if cluster == nil {
		return name
	}
	address, err := url.Parse(cluster.String("spec.apiServer"))
	if err != nil {
		return name
	}
	return strings.TrimSuffix(strings.ToLower(address.Host), ":443")
}

// reserved tells which of a runtime's namespaces belong to somebody else than another runtime, and so its account.
func reserved(s *catalog.Snapshot, r held) []string {
	var problems []string
	for _, namespace := range r.namespaces {
		if namespace != r.id.Namespace && s.Get(catalog.ID{Kind: catalog.Product, Name: namespace}) != nil {
			problems = append(problems, fmt.Sprintf("takes the name of the product %q", namespace))
		}
		if guest := s.Get(catalog.ID{Kind: catalog.Cluster, Name: namespace}); guest != nil {
			if host := guest.String("spec.hostCluster"); host != "" && machine(s, host) == r.machine {
				problems = append(problems, fmt.Sprintf("takes the namespace of the virtual cluster %q", namespace))
			}
		}
		for _, cluster := range r.clusters {
			for component := range cluster.Content()["spec"].(spec)["componentsList"].(spec) {
				taken := cluster.String("spec.componentsList." + component + ".namespace")
				if taken == namespace && !slices.Contains(cluster.Strings("spec.reservedNamespacesAllowedProducts."+namespace+"[]"), r.id.Namespace) {
					problems = append(problems, fmt.Sprintf("takes the namespace %q of a component", namespace))
				}
			}
		}
	}
	if r.account == "argocd-server" {
		problems = append(problems, "takes the account of a component")
	}
	return problems
}
