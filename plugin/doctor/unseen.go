// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package doctor

import (
	"errors"

	"github.com/nautes-labs/kubectl-nautes/plugin/live"
)

// install is what to do where something of ours is not there.
const install = "kubectl apply --server-side -k manifests/default"

// notSeen is what is said of a thing that could not be looked at.
func notSeen(name string, err error) Check {
	if live.ReasonOf(err) == live.Forbidden {
		return warn(name, "have a cluster administrator run kubectl nautes doctor", "you may not look at it")
	}
	if told := toldBy(err); told != nil {
		return warn(name, told.Hint, "not known: %s", told.Message)
	}
	return warn(name, "", "not known: %v", err)
}

func toldBy(err error) *live.Error {
	var told *live.Error
	if errors.As(err, &told) {
		return told
	}
	return nil
}
