// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifests_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

func TestSamplesAreValid(t *testing.T) {
	crds := loadCRDs(t)
	shown := map[string]bool{}
	err := fs.WalkDir(manifests.Files(), "samples", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		for _, object := range readObjects(t, manifests.Files(), name) {
			c := crds[object.GetKind()]
			if c == nil {
				t.Errorf("%s: kind %q is none of ours", name, object.GetKind())
				continue
			}
			if err := c.validate(t.Context(), object.Object); err != nil {
				t.Errorf("%s: %s %s: %v", name, object.GetKind(), object.GetName(), err)
			}
			if namespaced := object.GetNamespace() != ""; namespaced != (c.Spec.Scope == "Namespaced") {
				t.Errorf("%s: %s %s: namespace is %q", name, object.GetKind(), object.GetName(), object.GetNamespace())
			}
			if path.Base(name) == strings.ToLower(object.GetKind())+".yaml" && path.Dir(name) == "samples" {
				shown[object.GetKind()] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for kind := range crds {
		if !shown[kind] {
			t.Errorf("samples/%s.yaml shows no %s", strings.ToLower(kind), kind)
		}
	}
}

func TestDemoIsAWholeProduct(t *testing.T) {
	names, err := fs.Glob(manifests.Files(), "samples/demo/*")
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	var kinds []string
	for _, name := range names {
		for _, object := range readObjects(t, manifests.Files(), name) {
			count[object.GetKind()]++
			kinds = append(kinds, object.GetKind())
			if namespace := object.GetNamespace(); namespace != "" && namespace != "demo" {
				t.Errorf("%s: namespace is %q, want demo", name, namespace)
			}
		}
	}
	for kind, want := range map[string]int{
		"CodeRepoProvider": 1, "Cluster": 2, "Product": 1, "Environment": 2, "Project": 1, "CodeRepo": 3,
		"CodeRepoBinding": 2, "DeploymentRuntime": 1,
	} {
		if count[kind] != want {
			t.Errorf("%d of kind %s, want %d", count[kind], kind, want)
		}
	}
	if kinds[0] != "CodeRepoBinding" {
		t.Errorf("the first file by name holds a %s: the demo is to show that order does not matter", kinds[0])
	}
}

func TestSamplesMeetTheRules(t *testing.T) {
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range []string{"samples/*.yaml", "samples/demo/*.yaml"} {
		t.Run(set, func(t *testing.T) {
			objects := readSet(t, set)
			snapshot := catalog.New(objects...)
			for _, object := range objects {
				verdict, err := engine.Judge(t.Context(), policy.Review{
					Operation: policy.Create, Object: object.Content(), Catalog: snapshot, Now: time.Now(),
				})
				if err != nil {
					t.Errorf("%s: %v", object.ID, err)
					continue
				}
				for _, finding := range verdict.Findings {
					t.Errorf("%s: %s", object.ID, finding)
				}
			}
		})
	}
}

// readSet returns the objects of the files that match, which are meant to be applied together.
func readSet(t *testing.T, pattern string) []*catalog.Object {
	t.Helper()
	names, err := fs.Glob(manifests.Files(), pattern)
	if err != nil {
		t.Fatal(err)
	}
	var objects []*catalog.Object
	for _, name := range names {
		for _, content := range readObjects(t, manifests.Files(), name) {
			object, err := catalog.NewObject(content.Object)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			objects = append(objects, object)
		}
	}
	return objects
}
