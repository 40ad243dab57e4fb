// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package random_test

import (
	"encoding/binary"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/manifests"
	"github.com/nautes-labs/kubectl-nautes/test/random"
)

func objects(t *testing.T) *random.Objects {
	t.Helper()
	crds, err := fs.Sub(manifests.Files(), "crds")
	if err != nil {
		t.Fatal(err)
	}
	made, err := random.FromCRDs(crds)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// Make fails where the schema refuses what was made.
func TestSchemasAcceptWhatIsMade(t *testing.T) {
	o := objects(t)
	for _, kind := range o.Kinds() {
		for seed := range 200 {
			c := random.By(binary.AppendUvarint([]byte(kind), uint64(seed)))
			before, err := o.Make(t.Context(), c, kind, "shop", "api", []string{"shop", "api", "test-0"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := o.Change(t.Context(), c, before, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestTheSameBytesMakeTheSameObject(t *testing.T) {
	o := objects(t)
	for _, data := range [][]byte{nil, []byte("a"), []byte("some more bytes than a choice needs, and still not enough for a runtime")} {
		first, err := o.Make(t.Context(), random.By(data), "ProjectPipelineRuntime", "shop", "api", nil)
		if err != nil {
			t.Fatal(err)
		}
		second, err := o.Make(t.Context(), random.By(data), "ProjectPipelineRuntime", "shop", "api", nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Error(diff)
		}
	}
}
