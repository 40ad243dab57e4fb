// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"errors"
	"fmt"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
)

// Kubeconfig is what a Cluster of the command line held of credentials. However it is printed, its content is not.
type Kubeconfig struct {
	// Cluster is the name of the Cluster, Secret that of the Secret in our own namespace that is to hold it, Key the one in
	// the Secret.
	Cluster, Secret, Key string
	// Content gives the kubeconfig as it is to be stored. It is a function because package fmt looks into everything else.
	Content func() []byte
}

// defaultKey is the key of the Secret that a Cluster refers to unless it says another one.
const defaultKey = "kubeconfig"

// NewKubeconfig is the content by the names that it is stored under.
func NewKubeconfig(cluster string, content []byte) Kubeconfig {
	return Kubeconfig{
		Cluster: cluster, Secret: cluster + "-kubeconfig", Key: defaultKey,
		Content: func() []byte { return content },
	}
}

// String names the Secret.
func (k Kubeconfig) String() string {
	return fmt.Sprintf("Secret %s/%s", v1alpha1.SystemNamespace, k.Secret)
}

// MarshalJSON refuses: the content is written by those who ask for it, and by nobody in passing.
func (k Kubeconfig) MarshalJSON() ([]byte, error) {
	return nil, errors.New("write kubeconfig: it is secret")
}
