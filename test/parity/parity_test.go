// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package parity_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/parity"
)

// judge is what refuses writes when there is no server: the schemas and the rules.
type judge struct {
	schemas *manifest.Schemas
	engine  *policy.Engine
	world   []*unstructured.Unstructured
	catalog *catalog.Snapshot
}

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newJudge(t *testing.T) *judge {
	t.Helper()
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		t.Fatal(err)
	}
	j := &judge{schemas: manifest.NewSchemas(crds)}
	if j.engine, err = policy.New(t.Context(), policies.FS()); err != nil {
		t.Fatal(err)
	}
	if j.world, err = parity.World(); err != nil {
		t.Fatal(err)
	}
	var objects []*catalog.Object
	for _, object := range j.world {
		j.takeDefaults(t, object)
		one, err := catalog.NewObject(object.Object)
		if err != nil {
			t.Fatal(err)
		}
		objects = append(objects, one)
	}
	j.catalog = catalog.New(objects...)
	return j
}

func (j *judge) takeDefaults(t *testing.T, object *unstructured.Unstructured) {
	t.Helper()
	if object.GetKind() != "Namespace" {
		if err := j.schemas.Default(object); err != nil {
			t.Fatal(err)
		}
	}
}

func rows(t *testing.T) []parity.Row {
	t.Helper()
	rows, err := parity.Rows()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTheWorldIsRight(t *testing.T) {
	j := newJudge(t)
	j.catalog.Each(func(object *catalog.Object) bool {
		if object.Kind == catalog.Namespace {
			return true
		}
		for _, err := range j.schemas.Validate(t.Context(), &unstructured.Unstructured{Object: object.Content()}) {
			t.Errorf("%s: %v", object.ID, err)
		}
		verdict, err := j.engine.Judge(t.Context(), policy.Stored(object, j.catalog, now))
		if err != nil {
			t.Fatal(err)
		}
		for _, finding := range verdict.Findings {
			if !finding.Skipped {
				t.Errorf("%s: %s", object.ID, finding)
			}
		}
		return true
	})
}

func TestWhatNautesRefusesIsRefused(t *testing.T) {
	j := newJudge(t)
	for _, row := range rows(t) {
		if row.Not != "" {
			continue
		}
		t.Run(row.String(), func(t *testing.T) {
			switch {
			case row.Files != nil:
				j.layout(t, row)
			case row.Schema != "":
				j.schema(t, row)
			default:
				j.rule(t, row)
			}
		})
	}
}

func (j *judge) write(t *testing.T, row parity.Row) parity.Write {
	t.Helper()
	write, err := row.Write(j.world)
	if err != nil {
		t.Fatal(err)
	}
	return write
}

func (j *judge) schema(t *testing.T, row parity.Row) {
	var fields []string
	for _, err := range j.schemas.Validate(t.Context(), j.write(t, row).Object) {
		fields = append(fields, err.Field)
	}
	if !slices.Contains(fields, row.Schema) {
		t.Errorf("the schema refuses %q, not %s", fields, row.Schema)
	}
}

func (j *judge) rule(t *testing.T, row parity.Row) {
	write := j.write(t, row)
	review := policy.Review{Operation: write.Operation, Catalog: j.catalog, Now: now}
	if write.OldObject != nil {
		review.OldObject = write.OldObject.Object
	}
	if write.Object != nil {
		for _, err := range j.schemas.Validate(t.Context(), write.Object) {
			t.Errorf("the schema refuses it already: %v", err)
		}
		j.takeDefaults(t, write.Object)
		review.Object = write.Object.Object
	}
	verdict, err := j.engine.Judge(t.Context(), review)
	if err != nil {
		t.Fatal(err)
	}
	mustFind(t, row, verdict.Findings)
	if row.Warns && verdict.Denied() {
		t.Errorf("it is refused: %v", verdict.Denials())
	}
}

func mustFind(t *testing.T, row parity.Row, findings []policy.Finding) {
	t.Helper()
	want, said := policy.Deny, []string{}
	if row.Warns {
		want = policy.Warn
	}
	for _, finding := range findings {
		if finding.Rule == row.Rule && finding.Action == want {
			return
		}
		said = append(said, fmt.Sprintf("%s %s", finding.Action, finding))
	}
	t.Errorf("%s does not %s it; what is found:\n%s", row.Rule, want, strings.Join(said, "\n"))
}

func (j *judge) layout(t *testing.T, row parity.Row) {
	var layout policy.Layout
	for path, documents := range row.Files {
		layout.Files = append(layout.Files, policy.LayoutFile{Path: path, Documents: documents})
	}
	slices.SortFunc(layout.Files, func(a, b policy.LayoutFile) int { return strings.Compare(a.Path, b.Path) })
	found, err := j.engine.JudgeLayout(t.Context(), layout)
	if err != nil {
		t.Fatal(err)
	}
	var findings []policy.Finding
	for _, one := range found {
		findings = append(findings, one.Finding)
	}
	mustFind(t, row, findings)
}
