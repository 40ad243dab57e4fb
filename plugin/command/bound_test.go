// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command_test

import (
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

// ofTheProduct is what in the manifests is product-scoped.
var ofTheProduct = manifests[:strings.LastIndex(manifests, "---")]

const chartsPath = api + "/namespaces/demo/coderepos/charts"

// foreign is a repo of demo for a project that is not there, which is for all to see who may read demo.
const foreign = `
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: CodeRepo
metadata: {name: web, namespace: demo}
spec: {codeRepoProvider: gitlab, project: nope}
`

// Who has a role in one product's namespace only can not list anything in the whole cluster, and no cluster, product
// or provider at all.
func TestWhoIsBoundInOneProductIsServed(t *testing.T) {
	const (
		note = "Note: you may not look into all products: rules across products, such as runtime-namespace-free, are judged on what you may see\n"
		mend = "Ask for the cluster role nautes-viewer in the whole cluster"
	)
	for name, test := range map[string]struct {
		stdin   string
		args    []string
		code    exitcode.Code
		summary string
		// open tells that rules are not judged.
		open bool
	}{
		"validate":                {ofTheProduct, []string{"validate"}, exitcode.Done, "3 objects judged: nothing found; 3 rules not judged", true},
		"validate what is wrong":  {foreign, []string{"validate"}, exitcode.Denied, "1 object judged: 1 denial; 2 rules not judged", true},
		"diff":                    {ofTheProduct, []string{"diff"}, exitcode.Differs, "3 objects judged: nothing found; 3 rules not judged", true},
		"apply, client":           {ofTheProduct, []string{"apply", "--dry-run=client"}, exitcode.Done, "1 created, 2 unchanged (dry run)", true},
		"apply, server":           {ofTheProduct, []string{"apply", "--dry-run=server"}, exitcode.Done, "1 created, 2 unchanged (server dry run)", true},
		"apply what is wrong":     {foreign, []string{"apply", "--dry-run=client"}, exitcode.Denied, "1 denied (dry run)", true},
		"apply what is unseen":    {manifests, []string{"apply", "--dry-run=client"}, exitcode.Failed, "1 failed, 4 not tried (dry run)", true},
		"delete, client":          {ofTheProduct, []string{"delete", "--dry-run=client"}, exitcode.Done, "3 deleted (dry run)", false},
		"delete, server":          {ofTheProduct, []string{"delete", "--dry-run=server"}, exitcode.Done, "2 deleted, 1 not sent (server dry run)", false},
		"delete what is unseen":   {manifests, []string{"delete", "--dry-run=client"}, exitcode.Partly, "3 deleted, 1 failed (dry run)", false},
		"validate what is unseen": {manifests, []string{"validate"}, exitcode.Done, "4 objects judged: nothing found; 2 rules not judged", true},
	} {
		t.Run(name, func(t *testing.T) {
			server := livetest.New(t)
			demo(t, server)
			if test.args[0] != "delete" {
				server.Remove(chartsPath) // so that it is new
			}
			before := len(server.Writes())
			server.Intercept = livetest.BoundIn([]string{"demo"})
			got := run(t.Context(), t, server, test.stdin, append(test.args, "-f", "-")...)
			got.want(t, test.code, test.summary)
			if n := strings.Count(got.errOut, note); n != 1 {
				t.Errorf("the note is there %d times:\n%s", n, got.errOut)
			}
			if all := strings.Join(strings.Fields(got.out+got.errOut), " "); strings.Contains(all, mend) != test.open {
				t.Errorf("says what to ask for: %t, want %t; all of it:\n%s", !test.open, test.open, got.out+got.errOut)
			}
			for _, write := range server.Writes()[before:] {
				if !strings.HasSuffix(write, "(dry run)") {
					t.Errorf("wrote: %s", write)
				}
			}
		})
	}
}

func TestWhoMaySeeAllIsToldNothingOfRights(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	server.Put(livetest.Path("CodeRepoProvider", "", "gitlab"), map[string]any{
		"apiVersion": "nautes.resource.nautes.io/v1alpha1", "kind": "CodeRepoProvider", "metadata": map[string]any{"name": "gitlab"},
	})
	got := run(t.Context(), t, server, ofTheProduct, "validate", "-f", "-")
	if got.out != "" || got.errOut != "3 objects judged: nothing found\n" {
		t.Errorf("prints: %s%s", got.out, got.errOut)
	}
}

func TestWhoMaySeeNothingIsRefused(t *testing.T) {
	server := livetest.New(t)
	server.Intercept = livetest.BoundIn(nil)
	got := run(t.Context(), t, server, project, "validate", "-f", "-")
	if got.code != exitcode.Failed || !strings.Contains(got.errOut, `error: User "jane" cannot read`) {
		t.Errorf("code %d: %s", got.code, got.errOut)
	}
}

// Whether an object is there that may not be read is not known; that it is shown as new must not say that it is not.
func TestDiffSaysWhatItCouldNotRead(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	server.Intercept = livetest.BoundIn([]string{"demo"})
	got := run(t.Context(), t, server, manifests, "diff", "-f", "-")
	if got.code != exitcode.Differs || !strings.Contains(got.errOut, "Note: Product/demo: shown as if it were new, because you may not read it\n") {
		t.Errorf("code %d: %s", got.code, got.errOut)
	}
	if strings.Count(got.errOut, "shown as if it were new") != 1 {
		t.Errorf("said of others as well: %s", got.errOut)
	}
}
