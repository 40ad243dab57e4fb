// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestAGivenClusterIsUsedAndLeftAlone(t *testing.T) {
	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	if err := os.WriteFile(kubeconfig, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv(GivenKubeconfig, kubeconfig)
	c, err := StartOrUse(t.Context(), Options{Progress: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	if c.Kubeconfig != kubeconfig {
		t.Errorf("kubeconfig %q, want %q", c.Kubeconfig, kubeconfig)
	}
	if _, err := os.Stat(c.Kubectl); err != nil {
		t.Error(err)
	}
	if err := c.Stop(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(kubeconfig); err != nil {
		t.Errorf("the kubeconfig was not ours to remove: %v", err)
	}
}

func TestAGivenClusterThatIsNotThereIsAnError(t *testing.T) {
	t.Setenv(GivenKubeconfig, filepath.Join(t.TempDir(), "nothing"))
	if _, err := StartOrUse(t.Context(), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got error %v, want %v and no cluster started in its place", err, os.ErrNotExist)
	}
}
