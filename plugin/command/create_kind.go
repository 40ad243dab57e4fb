// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/merge"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
	"github.com/nautes-labs/kubectl-nautes/plugin/specflags"
)

// createOptions is what one run of create works on.
type createOptions struct {
	writing
	kind    specflags.Kind
	offline bool
}

func (o *createOptions) run(ctx context.Context, flags *pflag.FlagSet, name string) error {
	if err := o.validate(); err != nil {
		return err
	}
	if o.offline && o.dryRun != dryRunClient {
		return errors.New("--offline sends nothing (give --dry-run=client too)")
	}
	product, err := productToWriteIn(o.config)
	if err != nil {
		return err
	}
	object, err := o.kind.Object(product, name, flags)
	if err != nil {
		return err
	}
	members, err := setOf(ctx, o.kind, object)
	if err != nil {
		return err
	}
	if o.offline {
		return o.judgeAlone(ctx, members)
	}
	return o.create(ctx, &creating{kind: o.kind, change: "to change it: kubectl nautes apply, or kubectl edit"}, members, nil)
}

// productToWriteIn is the product that something is made in.
func productToWriteIn(config genericclioptions.RESTClientGetter) (string, error) {
	name, _, err := product(config)
	if err == nil && name == "" {
		err = errors.New("no product named (give -p PRODUCT)")
	}
	return name, err
}

// setOf is a set of one object that was made of flags. The error says all that the schema has against it.
func setOf(ctx context.Context, kind specflags.Kind, object *unstructured.Unstructured) (*set.Set, error) {
	schemas, err := builtInSchemas()
	if err != nil {
		return nil, err
	}
	var errs manifest.Errors
	for _, wrong := range schemas.Validate(ctx, object) {
		errs = append(errs, &manifest.Error{Field: withFlag(kind, wrong.Field), Message: wrong.ErrorBody()})
	}
	if len(errs) > 0 {
		return nil, errs
	}
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		return nil, fmt.Errorf("open CRDs: %w", err)
	}
	return set.New([]*manifest.Document{{Object: object}}, schemas, merge.New(crds, schemas.Default))
}

// withFlag puts the flag of a field before it.
func withFlag(kind specflags.Kind, field string) string {
	if flag := kind.FlagOf(field); flag != "" {
		return flag + ": " + field
	}
	return field
}

// judgeAlone prints the object unless the rules have something against it, as far as they can tell from itself.
func (o *createOptions) judgeAlone(ctx context.Context, members *set.Set) error {
	j, err := newJudge()
	if err != nil {
		return err
	}
	j.Unheld = kinds()
	r, err := judgeWith(ctx, j, members, catalog.New(), func([]catalog.Kind) string { return "Leave --offline out." })
	if err != nil {
		return err
	}
	for _, finding := range r.Findings {
		finding.Field = withFlag(o.kind, finding.Field)
		fmt.Fprintln(o.ErrOut, finding)
	}
	fmt.Fprintln(o.ErrOut, r.Summary())
	if r.Count(policy.Deny) > 0 {
		return exitcode.Silent(exitcode.Denied)
	}
	for _, m := range members.Members() {
		if err := o.printer.show(entry{id: m.ID, word: created, object: m.Document.Object}); err != nil {
			return err
		}
	}
	return o.printer.flush()
}
