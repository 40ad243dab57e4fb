// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"testing"

	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
)

func TestPlanOfTheDemo(t *testing.T) {
	for _, format := range []string{"table", "json", "yaml", "name"} {
		t.Run(format, func(t *testing.T) {
			want := golden(t, "plan."+format+".golden")
			t.Chdir(samples)
			got := run(t, "", newPlan, "-f", "demo", "-o", format)
			got.wantCode(t, exitcode.Done)
			want(got.out)
			if got.errOut != "" {
				t.Errorf("stderr: %s", got.errOut)
			}
		})
	}
}

func TestPlanIsATableUnlessToldOtherwise(t *testing.T) {
	want := golden(t, "plan.table.golden")
	t.Chdir(samples)
	want(run(t, "", newPlan, "-f", "demo").out)
}

func TestPlanOfARingNamesIt(t *testing.T) {
	got := run(t, ring, newPlan, "-f", "-")
	got.wantCode(t, exitcode.Failed)
	wantContains(t, got.message, "STDIN:5: Cluster/one names Cluster/two in spec.hostCluster", "STDIN:10: Cluster/two names Cluster/one")
	if got.out != "" {
		t.Errorf("stdout: %s", got.out)
	}
}

func TestPlanRefusesBadUse(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"nothing named":    {nil, "no manifests named (give -f FILENAME or -k FOLDER)"},
		"unknown format":   {[]string{"-f", "-", "-o", "wide"}, `unknown output format "wide" (use one of table|json|yaml|name)`},
		"missing file":     {[]string{"-f", "nowhere.yaml"}, "nowhere.yaml: no such file or folder"},
		"an argument":      {[]string{"demo"}, `unknown command "demo"`},
		"no namespace":     {[]string{"-f", "-"}, "set it to the product, or give -n PRODUCT"},
		"both -f and -k":   {[]string{"-f", "-", "-k", "."}, "only one of -f and -k can be given"},
		"not a known flag": {[]string{"--wave"}, "unknown flag: --wave"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, "apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Project\nmetadata: {name: web}\n", newPlan, test.args...)
			got.wantCode(t, exitcode.Failed)
			wantContains(t, got.message, test.want)
		})
	}
}

// ring is two virtual clusters, each the other's host.
const ring = `apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Cluster
metadata: {name: one}
spec: {usage: worker, workerType: deployment, clusterType: virtual, apiServer: "https://10.20.0.12:6443",
  hostCluster: two, componentsList: {multiTenant: {name: hnc, namespace: hnc-system}}}
---
apiVersion: nautes.resource.nautes.io/v1alpha1
kind: Cluster
metadata: {name: two}
spec: {hostCluster: one, usage: worker, workerType: deployment, clusterType: virtual,
  apiServer: "https://10.20.0.13:6443", componentsList: {multiTenant: {name: hnc, namespace: hnc-system}}}
`
