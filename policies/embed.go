// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies

import (
	"embed"
	"io/fs"
)

//go:embed rules lib events components categories clusterkinds hooks layout timezones variables
var files embed.FS

// FS holds the rules (rules/*.rego), what they share (lib/*.rego) and their data (<name>/data.yaml, to be found under
// data.<name>). Files named *_test.rego are the tests of the file beside them; whoever loads the rules to judge by
// them leaves these out.
func FS() fs.FS { return files }
