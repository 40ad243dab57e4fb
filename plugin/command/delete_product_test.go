// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
)

func TestDeleteProductTakesAllDown(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	server.Get(api + "/namespaces/demo/coderepos/charts")["spec"].(map[string]any)["deletionPolicy"] = "Delete"
	server.Intercept = collecting(server)
	before := len(server.Writes())
	got := run(t.Context(), t, server, "", "delete", "product", "demo", "--yes")
	got.want(t, exitcode.Done, "5 deleted")
	list := `Product "demo" will be deleted, with its namespace and all that is in it, in this order:
  CodeRepo/demo/web
  Project/demo/web
  CodeRepo/demo/charts, and its repository in GitLab
  Product/demo
`
	if !strings.HasPrefix(got.errOut, list) {
		t.Errorf("stderr:\n%s", got.errOut)
	}
	// The project and the repo of the product go side by side.
	want := []string{"coderepos/web", "coderepos/charts", "projects/web", "products/demo"}
	var deleted []string
	for _, write := range server.Writes()[before:] {
		path := strings.Split(write, "/")
		deleted = append(deleted, strings.Join(path[len(path)-2:], "/"))
	}
	if len(deleted) == len(want) {
		slices.Sort(deleted[1:3])
	}
	if diff := cmp.Diff(want, deleted); diff != "" {
		t.Error(diff)
	}
}

func TestDeleteProductAsksNobodyWithoutATerminal(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	before := len(server.Writes())
	got := run(t.Context(), t, server, "y\n", "delete", "product", "demo")
	got.says(t, exitcode.Failed, `error: delete product "demo": nobody can be asked, as standard input is no terminal (give --yes`)
	if writes := server.Writes()[before:]; len(writes) > 0 {
		t.Errorf("requests: %q", writes)
	}
}

func TestDryRunsOfDeleteProduct(t *testing.T) {
	for mode, summary := range map[string]string{
		"client": "5 deleted (dry run)",
		"server": "2 deleted, 3 not sent (server dry run)",
	} {
		server := livetest.New(t)
		demo(t, server)
		before := len(server.Writes())
		run(t.Context(), t, server, "", "delete", "product", "demo", "--dry-run="+mode).want(t, exitcode.Done, summary)
		for _, write := range server.Writes()[before:] {
			if !strings.HasSuffix(write, "(dry run)") {
				t.Error(write)
			}
		}
	}
}

func TestDeleteProductThatIsNotThere(t *testing.T) {
	server := livetest.New(t)
	run(t.Context(), t, server, "", "delete", "product", "nope", "-y").
		says(t, exitcode.Failed, `error: there is no product "nope" (to see products: kubectl nautes status -A)`)
	run(t.Context(), t, server, "", "delete", "product", "nope", "-y", "--ignore-not-found").says(t, exitcode.Done)
	run(t.Context(), t, server, "", "delete", "product", "-y").
		says(t, exitcode.Failed, "error: no name given (write: kubectl nautes delete product NAME)")
	run(t.Context(), t, server, "", "delete", "product", "demo", "-y", "-p", "shop").
		says(t, exitcode.Failed, `-p names product "shop", and the argument "demo"`)
}

// Half of a product would be worse than all of it: what can not be seen is not left behind unsaid.
func TestDeleteProductOfWhichNotAllMayBeSeen(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	before := len(server.Writes())
	server.Intercept = livetest.BoundIn(nil, productPath)
	run(t.Context(), t, server, "", "delete", "product", "demo", "-y").says(t, exitcode.Failed, "error: ")
	if writes := server.Writes()[before:]; len(writes) > 0 {
		t.Errorf("requests: %q", writes)
	}
}

func TestDeleteProductSaysWhatStandsInTheWay(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	server.Intercept = func(r livetest.Request) *livetest.Answer {
		if r.Method == http.MethodDelete && strings.HasSuffix(r.Path, "/coderepos/charts") {
			return livetest.Denial("coderepo-in-use", "metadata.name", "is used by product shop", "tell them")
		}
		return nil
	}
	run(t.Context(), t, server, "", "delete", "product", "demo", "-y").says(t, exitcode.Partly,
		"CodeRepo/demo/charts: deny", "coderepo-in-use", "Product/demo: not tried: needed by CodeRepo/demo/charts, which was denied")
}
