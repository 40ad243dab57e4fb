// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"encoding/base64"
	"fmt"
	"path"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
	"github.com/nautes-labs/kubectl-nautes/pkg/manifest/write"
)

const secretsFolder = "secrets"

// NewFolder lays objects and kubeconfigs out, as [write.NewFolder] does; the Secrets lie in a folder of their own.
func NewFolder(places *manifest.Places, objects []Written, kubeconfigs []Kubeconfig) (*write.Folder, error) {
	var secrets []write.File
	for _, kubeconfig := range kubeconfigs {
		secrets = append(secrets, write.File{
			Path: path.Join(secretsFolder, kubeconfig.Secret+".yaml"), Content: kubeconfig.yaml(), Secret: true,
		})
	}
	return write.NewFolder(places, all(objects), secrets...)
}

// yaml is the manifest of the Secret. Its name and its key need no quotes: they are those of an object that its schema
// has nothing against.
func (k Kubeconfig) yaml() []byte {
	return fmt.Appendf(nil, `# The kubeconfig of Cluster %s. Keep it out of Git.
apiVersion: v1
kind: Secret
metadata:
  name: %s
  namespace: %s
type: Opaque
data:
  %s: %s
`, k.Cluster, k.Secret, v1alpha1.SystemNamespace, k.Key, base64.StdEncoding.EncodeToString(k.Content()))
}
