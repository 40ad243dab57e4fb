// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// benchRow is one line of what was measured: of a rule, or of a kind and an operation.
type benchRow struct {
	Rule      string           `json:"rule,omitempty"`
	Kind      catalog.Kind     `json:"kind,omitempty"`
	Operation policy.Operation `json:"operation,omitempty"`
	// Writes is how many different ones were judged.
	Writes int `json:"writes"`
	// P50 and P99 are microseconds for a decision, Allocations the mean for one.
	P50         float64 `json:"p50Microseconds"`
	P99         float64 `json:"p99Microseconds"`
	Allocations uint64  `json:"allocations"`
}

// judges tells whether a rule is asked about a write.
func judges(rule policy.Rule, kind catalog.Kind, operation policy.Operation) bool {
	return slices.Contains(rule.Kinds, string(kind)) && slices.Contains(rule.Operations, operation)
}

// rows are the series in the order in which they are told: kinds in theirs, rules by how long they take.
func (b *bench) rows() []benchRow {
	rows := make([]benchRow, len(b.series))
	for i, s := range b.series {
		slices.Sort(s.took)
		rows[i] = benchRow{
			Rule: s.rule, Kind: s.kind, Operation: s.operation, Writes: s.writes,
			P50: s.percentile(50), P99: s.percentile(99), Allocations: s.allocations / uint64(len(s.took)),
		}
	}
	slices.SortStableFunc(rows, func(a, b benchRow) int {
		if a.Rule != "" {
			return cmp.Or(cmp.Compare(b.P50, a.P50), cmp.Compare(a.Rule, b.Rule))
		}
		return catalog.Compare(catalog.ID{Kind: a.Kind}, catalog.ID{Kind: b.Kind})
	})
	return rows
}

// percentile is in microseconds; the durations are sorted.
func (s *series) percentile(percent int) float64 {
	const nearest = 99
	at := (len(s.took)*percent + nearest) / 100
	return float64(s.took[max(at, 1)-1]) / float64(time.Microsecond)
}

func benchFormats() report.Formats[[]benchRow] {
	return report.Formats[[]benchRow]{
		{Name: "table", Write: benchTable}, report.JSON[[]benchRow](), report.YAML[[]benchRow](),
	}
}

func benchTable(w io.Writer, rows []benchRow) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	subject := "KIND\tOPERATION"
	if len(rows) > 0 && rows[0].Rule != "" {
		subject = "RULE"
	}
	fmt.Fprintf(columns, "%s\tWRITES\tP50\tP99\tALLOCS\n", subject)
	for _, row := range rows {
		subject := string(row.Kind) + "\t" + string(row.Operation)
		if row.Rule != "" {
			subject = row.Rule
		}
		fmt.Fprintf(columns, "%s\t%d\t%s\t%s\t%d\n", subject, row.Writes, micros(row.P50), micros(row.P99), row.Allocations)
	}
	return columns.Flush()
}

func micros(n float64) string { return fmt.Sprintf("%.0fµs", n) }
