// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package entitlement

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/table"
)

// Formats are the ways to write a matrix.
func Formats() report.Formats[*Matrix] {
	return report.Formats[*Matrix]{
		{Name: "table", Write: narrow},
		{Name: "wide", Write: func(w io.Writer, m *Matrix) error { return m.part(m.Projects, Cell.wide).WriteWide(w) }},
		report.JSON[*Matrix](), report.YAML[*Matrix](),
		{Name: "name", Write: references},
	}
}

// whole is the head of the column of the product as a whole. No project has such a name.
const whole = "(product)"

// references writes the repos as manifests of the product write them.
func references(w io.Writer, m *Matrix) error {
	for _, reference := range m.References() {
		if _, err := fmt.Fprintln(w, reference); err != nil {
			return err
		}
	}
	return nil
}

// narrow writes the matrix, below one another as many parts as it takes for all projects, and then the bindings.
func narrow(w io.Writer, m *Matrix) error {
	parts := []*table.Table{}
	for _, projects := range m.parts() {
		parts = append(parts, m.part(projects, func(c Cell) string { return c.Access.short() }))
	}
	for i, t := range append(parts, m.bindings()) {
		if i > 0 && len(t.Rows) > 0 {
			fmt.Fprintln(w)
		}
		if err := t.Write(w); err != nil {
			return err
		}
	}
	return nil
}

// parts are the projects, as many together as there is room for beside the repos.
func (m *Matrix) parts() [][]string {
	used := 0
	for _, column := range []func(Repo) string{func(r Repo) string { return r.Reference }, m.owner, func(Repo) string { return whole }} {
		width := len("REPO ")
		for _, repo := range m.Repos {
			width = max(width, utf8.RuneCountInString(column(repo)))
		}
		used += width + 2
	}
	var parts [][]string
	part, room := []string{}, table.Width-used
	for _, project := range m.Projects {
		width := max(utf8.RuneCountInString(project), len(Owner)) + 2
		if len(part) > 0 && width > room {
			parts = append(parts, part)
			part, room = nil, table.Width-used
		}
		part = append(part, project)
		room -= width
	}
	return append(parts, part)
}

// part is the matrix for some of the projects.
func (m *Matrix) part(projects []string, text func(Cell) string) *table.Table {
	t := &table.Table{Head: append([]string{"REPO", "OWNER", whole}, projects...)}
	for _, repo := range m.Repos {
		cells := []string{repo.Reference, m.owner(repo), text(repo.Whole)}
		for _, project := range projects {
			for _, cell := range repo.Cells {
				if cell.Project == project {
					cells = append(cells, text(cell))
				}
			}
		}
		t.Rows = append(t.Rows, table.Row{Cells: cells})
	}
	return t
}

// owner is whose a repo is: a project, else a product.
func (m *Matrix) owner(r Repo) string {
	switch {
	case r.Project == "":
		return r.Product
	case r.Product == m.Product:
		return r.Project
	}
	return r.Product + "/" + r.Project
}

func (a Access) short() string {
	if a == None {
		return "-"
	}
	return string(a)
}

// wide is the access and by which bindings, for example "ro charts-to-all".
func (c Cell) wide() string {
	return strings.Join(append([]string{c.Access.short()}, strings.Join(c.Bindings, ",")), " ")
}

// bindings are what shares the repos, and with whom.
func (m *Matrix) bindings() *table.Table {
	t := &table.Table{Head: []string{"REPO", "ACCESS", "BINDING", "GRANTED TO"}}
	for _, repo := range m.Repos {
		for _, b := range repo.Bindings {
			t.Rows = append(t.Rows, table.Row{Cells: []string{repo.Reference, string(b.Access), b.Name, m.grantees(b)}})
		}
	}
	return t
}

func (m *Matrix) grantees(b Binding) string {
	projects := "all projects"
	if len(b.Projects) > 0 {
		projects = strings.Join(b.Projects, ", ")
	}
	if b.Product != m.Product {
		projects += " of product " + b.Product
	}
	return projects
}
