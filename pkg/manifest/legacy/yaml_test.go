// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/legacy"
)

func yamlOf(t *testing.T, documents []*manifest.Document) string {
	t.Helper()
	var text strings.Builder
	if err := legacy.YAML(&text, written(documents, nil)...); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// What is written reads as the same objects: every sample, and texts that YAML 1.1 takes for something else.
func TestWhatIsWrittenReadsTheSame(t *testing.T) {
	samples, err := filepath.Glob("../../../manifests/samples/*.yaml")
	if err != nil || len(samples) == 0 {
		t.Fatalf("%d samples, error %v", len(samples), err)
	}
	texts := map[string]string{
		"words": head + `kind: Environment
metadata: {name: "8", namespace: "010", annotations: {on: "yes", "1": "1:20", "null": "~", z: "2001-01-01", dot: ".5", letter: "y", a: "0x1F", b: "", c: "1e3"}}
spec: {cluster: "123", envType: "no"}
`,
		"lines": head + "kind: Project\nmetadata: {name: a, namespace: b, annotations: {x: \"a\\nb\\n\", y: \" a: b #c\", z: \"\\u2028\\t\\\"'\"}}\nspec: {language: \"- <&>\"}\n",
	}
	for _, sample := range samples {
		text, err := os.ReadFile(sample)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(sample)] = string(text)
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			first, err := converted(t, &legacy.Converter{}, text)
			if err != nil {
				t.Fatal(err)
			}
			again, err := converted(t, &legacy.Converter{}, yamlOf(t, first))
			if err != nil {
				t.Fatalf("%v\n%s", err, yamlOf(t, first))
			}
			for i := range first {
				if diff := cmp.Diff(first[i].Object.Object, again[i].Object.Object, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("read, written, read (-first +again):\n%s", diff)
				}
			}
		})
	}
}

func TestCommentsComeAlong(t *testing.T) {
	text := `# About the file.

# About the object.
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime # what it is
spec:
  # who deploys
  account: robot
  name: web # its name
  product: demo
  # where from
  manifestsource:
    codeRepo: r # this repo
    # not that one
    targetRevision: main
    path: p
  destination:
    environment: test
    namespaces:
    # the first
    - a
    - b # the second
# the end
`
	want := `# About the file.

# About the object.
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: DeploymentRuntime # what it is
metadata:
  name: web # its name
  namespace: demo
spec:
  # where from
  manifestSource:
    codeRepo: r # this repo
    # not that one
    targetRevision: main
    path: p
  destination:
    environment: test
    namespaces:
    # the first
    - a
    - b # the second
  # who deploys
  account: robot
# the end
`
	documents, err := converted(t, &legacy.Converter{}, text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, yamlOf(t, documents)); diff != "" {
		t.Error(diff)
	}
}

// A second object by the name of the first one in its folder gets its kind behind it; nothing is written over.
func TestFolder(t *testing.T) {
	documents, err := converted(t, &legacy.Converter{}, old("Project", "name: web\nproduct: demo\nlanguage: go\n")+"---\n"+
		old("ProjectPipelineRuntime", strings.NewReplacer("name: p\n", "name: web\n", "REVISION", "main").Replace(runtime))+"---\n"+old("Project", "name: web\nproduct: other\nlanguage: go\n"))
	if err != nil {
		t.Fatal(err)
	}
	folder, err := legacy.NewFolder(places(t), written(documents, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "new", "out")
	if err := folder.Write(out); err != nil {
		t.Fatal(err)
	}
	all := contents(t, out)
	for _, path := range []string{
		"demo/production/kustomization.yaml", "demo/projects/web/web.yaml", "demo/projects/web/web.projectpipelineruntime.yaml", "other/projects/web/web.yaml",
	} {
		if !strings.Contains(all, "==> "+path+" ") {
			t.Errorf("there is no %s in\n%s", path, all)
		}
	}
	if diff := cmp.Diff([]string{"demo/projects", "other/projects"}, folder.Manifests()); diff != "" || folder.Secrets() != "" {
		t.Errorf("secrets %q, manifests %s", folder.Secrets(), diff)
	}
	err = folder.Write(out)
	if err == nil || !strings.Contains(err.Error(), filepath.Join(out, "demo", "projects", "web", "web.yaml")+", ") {
		t.Errorf("written over: %v", err)
	}
}

// A link in the folder leads nothing out of it.
func TestFolderIsNotLeft(t *testing.T) {
	documents, err := converted(t, &legacy.Converter{}, old("Project", "name: web\nproduct: demo\nlanguage: go\n"))
	if err != nil {
		t.Fatal(err)
	}
	folder, err := legacy.NewFolder(places(t), written(documents, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	out, elsewhere := t.TempDir(), t.TempDir()
	if err := os.Symlink(elsewhere, filepath.Join(out, "demo")); err != nil {
		t.Fatal(err)
	}
	if err := folder.Write(out); err == nil {
		t.Error("it was written through a link")
	}
	if entries, err := os.ReadDir(elsewhere); err != nil || len(entries) > 0 {
		t.Errorf("%d entries elsewhere, error %v", len(entries), err)
	}
}
