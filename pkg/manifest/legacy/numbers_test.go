// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
)

// clone reads the clone of testdata, whose product has the number 7, and more.
func clone(t *testing.T, more string) []*manifest.Document {
	t.Helper()
	checkout, err := places(t).Read(t.Context(), filepath.Join("testdata", "default.project"))
	if err != nil {
		t.Fatal(err)
	}
	reader := &manifest.Reader{Schemas: schemas(t), Namespace: "product-7", Stdin: strings.NewReader(more)}
	source := manifest.Source{Checkouts: []*manifest.Checkout{checkout}}
	if more != "" {
		source.Filenames = []string{"-"}
	}
	documents, err := reader.Read(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

func TestCloneGetsNames(t *testing.T) {
	documents := clone(t, "")
	notes, errs := (&legacy.Numbers{Names: map[string]string{"product-7": "shop"}}).Resolve(documents)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var text strings.Builder
	if err := legacy.YAML(&text, written(documents, notes)...); err != nil {
		t.Fatal(err)
	}
	golden(t, "default.project.golden", text.String())
	golden(t, "default.project.notes", strings.Join(said(notes), "\n")+"\n")
}

// What nobody named is an error at the first place that needs it, once for each number.
func TestNumbersWithoutNames(t *testing.T) {
	more := head + `kind: DeploymentRuntime
metadata: {name: other, namespace: product-7}
spec:
  product: product-7
  manifestSource: {codeRepo: repo-99, targetRevision: main, path: p}
  destination: {environment: test}
---
` + head + `kind: CodeRepoBinding
metadata: {name: shared, namespace: product-7}
spec: {codeRepo: repo-99, product: product-8, permissions: readonly}
`
	_, errs := (&legacy.Numbers{Names: map[string]string{"product-7": "shop"}}).Resolve(clone(t, more))
	want := []string{
		`STDIN:6: spec.manifestSource.codeRepo: what "repo-99" stands for is not said in these files: it is a number of GitLab ` +
			`(give --map repo-99=REPO, or repo-99=PRODUCT/REPO where it is another product's)`,
		`STDIN:12: spec.product: what "product-8" stands for is not said in these files: it is a number of GitLab ` +
			`(give --map product-8=PRODUCT, or -n PRODUCT for the one that the repository belongs to; the name is the path of the group)`,
	}
	if diff := cmp.Diff(want, lines(t, errs)); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
	names := map[string]string{"product-7": "shop", "product-8": "bank", "repo-99": "platform/charts"}
	documents := clone(t, more)
	if _, errs := (&legacy.Numbers{Names: names}).Resolve(documents); len(errs) > 0 {
		t.Fatal(errs)
	}
	if got := asYAML(t, documents[0].Object.Object["spec"]); !strings.Contains(got, "codeRepo: platform/charts\n") {
		t.Errorf("the runtime became\n%s", got)
	}
	if got := asYAML(t, documents[1].Object.Object["spec"]); !strings.Contains(got, "product: bank\n") {
		t.Errorf("the binding became\n%s", got)
	}
}

// A repo of another product whose clone is converted as well is known by that product's name too.
func TestReposOfOtherClones(t *testing.T) {
	documents := clone(t, head+`kind: CodeRepo
metadata: {name: repo-60, namespace: product-9}
spec: {product: product-9, repoName: charts}
---
`+head+`kind: DeploymentRuntime
metadata: {name: other, namespace: product-7}
spec: {manifestSource: {codeRepo: repo-60, targetRevision: main, path: p}, destination: {environment: test}}
`)
	names := map[string]string{"product-7": "shop", "product-9": "platform"}
	if _, errs := (&legacy.Numbers{Names: names}).Resolve(documents); len(errs) > 0 {
		t.Fatal(errs)
	}
	if got := asYAML(t, documents[1].Object.Object["spec"]); !strings.Contains(got, "codeRepo: platform/charts\n") {
		t.Errorf("the runtime became\n%s", got)
	}
}

// What is called by a name, though it looks like a number to people, is left alone.
func TestNamesAreLeftAlone(t *testing.T) {
	documents, err := converted(t, &legacy.Converter{}, head+"kind: CodeRepo\nmetadata: {name: repo-42b, namespace: demo}\nspec: {product: demo, project: product-7}\n")
	if err != nil {
		t.Fatal(err)
	}
	before := asYAML(t, documents[0].Object.Object)
	if legacy.Numbered(documents[0].Object) || legacy.Misplaced(documents[0].Object) {
		t.Error("it is taken for one with a number")
	}
	if _, errs := (&legacy.Numbers{}).Resolve(documents); len(errs) > 0 {
		t.Fatal(errs)
	}
	if diff := cmp.Diff(strings.Replace(before, "  product: demo\n", "", 1), asYAML(t, documents[0].Object.Object)); diff != "" {
		t.Error(diff)
	}
}

// Objects of the tenant cluster leave its namespace, and what is of no use any more.
func TestTenantCluster(t *testing.T) {
	c := &legacy.Converter{Tenant: true}
	documents, err := from(t, c, manifest.Source{Filenames: []string{"testdata/tenant.yaml"}}, "")
	if err != nil {
		t.Fatal(err)
	}
	notes, errs := (&legacy.Numbers{Names: c.Products}).Resolve(documents)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var text strings.Builder
	if err := legacy.YAML(&text, written(documents, append(c.Notes, notes...))...); err != nil {
		t.Fatal(err)
	}
	golden(t, "tenant.golden", text.String())
	golden(t, "tenant.notes", strings.Join(said(append(c.Notes, notes...)), "\n")+"\n")
}
