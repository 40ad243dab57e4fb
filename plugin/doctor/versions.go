// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor

import (
	"context"

	"k8s.io/apimachinery/pkg/util/version"
)

// oldestServer is the first release of Kubernetes whose match conditions can do what ours need.
const oldestServer = "1.31.0"

// versions says which releases work together. Kubernetes supports kubectl one minor release before and after the API
// server's.
func (d *Doctor) versions(ctx context.Context, r *Report, server string) {
	if server != "" {
		r.add(serverVersion(server))
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	kubectl, err := d.Kubectl(ctx)
	switch {
	case err != nil:
		r.add(warn("kubectl", "", "its version is not known: %v", err))
	case kubectl != "":
		r.add(kubectlVersion(kubectl, server))
	}
	r.add(ok("plugin", "%s, rules %s", d.Plugin, d.Rules))
}

func serverVersion(server string) Check {
	const name = "API server"
	is, err := version.ParseGeneric(server)
	switch {
	case err != nil:
		return warn(name, "", "says that its version is %q, which is none", server)
	case is.LessThan(version.MustParseGeneric(oldestServer)):
		return fail(name, "upgrade the cluster", "%s is too old: %s is the first that nautes-webhook works with", server, oldestServer)
	}
	return ok(name, "%s", server)
}

func kubectlVersion(kubectl, server string) Check {
	const name = "kubectl"
	mine, err := version.ParseGeneric(kubectl)
	if err != nil {
		return warn(name, "", "says that its version is %q, which is none", kubectl)
	}
	its, err := version.ParseGeneric(server)
	if err != nil { // there is none, or it was said already
		return ok(name, "%s", kubectl)
	}
	apart := max(mine.Minor(), its.Minor()) - min(mine.Minor(), its.Minor())
	if mine.Major() != its.Major() || apart > 1 {
		return warn(name, "use a kubectl of the cluster's release", "%s is more than one minor release away from the API server", kubectl)
	}
	return ok(name, "%s", kubectl)
}
