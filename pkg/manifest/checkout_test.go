// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// places are those that the rules judge by.
func places(t testing.TB) *manifest.Places {
	t.Helper()
	text, err := fs.ReadFile(policies.FS(), "layout/data.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := manifest.ParsePlaces(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// tree writes files into a fresh folder; a path that ends in a slash is a folder.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o750); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// declared is a project as it lies in a checkout, without its product.
func declared(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(project, ", namespace: shop", ""), "NAME", name)
}

const kustomization = "kind: Kustomization\nresources: [../projects/cart/cart.yaml]\n"

// readCheckout reads a folder as a checkout of product shop.
func readCheckout(t testing.TB, folder string) (*manifest.Checkout, []*manifest.Document, []string) {
	t.Helper()
	checkout, err := places(t).Read(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	reader := &manifest.Reader{Schemas: crds(t), Namespace: "shop"}
	documents, err := reader.Read(t.Context(), manifest.Source{Checkouts: []*manifest.Checkout{checkout}})
	said := lines(t, err)
	for i := range said {
		said[i] = strings.TrimPrefix(said[i], folder+string(filepath.Separator))
	}
	return checkout, documents, said
}

func paths(checkout *manifest.Checkout) []string {
	var paths []string
	for _, file := range checkout.Files {
		paths = append(paths, file.Path)
	}
	return paths
}

func TestCheckoutHoldsTheFilesOfTheLayout(t *testing.T) {
	checkout, documents, said := readCheckout(t, tree(t, map[string]string{
		"README.md":                      "# manifests",
		"production/kustomization.yaml":  kustomization,
		"production/notes.yaml":          "not: [read",
		"templates/build.yaml":           "not: [read",
		"shop.yaml":                      "not: [read",
		".git/config":                    "not: [read",
		"projects/cart/cart.yaml":        declared("cart"),
		"projects/cart/.git":             "gitdir: ../..",
		"projects/cart/.git.d/x":         "kind: ConfigMap",
		"projects/cart/notes.txt":        "not: [read",
		"projects/README.md":             "not: [read",
		"projects/.gitkeep":              "",
		"projects/pay/pay":               declared("pay"),
		"projects/envs/deep/er/e.json":   `{"kind": "Nothing"}`,
		"artifact-repos/java/maven.yaml": "# nothing yet\n",
	}))
	want := []string{
		"artifact-repos/java/maven.yaml", "production/kustomization.yaml", "projects/.gitkeep", "projects/cart/.git.d/x",
		"projects/cart/cart.yaml", "projects/envs/deep/er/e.json", "projects/pay/pay",
	}
	if diff := cmp.Diff(want, paths(checkout)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if len(said) > 0 {
		t.Errorf("errors %q", said)
	}
	var got []string
	for _, d := range documents {
		got = append(got, d.Object.GetNamespace()+"/"+d.Object.GetName())
	}
	if diff := cmp.Diff([]string{"shop/cart", "shop/pay"}, got); diff != "" {
		t.Errorf("objects (-want +got):\n%s", diff)
	}
}

func TestCheckoutLeavesToRulesWhatTheyReport(t *testing.T) {
	checkout, documents, said := readCheckout(t, tree(t, map[string]string{
		"envs/all.yaml": "metadata: {name: no-kind}\n---\nkind: 7\n---\n{}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\n" +
			"apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Product\nmetadata: {name: shop}\nspec: {codeRepoProvider: gitlab}\n",
		"projects/cart/a.yaml": declared("cart"),
		"projects/cart/b.yaml": "# once more\n" + declared("cart"),
	}))
	if len(said) > 0 {
		t.Errorf("errors %q", said)
	}
	if len(documents) != 2 || documents[0].Object.GetKind() != "Product" || !strings.HasSuffix(documents[1].Origin.File, "a.yaml") {
		t.Errorf("objects %v", documents)
	}
	if n := len(checkout.Files[0].Documents); n != 5 {
		t.Errorf("%d documents in the first file, want 5", n)
	}
	if line := checkout.Files[2].Documents[0].Line("metadata.name"); line != 4 {
		t.Errorf("the name is in line %d, want 4", line)
	}
	// What the reader fills in is not in what the rules read.
	if namespace := checkout.Files[1].Documents[0].Object.GetNamespace(); namespace != "" {
		t.Errorf("namespace %q was written into the file's own document", namespace)
	}
}

func TestCheckoutTellsWhatIsWrongInItsFiles(t *testing.T) {
	_, documents, said := readCheckout(t, tree(t, map[string]string{
		"envs/broken.yaml":              "kind: [Environment\n",
		"envs/list.yaml":                "- kind: Environment\n",
		"envs/old.yaml":                 "apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Environment\nspec: {name: old}\n",
		"envs/other.yaml":               "apiVersion: example.com/v1\nkind: Environment\nmetadata: {name: other}\n",
		"envs/twice.yaml":               declared("x") + "kind: Project\n",
		"envs/unknown.yaml":             "apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Projct\nmetadata: {name: x}\n",
		"production/kustomization.yaml": "- ../envs/old.yaml\n",
		"projects/cart/cart.yaml":       strings.Replace(declared("cart"), "language", "languag", 1),
		"projects/pay/logo.png":         "\x00\x01",
	}))
	want := []string{
		"envs/broken.yaml:1: invalid YAML: did not find expected ',' or ']'",
		"envs/list.yaml:1: document is not an object (a manifest starts with apiVersion, kind and metadata)",
		"envs/old.yaml:1: Environment is in the format of the old nautes command line (",
		"envs/other.yaml:1: apiVersion: Environment of example.com/v1 is not a nautes object (",
		`envs/twice.yaml:5: kind: key "kind" is given twice (first in line 2)`,
		`envs/unknown.yaml:2: kind: unknown kind "Projct" (did you mean "Project"?)`,
		"production/kustomization.yaml:1: document is not an object (a manifest starts with apiVersion, kind and metadata)",
		`projects/cart/cart.yaml:4: spec.languag: unknown field (did you mean "language"?)`,
		"projects/cart/cart.yaml:4: spec.language: Required value",
		"projects/pay/logo.png: is a binary file (a manifest is YAML or JSON text)",
	}
	for i := range max(len(said), len(want)) {
		if i >= len(said) || i >= len(want) || !strings.HasPrefix(said[i], want[i]) {
			t.Fatalf("errors\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
		}
	}
	if len(documents) > 0 {
		t.Errorf("objects %v", documents)
	}
}

// Each object said that its namespace is missing.
func TestCheckoutWithoutAProductIsOneError(t *testing.T) {
	folder := tree(t, map[string]string{
		"projects/cart/cart.yaml": declared("cart"), "projects/pay/pay.yaml": declared("pay"), "envs/c.yaml": "kind: ConfigMap",
	})
	checkout, err := places(t).Read(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	source := manifest.Source{Checkouts: []*manifest.Checkout{checkout}}
	_, err = (&manifest.Reader{Schemas: crds(t)}).Read(t.Context(), source)
	want := folder + ": the manifests of this checkout do not say which product they belong to (give -n PRODUCT)"
	if said := lines(t, err); len(said) != 1 || said[0] != want {
		t.Errorf("errors %q, want %q", said, want)
	}
}

func TestCheckoutWhoseManifestsNameTheirProduct(t *testing.T) {
	folder := tree(t, map[string]string{"projects/cart/cart.yaml": projects("cart"), "projects/pay/pay.yaml": projects("pay")})
	checkout, err := places(t).Read(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	source := manifest.Source{Checkouts: []*manifest.Checkout{checkout}}
	documents, err := (&manifest.Reader{Schemas: crds(t)}).Read(t.Context(), source)
	if err != nil || len(documents) != 2 {
		t.Errorf("%d objects, error %v", len(documents), err)
	}
	_, err = (&manifest.Reader{Schemas: crds(t), Namespace: "bank", EnforceNamespace: true}).Read(t.Context(), source)
	if said := lines(t, err); len(said) != 2 || !strings.Contains(said[0], `namespace "shop" does not match --namespace=bank`) {
		t.Errorf("errors %q", said)
	}
}

func TestCheckoutBesideFiles(t *testing.T) {
	folder := tree(t, map[string]string{"projects/cart/cart.yaml": declared("cart")})
	checkout, err := places(t).Read(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	again := file(t, "again.yaml", projects("cart"))
	_, err = (&manifest.Reader{Schemas: crds(t), Namespace: "shop"}).Read(t.Context(), manifest.Source{
		Filenames: []string{again}, Checkouts: []*manifest.Checkout{checkout},
	})
	if said := lines(t, err); len(said) != 1 || !strings.Contains(said[0], "Project shop/cart is given twice (first at "+again) {
		t.Errorf("errors %q", said)
	}
	_, err = (&manifest.Reader{Schemas: crds(t)}).Read(t.Context(), manifest.Source{
		Kustomize: folder, Checkouts: []*manifest.Checkout{checkout},
	})
	if err == nil {
		t.Error("a checkout and a kustomization were read together")
	}
}

// Whoever pushes to a repository could have had other files of the machine read, and told in an error.
func TestCheckoutFollowsNoLinkOutOfItself(t *testing.T) {
	secret := file(t, "secret.yaml", "password: hunter2\n")
	folder := tree(t, map[string]string{"projects/cart/cart.yaml": declared("cart"), "envs/": "", "templates/env.yaml": "kind: ConfigMap"})
	for link, target := range map[string]string{
		"envs/secret.yaml": secret, "envs/folder": "../projects", "envs/inside.yaml": "../templates/env.yaml",
	} {
		if err := os.Symlink(target, filepath.Join(folder, filepath.FromSlash(link))); err != nil {
			t.Fatal(err)
		}
	}
	checkout, _, said := readCheckout(t, folder)
	want := []string{"envs/folder: is no file", "envs/secret.yaml: path escapes from parent"}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
	for _, f := range checkout.Files {
		if linked := f.Path == "envs/inside.yaml"; linked && len(f.Documents) != 1 {
			t.Errorf("%d documents in the file that is linked to within the checkout", len(f.Documents))
		}
	}
}

func TestFoldersThatAreNoCheckout(t *testing.T) {
	for name, test := range map[string]struct{ folder, want string }{
		"missing": {"testdata/none", "testdata/none: no such file or directory"},
		"a file":  {"testdata/folder/one.yaml", "testdata/folder/one.yaml: not a directory"},
		"nothing of the layout": {"testdata/folder", "testdata/folder: is no checkout of default.project (it holds none of artifact-repos, " +
			"code-repos, envs, projects, runtimes, production/kustomization.yaml)"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := places(t).Read(t.Context(), test.folder)
			if err == nil || err.Error() != test.want {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
}

func TestReadingACheckoutEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("stop")
	cancel(stop)
	folder := tree(t, map[string]string{"projects/cart/cart.yaml": declared("cart")})
	if _, err := places(t).Read(ctx, folder); !errors.Is(err, stop) {
		t.Errorf("error %v, want that of the context", err)
	}
	checkout, err := places(t).Read(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	_, err = (&manifest.Reader{Schemas: crds(t), Namespace: "shop"}).Read(ctx, manifest.Source{Checkouts: []*manifest.Checkout{checkout}})
	if !errors.Is(err, stop) {
		t.Errorf("error %v, want that of the context", err)
	}
}
