// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package write_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/write"
)

// object is one that says where it lies.
func object(kind catalog.Kind, namespace, name string, spec map[string]any) write.Object {
	o := &unstructured.Unstructured{Object: map[string]any{"spec": spec}}
	o.SetAPIVersion(catalog.APIVersion)
	o.SetKind(string(kind))
	o.SetNamespace(namespace)
	o.SetName(name)
	return write.Object{Object: o}
}

func places(t *testing.T) *manifest.Places {
	t.Helper()
	p, err := manifest.ParsePlaces([]byte(`{kustomization: production/kustomization.yaml, kinds: {Environment: {directory: envs},
		CodeRepo: {directory: code-repos, subdirectory: metadata.name}, CodeRepoBinding: {directory: code-repos, subdirectory: spec.codeRepo}}}`))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func paths(f *write.Folder) []string {
	var paths []string
	for _, file := range f.Files() {
		paths = append(paths, file.Path)
	}
	return paths
}

func demo() []write.Object {
	return []write.Object{
		object(catalog.Product, "", "demo", nil),
		object(catalog.Environment, "demo", "test", map[string]any{"cluster": "c", "envType": "test"}),
		object(catalog.CodeRepo, "demo", "web", nil),
		object(catalog.CodeRepoBinding, "demo", "web", map[string]any{"codeRepo": "web", "product": "demo", "permissions": "readonly"}),
	}
}

func TestFoldersOfSeveralProducts(t *testing.T) {
	folder, err := write.NewFolder(places(t), append(demo(), object(catalog.Cluster, "", "c", nil)), write.File{Path: "secrets/c.yaml", Secret: true})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"clusters/c.yaml", "demo/code-repos/web/web.coderepobinding.yaml", "demo/code-repos/web/web.yaml", "demo/envs/test.yaml",
		"demo/production/kustomization.yaml", "products/demo.yaml", "secrets/c.yaml",
	}
	if diff := cmp.Diff(want, paths(folder)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"clusters", "demo/code-repos", "demo/envs", "products"}, folder.Manifests()); diff != "" || folder.Secrets() != "secrets" {
		t.Errorf("secrets %q, manifests %s", folder.Secrets(), diff)
	}
	out := filepath.Join(t.TempDir(), "out")
	if err := folder.Write(out); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(out, "secrets", "c.yaml"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the secret is %v, error %v", info, err)
	}
}

func TestFolderOfOneProduct(t *testing.T) {
	folder, err := write.NewProduct(places(t), append(demo(), object(catalog.Cluster, "", "a", nil), object(catalog.Cluster, "", "b", nil)))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"b.cluster.yaml", "cluster.yaml", "default.project/code-repos/web/web.coderepobinding.yaml", "default.project/code-repos/web/web.yaml",
		"default.project/envs/test.yaml", "default.project/production/kustomization.yaml", "product.yaml",
	}
	if diff := cmp.Diff(want, paths(folder)); diff != "" {
		t.Error(diff)
	}
	for _, file := range folder.Files() {
		if file.Path == "default.project/production/kustomization.yaml" {
			golden := "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- ../code-repos/web/web.coderepobinding.yaml\n" +
				"- ../code-repos/web/web.yaml\n- ../envs/test.yaml\n"
			if diff := cmp.Diff(golden, string(file.Content)); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func TestCommentsStandAtTheirFields(t *testing.T) {
	o := demo()[1]
	o.Comments = func(field string) manifest.Comments {
		switch field {
		case "apiVersion":
			return manifest.Comments{Head: "# above"}
		case "spec.cluster":
			return manifest.Comments{Line: "# beside"}
		}
		return manifest.Comments{}
	}
	var text strings.Builder
	if err := write.YAML(&text, o); err != nil {
		t.Fatal(err)
	}
	want := "# above\napiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Environment\nmetadata:\n  name: test\n  namespace: demo\nspec:\n" +
		"  cluster: c # beside\n  envType: test\n"
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Error(diff)
	}
}
