// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package registration

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// Kubeconfig is how a cluster is reached, and as whom. However it is printed, its content is not.
type Kubeconfig struct {
	// Server is the address of the API server.
	Server string
	// config gives what it holds. It is a function because package fmt looks into everything else.
	config func() *clientcmdapi.Config
}

// Load reads a file and takes of it what one context needs, the current one where none is named. What lies in files
// beside it is taken in, so that it works without them.
func Load(file, context string) (*Kubeconfig, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read kubeconfig: %w", err)
	}
	whole, err := filepath.Abs(file)
	if err != nil {
		return nil, fmt.Errorf("read kubeconfig: %w", err)
	}
	k, err := parse(text, whole, context)
	if err != nil {
		return nil, fmt.Errorf("read kubeconfig %s: %w", file, err)
	}
	return k, nil
}

// Parse reads a kubeconfig that was stored.
func Parse(text []byte) (*Kubeconfig, error) { return parse(text, "", "") }

func parse(text []byte, file, context string) (*Kubeconfig, error) {
	config, err := clientcmd.Load(text)
	if err != nil {
		return nil, errors.New("it is no kubeconfig") // what the parser says could quote what is in it
	}
	if context != "" {
		if config.Contexts[context] == nil {
			return nil, fmt.Errorf("there is no context %q (use one of %s)", context, strings.Join(slices.Sorted(maps.Keys(config.Contexts)), ", "))
		}
		config.CurrentContext = context
	}
	if config.CurrentContext == "" && len(config.Contexts) == 1 {
		config.CurrentContext = slices.Collect(maps.Keys(config.Contexts))[0]
	}
	if err := clientcmdapi.MinifyConfig(config); err != nil {
		return nil, fmt.Errorf("no context to take: %w (give --context)", err)
	}
	if err := selfContained(config, file); err != nil {
		return nil, err
	}
	for _, cluster := range config.Clusters {
		return &Kubeconfig{Server: cluster.Server, config: func() *clientcmdapi.Config { return config }}, nil
	}
	return nil, errors.New("its context names no cluster")
}

// selfContained takes in what lies in files, and refuses what only works on this machine.
func selfContained(config *clientcmdapi.Config, file string) error {
	if len(config.AuthInfos) == 0 {
		return errors.New("its context names no user")
	}
	for _, cluster := range config.Clusters {
		cluster.LocationOfOrigin = file
	}
	for _, user := range config.AuthInfos {
		user.LocationOfOrigin = file
		switch {
		case user.Exec != nil:
			return fmt.Errorf("it signs in by the program %q, which is not there where Nautes runs (make one with the token of a service account)", user.Exec.Command)
		case user.AuthProvider != nil:
			return fmt.Errorf("it signs in by the plugin %q, which Nautes does not have (make one with the token of a service account)", user.AuthProvider.Name)
		}
	}
	if file == "" {
		return nil
	}
	if err := clientcmd.ResolveLocalPaths(config); err != nil {
		return fmt.Errorf("find the files that it names: %w", err)
	}
	for _, user := range config.AuthInfos {
		if user.TokenFile == "" {
			continue
		}
		token, err := os.ReadFile(user.TokenFile)
		if err != nil {
			return fmt.Errorf("read the token: %w", err)
		}
		user.Token, user.TokenFile = strings.TrimSpace(string(token)), ""
	}
	if err := clientcmdapi.FlattenConfig(config); err != nil {
		return fmt.Errorf("read the files that it names: %w", err)
	}
	return nil
}

// At is the same with another address of the API server.
func (k *Kubeconfig) At(server string) *Kubeconfig {
	config := k.config().DeepCopy()
	for _, cluster := range config.Clusters {
		cluster.Server = server
	}
	return &Kubeconfig{Server: server, config: func() *clientcmdapi.Config { return config }}
}

// Content is the kubeconfig as it is to be stored.
func (k *Kubeconfig) Content() ([]byte, error) {
	content, err := clientcmd.Write(*k.config())
	if err != nil {
		return nil, errors.New("write kubeconfig: it can not be encoded")
	}
	return content, nil
}

// MarshalJSON refuses: the content is written by those who ask for it, and by nobody in passing.
func (k *Kubeconfig) MarshalJSON() ([]byte, error) {
	return nil, errors.New("write kubeconfig: it is secret")
}

// answerTime is how long a cluster may take to answer one request.
const answerTime = 15 * time.Second

// client is how the cluster is asked.
func (k *Kubeconfig) client() (*rest.Config, error) {
	config, err := clientcmd.NewDefaultClientConfig(*k.config(), &clientcmd.ConfigOverrides{}).ClientConfig()
	if err != nil {
		return nil, errors.New("the kubeconfig can not be used: address, certificates or credentials are missing or broken")
	}
	config.Timeout = answerTime
	config.ContentType = runtime.ContentTypeJSON // the other encodings gain nothing for a few small questions
	return config, nil
}
