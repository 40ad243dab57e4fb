// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// folder is where one cluster keeps everything: certificates, kubeconfigs, etcd's data, logs.
type folder string

func (f folder) path(name string) string { return filepath.Join(string(f), name) }

func (f folder) authority() string          { return f.path("ca.crt") }
func (f folder) servingCertificate() string { return f.path("serving.crt") }
func (f folder) servingKey() string         { return f.path("serving.key") }
func (f folder) serviceAccountKey() string  { return f.path("service-account.key") }
func (f folder) auditPolicy() string        { return f.path("audit-policy.yaml") }
func (f folder) etcdData() string           { return f.path("etcd") }
func (f folder) log(program string) string  { return f.path(program + ".log") }

func (f folder) adminKubeconfig() string { return f.path("admin.kubeconfig") }
func (f folder) controllerManagerKubeconfig() string {
	return f.path(controllerManager + ".kubeconfig")
}

// auditPolicyContent records who wrote what with which outcome, and with it the annotations that admission leaves; reads are noise.
const auditPolicyContent = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived, ResponseStarted]
rules:
- level: None
  verbs: [get, list, watch]
- level: Metadata
`

// writeFixed writes what does not depend on ports. It returns the authority for what does.
func (f folder) writeFixed() (*authority, error) {
	ca, err := newAuthority()
	if err != nil {
		return nil, err
	}
	serving, err := ca.server()
	if err != nil {
		return nil, err
	}
	// Of this pair only the key is used: the apiserver derives the public half with which it verifies tokens.
	tokens, err := ca.client("service-accounts")
	if err != nil {
		return nil, err
	}
	for path, content := range map[string][]byte{
		f.authority():          ca.certificate,
		f.servingCertificate(): serving.certificate,
		f.servingKey():         serving.key,
		f.serviceAccountKey():  tokens.key,
		f.auditPolicy():        []byte(auditPolicyContent),
	} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return nil, err
		}
	}
	return ca, nil
}

// writeKubeconfigs writes what depends on where the apiserver is.
func (f folder) writeKubeconfigs(ca *authority, server string) error {
	if err := writeKubeconfig(f.adminKubeconfig(), ca, server, "admin", "system:masters"); err != nil {
		return err
	}
	// The apiserver has a role for a user of this name.
	return writeKubeconfig(f.controllerManagerKubeconfig(), ca, server, "system:kube-controller-manager")
}

// writeKubeconfig writes a kubeconfig that carries all it needs, so that it can be copied out of the folder.
func writeKubeconfig(path string, ca *authority, server, user string, groups ...string) error {
	pair, err := ca.client(user, groups...)
	if err != nil {
		return err
	}
	config := clientcmdapi.NewConfig()
	config.Clusters["test"] = &clientcmdapi.Cluster{Server: server, CertificateAuthorityData: ca.certificate}
	config.AuthInfos[user] = &clientcmdapi.AuthInfo{ClientCertificateData: pair.certificate, ClientKeyData: pair.key}
	config.Contexts["test"] = &clientcmdapi.Context{Cluster: "test", AuthInfo: user}
	config.CurrentContext = "test"
	if err := clientcmd.WriteToFile(*config, path); err != nil {
		return fmt.Errorf("write kubeconfig of %q: %w", user, err)
	}
	return nil
}
