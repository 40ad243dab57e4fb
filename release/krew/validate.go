// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package krew

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/version"
)

const (
	apiVersion = "krew.googlecontainertools.github.com/v1alpha2"
	kind       = "Plugin"
)

// Validate holds a manifest to the rules of krew for a plugin of that name, which is also that of its file, and to
// those that krew's index has besides. All that is wrong is told.
func (m *Manifest) Validate(name string) error {
	return errors.Join(m.validateKind(), m.validateName(name), m.Spec.validateTexts(), m.Spec.validateVersion(), m.Spec.validatePlatforms())
}

func (m *Manifest) validateKind() error {
	if m.APIVersion != apiVersion || m.Kind != kind {
		return fmt.Errorf("kind %s of %s is none that krew installs (use %s of %s)", m.Kind, m.APIVersion, kind, apiVersion)
	}
	return nil
}

func (m *Manifest) validateName(name string) error {
	switch {
	case m.Metadata.Name != name:
		return fmt.Errorf("metadata.name %q is not %q, the name of the file", m.Metadata.Name, name)
	case !regexp.MustCompile(`^[\w-]+$`).MatchString(name):
		return fmt.Errorf("metadata.name %q holds more than letters, digits, _ and -", name)
	case regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[1-9]|lpt[1-9])$`).MatchString(name):
		return fmt.Errorf("metadata.name %q is that of a device on Windows", name)
	case name != strings.ToLower(name) || strings.Contains(name, "_") || strings.HasPrefix(name, "kube"):
		return fmt.Errorf("metadata.name %q is none for krew's index (use lower case and -, and not kube in front)", name)
	}
	return nil
}

func (s Spec) validateTexts() error {
	switch {
	case s.ShortDescription == "":
		return errors.New("spec.shortDescription is missing")
	case strings.ContainsAny(s.ShortDescription, "\r\n"):
		return fmt.Errorf("spec.shortDescription %q is more than one line", s.ShortDescription)
	}
	return nil
}

func (s Spec) validateVersion() error {
	if _, err := version.ParseSemantic(s.Version); err != nil || !strings.HasPrefix(s.Version, "v") {
		return fmt.Errorf("spec.version %q is no semantic version with a v in front, for example v1.2.3", s.Version)
	}
	return nil
}

func (s Spec) validatePlatforms() error {
	if len(s.Platforms) == 0 {
		return errors.New("spec.platforms is empty")
	}
	var wrong []error
	for i, platform := range s.Platforms {
		for _, err := range platform.validate() {
			wrong = append(wrong, fmt.Errorf("spec.platforms[%d]: %w", i, err))
		}
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	return s.validateOverlap()
}

func (p Platform) validate() []error {
	var wrong []error
	if p.URI == "" {
		wrong = append(wrong, errors.New("uri is missing"))
	} else if !strings.HasSuffix(p.URI, ".tar.gz") && !strings.HasSuffix(p.URI, ".zip") {
		wrong = append(wrong, fmt.Errorf("uri %q is of no archive that krew unpacks (use .tar.gz or .zip)", p.URI))
	}
	if !regexp.MustCompile(`^[a-f0-9]{64}$`).MatchString(p.SHA256) {
		wrong = append(wrong, fmt.Errorf("sha256 %q is none: 64 digits from 0 to f", p.SHA256))
	}
	if p.Bin == "" {
		wrong = append(wrong, errors.New("bin is missing"))
	}
	if p.Files != nil && len(p.Files) == 0 {
		wrong = append(wrong, errors.New("files is empty (leave it out, which installs all)"))
	}
	for i, file := range p.Files {
		if file.From == "" || file.To == "" {
			wrong = append(wrong, fmt.Errorf("files[%d] needs both from and to", i))
		}
	}
	if err := validateSelector(p.Selector); err != nil {
		wrong = append(wrong, fmt.Errorf("selector: %w", err))
	}
	return wrong
}

func validateSelector(selector *metav1.LabelSelector) error {
	if selector == nil || len(selector.MatchLabels) == 0 && len(selector.MatchExpressions) == 0 ||
		selector.MatchLabels != nil && len(selector.MatchLabels) == 0 || selector.MatchExpressions != nil && len(selector.MatchExpressions) == 0 {
		return errors.New("is empty, or a part of it is")
	}
	keys := make([]string, 0, len(selector.MatchLabels)+len(selector.MatchExpressions))
	for key := range selector.MatchLabels {
		keys = append(keys, key)
	}
	for _, expression := range selector.MatchExpressions {
		keys = append(keys, expression.Key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if key != osLabel && key != archLabel {
			return fmt.Errorf("key %q is not known (use os and arch)", key)
		}
	}
	_, err := metav1.LabelSelectorAsSelector(selector)
	return err
}

const osLabel, archLabel = "os", "arch"

// validateOverlap refuses two archives for one machine.
func (s Spec) validateOverlap() error {
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, architecture := range []string{"amd64", "arm64", "386", "arm", "ppc64le", "s390x", "riscv64"} {
			if at := s.matching(system, architecture); len(at) > 1 {
				return fmt.Errorf("spec.platforms %v are all for %s/%s", at, system, architecture)
			}
		}
	}
	return nil
}

// matching are the places of the platforms that a machine would install.
func (s Spec) matching(system, architecture string) []int {
	var at []int
	for i, platform := range s.Platforms {
		selector, err := metav1.LabelSelectorAsSelector(platform.Selector)
		if err == nil && selector.Matches(labels.Set{osLabel: system, archLabel: architecture}) {
			at = append(at, i)
		}
	}
	return at
}
