// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package krew

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// Manifest says what krew needs to know to install a plugin.
type Manifest struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Metadata   Metadata `json:"metadata"`
	Spec       Spec     `json:"spec"`
}

// Metadata names the plugin.
type Metadata struct {
	Name string `json:"name"`
}

// Spec is what people read about the plugin, and where it is.
type Spec struct {
	Version          string     `json:"version"`
	Homepage         string     `json:"homepage,omitempty"`
	ShortDescription string     `json:"shortDescription"`
	Description      string     `json:"description,omitempty"`
	Caveats          string     `json:"caveats,omitempty"`
	Platforms        []Platform `json:"platforms"`
}

// Platform is an archive, and which machines it is for.
type Platform struct {
	Selector *metav1.LabelSelector `json:"selector,omitempty"`
	URI      string                `json:"uri"`
	SHA256   string                `json:"sha256"`
	// Bin is the program's path in the archive.
	Bin string `json:"bin"`
	// Files are those of the archive that are installed; nil is all.
	Files []FileOperation `json:"files,omitempty"`
}

// FileOperation installs what a pattern matches into a folder.
type FileOperation struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Parse reads a manifest; fields that krew does not know are refused.
func Parse(text []byte) (*Manifest, error) {
	m := &Manifest{}
	if err := yaml.UnmarshalStrict(text, m); err != nil {
		return nil, fmt.Errorf("read krew manifest: %w", err)
	}
	return m, nil
}
