// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package known

import (
	"fmt"
	"io"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/table"
)

// Formats are the ways to write a catalogue.
func Formats() report.Formats[*Catalogue] {
	return report.Formats[*Catalogue]{
		{Name: "table", Write: func(w io.Writer, c *Catalogue) error { return c.table().Write(w) }},
		{Name: "wide", Write: func(w io.Writer, c *Catalogue) error { return c.wide().WriteWide(w) }},
		report.JSON[*Catalogue](), report.YAML[*Catalogue](),
		{Name: "name", Write: names},
	}
}

func names(w io.Writer, c *Catalogue) error {
	for _, choice := range c.Components {
		if choice.Name == "" {
			continue
		}
		if _, err := fmt.Fprintln(w, choice.Name); err != nil {
			return err
		}
	}
	return nil
}

func (c *Catalogue) table() *table.Table {
	t := &table.Table{Head: []string{"CATEGORY", "COMPONENT", "NAMESPACE", "NEEDED"}}
	for _, choice := range c.Components {
		row := table.Row{Cells: []string{choice.Category, table.OrDash(choice.Name), table.OrDash(choice.Namespace), c.needed(choice)}}
		for _, property := range choice.Properties {
			row.Below = append(row.Below, property.String())
		}
		if len(choice.RequiredBy) > 0 && len(choice.RequiredBy) < len(c.Classes) {
			row.Below = append(row.Below, "needed by "+strings.Join(choice.RequiredBy, ", "))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// needed tells whether a cluster of the class needs it, or how many classes do.
func (c *Catalogue) needed(choice Choice) string {
	switch {
	case choice.Required:
		return "yes"
	case c.Class != "" || len(choice.RequiredBy) == 0:
		return "no"
	case len(choice.RequiredBy) == len(c.Classes):
		return "always"
	}
	return "by some"
}

// String is the property in words, for example "httpNodePort: port number, default 30080".
func (p Property) String() string {
	said := []string{}
	for _, part := range []string{p.Form, p.standing(), withPattern(p.Pattern)} {
		if part != "" {
			said = append(said, part)
		}
	}
	return p.Name + ": " + strings.Join(said, ", ")
}

// standing tells whether it may be left out.
func (p Property) standing() string {
	switch {
	case p.Default != "":
		return "default " + p.Default
	case p.Required:
		return "required"
	}
	return "optional"
}

func withPattern(pattern string) string {
	if pattern == "" {
		return ""
	}
	return "pattern " + pattern
}

// wide has a line for each property.
func (c *Catalogue) wide() *table.Table {
	t := &table.Table{Head: []string{"CATEGORY", "COMPONENT", "NAMESPACE", "NEEDED", "PROPERTY", "REQUIRED", "DEFAULT", "FORM", "PATTERN", "NEEDED BY"}}
	for _, choice := range c.Components {
		properties := choice.Properties
		if len(properties) == 0 {
			properties = []Property{{}}
		}
		for _, p := range properties {
			required := "-"
			switch {
			case p.Name != "" && p.Required && p.Default == "":
				required = "yes"
			case p.Name != "":
				required = "no"
			}
			t.Rows = append(t.Rows, table.Row{Cells: []string{
				choice.Category, table.OrDash(choice.Name), table.OrDash(choice.Namespace), c.needed(choice), table.OrDash(p.Name),
				required, table.OrDash(p.Default), table.OrDash(p.Form), table.OrDash(p.Pattern),
				table.OrDash(strings.Join(choice.RequiredBy, ",")),
			}})
		}
	}
	return t
}
