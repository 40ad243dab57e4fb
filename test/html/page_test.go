// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package html

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/graph"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// browser is the variable that names Chromium; test.sh sets it where there is one.
const browser = "NAUTES_TEST_CHROMIUM"

func TestPageInABrowser(t *testing.T) {
	if os.Getenv(browser) == "" {
		t.Skip("not opened in a browser: `make test-html` does that where there are node, npm and Chromium")
	}
	page := filepath.Join(t.TempDir(), "page.html")
	write(t, page)
	cmd := exec.CommandContext(t.Context(), "node", "page.mjs", page)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// write writes the page of a product in which one runtime is broken, and one is called what would run a script if it
// were not escaped.
func write(t *testing.T, path string) {
	t.Helper()
	const evil = `</script><script>window.broken = 1</script><img src=x onerror="window.broken = 1">`
	objects := append([]*catalog.Object{
		world.Provider("gitlab"), world.Cluster("test-0", "deployment"), world.Cluster("prod-0", "deployment"),
		world.Runtime("demo", "lost", "nowhere", "deploy"),
		world.Object(catalog.Project, "demo", "odd", map[string]any{"language": evil}),
	}, world.Product("demo", 0)...)
	verdicts := map[catalog.ID]graph.Verdict{}
	for _, o := range objects {
		verdicts[o.ID] = graph.Verdict{}
	}
	verdicts[catalog.ID{Kind: catalog.DeploymentRuntime, Namespace: "demo", Name: "lost"}] = graph.Verdict{Findings: []policy.Finding{{
		Rule: "deploymentruntime-environment-exists", Action: policy.Deny, Field: "spec.destination.environment", Message: evil, Mend: evil,
	}}}
	source := &graph.Source{State: catalog.New(objects...), Verdicts: verdicts, Now: time.Now()}
	format, err := graph.Status(graph.Style{}).Find("html")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := format.Write(file, source.Product("demo", nil)); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
