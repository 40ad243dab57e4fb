// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// layoutRule is a package of one rule about layouts; body is what stands between the braces.
func layoutRule(body string) string {
	rego := ruleFile("files_right", "", body)
	rego = strings.Replace(rego, "#   kinds: [Environment]\n", "#   kinds: [Environment]\n#   judges: layout\n", 1)
	return strings.Replace(rego, "#   operations: [CREATE, UPDATE, DELETE]\n", "", 1)
}

// declares is a document of a layout.
func declares(kind, name string) map[string]any {
	return map[string]any{"kind": kind, "metadata": map[string]any{"name": name}}
}

func TestLayoutFindingsAreInTheOrderOfRulesFilesAndDocuments(t *testing.T) {
	found, err := rules(t).JudgeLayout(t.Context(), policy.Layout{Files: []policy.LayoutFile{
		{Path: "runtimes/more.yaml", Documents: []map[string]any{
			declares("DeploymentRuntime", "right"), declares("Product", "shop"), declares("Cluster", "test-0"),
		}},
		{Path: "projects/cart/cart.yaml", Documents: []map[string]any{declares("Project", "card")}},
		{Path: "envs/empty.yaml"},
		{Path: "production/kustomization.yaml", Documents: []map[string]any{{
			"kind": "Kustomization", "resources": []any{"../runtimes/more.yaml", "../projects/cart/cart.yaml"},
		}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range found {
		got = append(got, fmt.Sprintf("%s %s %s[%d] %s", f.Action, f.Rule, f.File, f.Document, f.Field))
	}
	want := []string{
		"deny layout-kind-in-its-directory envs/empty.yaml[0] kind",
		"deny layout-kind-in-its-directory runtimes/more.yaml[1] kind",
		"deny layout-kind-in-its-directory runtimes/more.yaml[2] kind",
		"deny layout-directory-matches-name projects/cart/cart.yaml[0] metadata.name",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestLayoutViolationIsAboutTheNameOfTheFirstDocumentUnlessItSaysOtherwise(t *testing.T) {
	found, err := engine(t, layoutRule(`	violation := {"file": "envs/test.yaml", "message": "wrong"}`)).JudgeLayout(t.Context(), policy.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 1 || found[0].Field != "metadata.name" || found[0].Document != 0 || found[0].Message != "wrong" {
		t.Errorf("findings %+v", found)
	}
}

func TestLayoutViolationInAnotherFormIsAFailure(t *testing.T) {
	for name, violation := range map[string]string{
		"no file":    `{"message": "wrong"}`,
		"no message": `{"file": "envs/test.yaml"}`,
		"no object":  `"wrong"`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := engine(t, layoutRule(`	violation := `+violation)).JudgeLayout(t.Context(), policy.Layout{})
			var failure *policy.Failure
			if !errors.As(err, &failure) || failure.Reason != policy.ReasonUndefined {
				t.Errorf("error %v, want a failure %q", err, policy.ReasonUndefined)
			}
		})
	}
}

func TestWithoutRulesAboutLayoutsThereAreNoFindings(t *testing.T) {
	found, err := engine(t, ruleFile("name_right", "", `	violation := {"field": "metadata.name", "message": "wrong"}`)).
		JudgeLayout(t.Context(), policy.Layout{Files: []policy.LayoutFile{{Path: "envs/test.yaml"}}})
	if len(found) > 0 || err != nil {
		t.Errorf("findings %v, error %v", found, err)
	}
}
