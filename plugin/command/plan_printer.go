// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// table writes a line an object. Columns are two apart, not kubectl's three, so that most fit into 80; the file, which can be long, is
// last.
func (p *plan) table(w io.Writer) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "WAVE\t#\tKIND\tNAME\tPRODUCT\tAFTER\tFILE:LINE")
	for _, o := range p.Objects {
		after := make([]string, len(o.After))
		for i, number := range o.After {
			after[i] = strconv.Itoa(number)
		}
		fmt.Fprintf(columns, "%d\t%d\t%s\t%s\t%s\t%s\t%s:%d\n", o.Wave, o.Number, o.Kind, o.Name,
			orDash(o.Namespace), orDash(strings.Join(after, ",")), o.File, o.Line)
	}
	return columns.Flush()
}

// names writes a line an object, as kubectl names objects with -o name.
func (p *plan) names(w io.Writer) error {
	for _, o := range p.Objects {
		if _, err := fmt.Fprintln(w, qualified(o.ID)); err != nil {
			return err
		}
	}
	return nil
}

// qualified names an object as kubectl does, for example "environment.nautes.resource.nautes.io/test".
func qualified(id catalog.ID) string {
	return fmt.Sprintf("%s.%s/%s", strings.ToLower(string(id.Kind)), catalog.Group, id.Name)
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
