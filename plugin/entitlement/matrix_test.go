// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package entitlement_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/plugin/entitlement"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

type fields = map[string]any

func project(product, name string) *catalog.Object {
	return world.Object(catalog.Project, product, name, fields{"language": "go"})
}

func repo(product, name, project string) *catalog.Object {
	spec := fields{}
	if project != "" {
		spec["project"] = project
	}
	return world.Object(catalog.CodeRepo, product, name, spec)
}

func binding(product, name, repo, to, permissions string, projects ...any) *catalog.Object {
	spec := fields{"codeRepo": repo, "product": to, "permissions": permissions}
	if len(projects) > 0 {
		spec["projects"] = projects
	}
	return world.Object(catalog.CodeRepoBinding, product, name, spec)
}

// deleted marks an object as being deleted.
func deleted(o *catalog.Object) *catalog.Object {
	o.Content()["metadata"].(fields)["deletionTimestamp"] = "2026-11-23T12:00:00Z"
	return o
}

// small is demo with two projects, which shares and is shared with.
func small() *catalog.Snapshot {
	return catalog.New(
		world.Object(catalog.Product, "", "demo", nil), world.Object(catalog.Product, "", "core", nil),
		project("demo", "api"), project("demo", "web"), deleted(project("demo", "old")), project("core", "base"),
		repo("demo", "api", "api"), repo("demo", "charts", ""), deleted(repo("demo", "gone", "")),
		repo("core", "lib", "base"), repo("core", "secret", ""), repo("core", "tools", ""),
		binding("demo", "api-to-web", "api", "demo", "readwrite", "web"),
		binding("demo", "charts-ro", "charts", "demo", "readonly"),
		binding("demo", "charts-rw", "charts", "demo", "readwrite", "api"),
		binding("demo", "charts-core", "charts", "core", "readonly", "base"),
		deleted(binding("demo", "charts-over", "charts", "demo", "readwrite")),
		binding("core", "lib-demo", "lib", "demo", "readonly", "web"),
		binding("core", "tools-demo", "tools", "demo", "readonly"),
		// A product can not grant itself what is another's: the repo is looked for in demo.
		binding("demo", "theft", "secret", "demo", "readwrite"),
	)
}

func TestMatrix(t *testing.T) {
	got := entitlement.Of(small(), "demo")
	cell := func(project string, access entitlement.Access, bindings ...string) entitlement.Cell {
		return entitlement.Cell{Project: project, Access: access, Bindings: bindings}
	}
	want := &entitlement.Matrix{Product: "demo", Projects: []string{"api", "web"}, Repos: []entitlement.Repo{
		{
			Reference: "api", Product: "demo", Project: "api", Whole: cell("", "owner"),
			Cells:    []entitlement.Cell{cell("api", "owner"), cell("web", "rw", "api-to-web")},
			Bindings: []entitlement.Binding{{Name: "api-to-web", Access: "rw", Product: "demo", Projects: []string{"web"}}},
		},
		{
			Reference: "charts", Product: "demo", Whole: cell("", "owner", "charts-ro"),
			Cells: []entitlement.Cell{cell("api", "rw", "charts-ro", "charts-rw"), cell("web", "ro", "charts-ro")},
			Bindings: []entitlement.Binding{
				{Name: "charts-core", Access: "ro", Product: "core", Projects: []string{"base"}},
				{Name: "charts-ro", Access: "ro", Product: "demo"},
				{Name: "charts-rw", Access: "rw", Product: "demo", Projects: []string{"api"}},
			},
		},
		{
			Reference: "core/lib", Product: "core", Project: "base", Whole: cell("", "none"),
			Cells:    []entitlement.Cell{cell("api", "none"), cell("web", "ro", "lib-demo")},
			Bindings: []entitlement.Binding{{Name: "lib-demo", Access: "ro", Product: "demo", Projects: []string{"web"}}},
		},
		{
			Reference: "core/tools", Product: "core", Whole: cell("", "ro", "tools-demo"),
			Cells:    []entitlement.Cell{cell("api", "ro", "tools-demo"), cell("web", "ro", "tools-demo")},
			Bindings: []entitlement.Binding{{Name: "tools-demo", Access: "ro", Product: "demo"}},
		},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOnly(t *testing.T) {
	m := entitlement.Of(small(), "demo")
	for reference, want := range map[string]string{"api": "api", "demo/api": "api", "core/lib": "core/lib", "lib": "", "core/secret": ""} {
		only, ok := m.Only(reference)
		if ok != (want != "") || ok && (len(only.Repos) != 1 || only.Repos[0].Reference != want) {
			t.Errorf("%s: %v, %t", reference, only, ok)
		}
	}
}

func TestTheTableIsCutWhereTheTerminalEnds(t *testing.T) {
	objects := []*catalog.Object{repo("demo", "charts", "")}
	for _, name := range []string{"a-project-with-a-long-name", "another-project-with-one", "b", "c", "the-last-of-all-projects"} {
		objects = append(objects, project("demo", name))
	}
	var b strings.Builder
	if err := entitlement.Formats()[0].Write(&b, entitlement.Of(catalog.New(objects...), "demo")); err != nil {
		t.Fatal(err)
	}
	want := `REPO    OWNER  (product)  a-project-with-a-long-name  another-project-with-one
charts  demo   owner      -                           -

REPO    OWNER  (product)  b  c  the-last-of-all-projects
charts  demo   owner      -  -  -
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAMatrixOfNothing(t *testing.T) {
	for _, format := range entitlement.Formats() {
		var b strings.Builder
		if err := format.Write(&b, entitlement.Of(catalog.New(), "demo")); err != nil {
			t.Fatal(err)
		}
		if format.Name == "json" && !strings.Contains(b.String(), `"repos": []`) || format.Name == "table" && b.String() != "" {
			t.Errorf("%s: %q", format.Name, b.String())
		}
	}
}
