// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/judge"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// layoutFlag is the name of the flag.
const layoutFlag = "layout"

// layout are the folders among the files that are checkouts of default.project.
type layout struct {
	// wanted is what the user says. Where the user says nothing, a folder is a checkout if it looks like one.
	wanted, said bool

	places    *manifest.Places
	checkouts []*manifest.Checkout
}

func (l *layout) addFlag(flags *pflag.FlagSet) {
	flags.BoolVar(&l.wanted, layoutFlag, false,
		"Read folders as checkouts of default.project and judge their layout too; if not given, those that look like one")
}

// find reads the checkouts among the files and takes their folders out of those.
func (l *layout) find(ctx context.Context, f *files, errOut io.Writer) error {
	if l.said && !l.wanted {
		return nil
	}
	if l.wanted && f.kustomize != "" {
		return errors.New("--layout reads the folder of a checkout (use -f FOLDER instead of -k)")
	}
	if err := l.readPlaces(); err != nil {
		return err
	}
	var rest []string
	for _, name := range f.filenames {
		if !l.isCheckout(name) {
			rest = append(rest, name)
			continue
		}
		checkout, err := l.places.Read(ctx, name)
		if err != nil {
			return err
		}
		l.checkouts = append(l.checkouts, checkout)
		if !l.said {
			fmt.Fprintf(errOut, "Note: %s looks like a checkout of default.project, so its layout is judged too; --layout=false leaves that out\n", name)
		}
	}
	if l.wanted && len(l.checkouts) == 0 && len(f.filenames) > 0 {
		return errors.New("--layout reads the folder of a checkout, and -f names no folder (use -f FOLDER)")
	}
	f.filenames, f.checkouts = rest, l.checkouts
	return nil
}

// readPlaces reads where the kinds lie from the file by which the rules judge it.
func (l *layout) readPlaces() error {
	text, err := fs.ReadFile(policies.FS(), "layout/data.yaml")
	if err != nil {
		return fmt.Errorf("open policies: %w", err)
	}
	l.places, err = manifest.ParsePlaces(text)
	return err
}

func (l *layout) isCheckout(name string) bool {
	if !l.wanted {
		return l.places.Recognize(name)
	}
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// holdAll tells a judge with no cluster that the checkouts are all there is of their products. Then an environment that
// is not among the files does not exist, but of other products nothing is known.
func (l *layout) holdAll(j *judge.Judge, members *set.Set) {
	if len(l.checkouts) == 0 {
		return
	}
	j.Unheld = slices.DeleteFunc(j.Unheld, func(kind catalog.Kind) bool {
		_, placed := l.places.Kinds[string(kind)]
		return placed
	})
	products := map[string]bool{}
	for _, m := range members.Members() {
		if m.Namespace != "" {
			products[m.Namespace] = true
		}
	}
	j.Holds = func(id catalog.ID) bool {
		if id.Kind == catalog.Product {
			return products[id.Name]
		}
		return id.Namespace == "" || products[id.Namespace]
	}
}

// judge holds the checkouts against the rules about their layout. Objects that say no product are of the one given. The
// findings are file by file, each from top to bottom.
func (l *layout) judge(ctx context.Context, engine *policy.Engine, product string) ([]report.Finding, error) {
	var findings []report.Finding
	for _, checkout := range l.checkouts {
		files := map[string]*manifest.CheckoutFile{}
		for _, file := range checkout.Files {
			files[file.Path] = file
		}
		found, err := engine.JudgeLayout(ctx, judgedLayout(checkout))
		if err != nil {
			return nil, fmt.Errorf("judge layout of %s: %w", checkout.Folder, err)
		}
		for _, finding := range found {
			findings = append(findings, layoutFindingOf(finding, checkout, files[finding.File], product))
		}
	}
	slices.SortStableFunc(findings, func(a, b report.Finding) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line)
	})
	return findings, nil
}

// judgedLayout is a checkout as the rules read it.
func judgedLayout(checkout *manifest.Checkout) policy.Layout {
	judged := policy.Layout{Files: make([]policy.LayoutFile, len(checkout.Files))}
	for i, file := range checkout.Files {
		judged.Files[i] = policy.LayoutFile{Path: file.Path, Documents: make([]map[string]any, len(file.Documents))}
		for n, document := range file.Documents {
			judged.Files[i].Documents[n] = document.Object.Object
		}
	}
	return judged
}

// layoutFindingOf gives a finding its place. One about a file as a whole names no object, and one about a file that is
// missing has no line either.
func layoutFindingOf(finding policy.LayoutFinding, checkout *manifest.Checkout, file *manifest.CheckoutFile, product string) report.Finding {
	told := report.Finding{Finding: finding.Finding, File: checkout.Name(finding.File)}
	if file == nil || finding.Document >= len(file.Documents) {
		return told
	}
	document := file.Documents[finding.Document]
	told.Line = document.Line(finding.Field)
	resource, ours := catalog.ResourceOf(catalog.Kind(document.Object.GetKind()))
	if !ours {
		return told
	}
	told.ID = catalog.ID{Kind: resource.Kind, Namespace: document.Object.GetNamespace(), Name: document.Object.GetName()}
	if resource.Namespaced && told.Namespace == "" {
		told.Namespace = product
	}
	return told
}
