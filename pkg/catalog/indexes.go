// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package catalog

import (
	"slices"
	"strings"
)

// Index is a look-up across products that rules need and that no single reference gives: from a key to the objects
// that have it. Rego reads it as data.catalog.index.<name>[key].
type index struct {
	name string
	of   []Kind
	// through: the reference fields that keys follows. When an object behind one of them changes, the entries of
	// those who refer to it are made anew.
	through []string
	keys    func(get getter, o *Object) []string
	// within, if any, is the namespace in which all objects under a key are.
	within func(key string) string
}

// getter reads an object of the state that keys are computed for; nil when there is none.
type getter func(ID) *Object

// indexes is the second table of the catalog. Parts of a key are joined by "/", which no name holds.
var indexes = []index{ //nolint:gochecknoglobals // a table, never written
	{
		name:    "runtimes_by_cluster_namespace",
		of:      []Kind{ProjectPipelineRuntime, DeploymentRuntime},
		through: []string{environmentField},
		keys: func(get getter, runtime *Object) []string {
			return append(onCluster(EffectiveNamespaces)(get, runtime), deployedNamespaces(runtime)...)
		},
	},
	{
		name:    "runtimes_by_cluster_account",
		of:      []Kind{ProjectPipelineRuntime, DeploymentRuntime},
		through: []string{environmentField},
		keys: onCluster(func(runtime *Object) []string {
			return []string{orName(runtime.String("spec.account"), runtime)}
		}),
	},
	{
		name:    "runtimes_by_cluster_name",
		of:      []Kind{ProjectPipelineRuntime, DeploymentRuntime},
		through: []string{environmentField},
		keys: onCluster(func(runtime *Object) []string {
			return []string{string(runtime.Kind) + "/" + runtime.Name}
		}),
	},
	{
		// On whichever cluster, for who asks whether a name is free everywhere.
		name:    "runtimes_by_namespace",
		of:      []Kind{ProjectPipelineRuntime, DeploymentRuntime},
		through: []string{environmentField},
		keys: func(get getter, runtime *Object) []string {
			if clusterOf(get, runtime) == "" {
				return nil
			}
			return EffectiveNamespaces(runtime)
		},
	},
	{
		name: "clusters_by_api_server",
		of:   []Kind{Cluster},
		keys: func(_ getter, cluster *Object) []string {
			url := cluster.String("spec.apiServer")
			if url == "" {
				return nil
			}
			return []string{normalisedURL(url)}
		},
	},
	{
		name: "runtimes_by_source",
		of:   []Kind{DeploymentRuntime},
		keys: func(_ getter, runtime *Object) []string {
			repo := ownOrShared(runtime, CodeRepo, runtime.String("spec.manifestSource.codeRepo"))
			return []string{strings.Join([]string{
				runtime.Namespace, runtime.String(environmentField), repo.Namespace, repo.Name,
				cleanPath(runtime.String("spec.manifestSource.path")),
			}, "/")}
		},
		within: firstPart,
	},
	{
		name: "pipelines_by_source",
		of:   []Kind{ProjectPipelineRuntime},
		keys: func(_ getter, runtime *Object) []string {
			repo := ownOrShared(runtime, CodeRepo, runtime.String("spec.pipelineSource"))
			place := strings.Join([]string{
				runtime.Namespace, runtime.String(environmentField), EffectiveNamespaces(runtime)[0], repo.Namespace, repo.Name,
			}, "/")
			keys := runtime.Strings("spec.pipelines[].path")
			for i, path := range keys {
				keys[i] = place + "/" + cleanPath(path)
			}
			return keys
		},
		within: firstPart,
	},
	{
		name: "bindings_by_grant",
		of:   []Kind{CodeRepoBinding},
		keys: func(_ getter, binding *Object) []string {
			return []string{binding.Namespace + "/" + binding.String("spec.codeRepo") + "/" + binding.String("spec.product")}
		},
		within: firstPart,
	},
}

// cleanPath is a path without the parts that lead nowhere: "./a//b/" is "a/b".
func cleanPath(path string) string {
	parts := strings.Split(path, "/")
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" || part == "." })
	return strings.Join(parts, "/")
}

// firstPart is the namespace, where a key begins with one.
func firstPart(key string) string {
	first, _, _ := strings.Cut(key, "/")
	return first
}

// Behind tells what an index's answer under a key rests on: the objects found and those that they are indexed
// through, and, where all objects under the key are in one namespace, the kind and the namespace that hold them.
func (s *Snapshot) Behind(name, key string) (objects []ID, kind Kind, namespace string) {
	for i := range indexes {
		if ix := &indexes[i]; ix.name == name && ix.within != nil {
			kind, namespace = ix.of[0], ix.within(key)
		}
	}
	for _, id := range s.Lookup(name, key) {
		objects = append(objects, id)
		for _, r := range ReferencesOf(s.Get(id)) {
			if followed[id.Kind][r.Field] {
				objects = append(objects, r.To)
			}
		}
	}
	return objects, kind, namespace
}

// onCluster puts the cluster of a runtime in front of each key. A runtime whose environment does not exist is on no
// cluster and has no keys; it gets them when the environment comes.
func onCluster(keys func(runtime *Object) []string) func(getter, *Object) []string {
	return func(get getter, runtime *Object) []string {
		cluster := clusterOf(get, runtime)
		if cluster == "" {
			return nil
		}
		prefixed := keys(runtime)
		for i, key := range prefixed {
			prefixed[i] = cluster + "/" + key
		}
		return prefixed
	}
}

// clusterOf is the cluster that a runtime's environment is on, "" where there is none.
func clusterOf(get getter, runtime *Object) string {
	environment := get(ID{Kind: Environment, Namespace: runtime.Namespace, Name: runtime.String(environmentField)})
	// One that is being deleted does not exist for others: the rules do not see it either, and what they can not
	// see a namespace being taken by must not take it.
	if environment == nil || environment.Terminating() {
		return ""
	}
	return environment.String("spec.cluster")
}

// EffectiveNamespaces are the namespaces that a runtime takes on its cluster: the ones it names, else its own name.
func EffectiveNamespaces(runtime *Object) []string {
	field := "spec.destination.namespaces[]"
	if runtime.Kind == ProjectPipelineRuntime {
		field = "spec.destination.namespace"
	}
	if named := runtime.Strings(field); len(named) > 0 {
		return named
	}
	return []string{runtime.Name}
}

// deployedNamespaces are the keys, cluster and namespace, of where a runtime still stands, whatever it is to become: what
// it has left is taken until nothing of it is there.
func deployedNamespaces(runtime *Object) []string {
	keys := runtime.Strings("status.deployed.namespaces[]")
	for i, namespace := range keys {
		keys[i] = runtime.String(deployedField) + "/" + namespace
	}
	return keys
}

func orName(value string, o *Object) string {
	if value == "" {
		return o.Name
	}
	return value
}

// indexesByKind and followed are the table above by kind: which indexes hold its objects, and which of its reference
// fields they follow.
var indexesByKind, followed = indexByKind() //nolint:gochecknoglobals // a table, never written

func indexByKind() (map[Kind][]*index, map[Kind]map[string]bool) {
	byKind, fields := map[Kind][]*index{}, map[Kind]map[string]bool{}
	for i := range indexes {
		for _, kind := range indexes[i].of {
			byKind[kind] = append(byKind[kind], &indexes[i])
			for _, field := range indexes[i].through {
				if fields[kind] == nil {
					fields[kind] = map[string]bool{}
				}
				fields[kind][field] = true
			}
		}
	}
	return byKind, fields
}
