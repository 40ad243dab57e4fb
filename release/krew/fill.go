// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package krew

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Fill writes the manifest of a version from that of the last one, or from a template: spec.version, and of each
// platform that version in uri, and sha256. sums are the checksums of the archives by their names, of which each has
// to be for a platform and each platform to have one. Everything else stays as a person wrote it, but for the comment
// on top, which head replaces.
func Fill(last []byte, version string, sums map[string]string, head string) ([]byte, error) {
	before, err := Parse(last)
	if err != nil {
		return nil, err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(last, &document); err != nil {
		return nil, fmt.Errorf("read krew manifest: %w", err)
	}
	root := document.Content[0]
	document.HeadComment, root.HeadComment, root.Content[0].HeadComment = "", "", ""
	spec := value(root, "spec")
	set(value(spec, "version"), version)
	used := map[string]bool{}
	for _, platform := range value(spec, "platforms").Content {
		name, err := fillPlatform(platform, before.Spec.Version, version, sums)
		if err != nil {
			return nil, err
		}
		used[name] = true
	}
	for name := range sums {
		if !used[name] {
			return nil, fmt.Errorf("fill in krew manifest: no platform has the archive %s", name)
		}
	}
	return encode(&document, head)
}

// fillPlatform fills in one platform, and gives the name of its archive.
func fillPlatform(platform *yaml.Node, before, version string, sums map[string]string) (string, error) {
	uri, sum := value(platform, "uri"), value(platform, "sha256")
	if uri == nil || sum == nil {
		return "", fmt.Errorf("fill in krew manifest: line %d: uri or sha256 is missing", platform.Line)
	}
	if !strings.Contains(uri.Value, "/"+before+"/") {
		return "", fmt.Errorf("fill in krew manifest: line %d: uri %q does not hold /%s/, the version there", uri.Line, uri.Value, before)
	}
	name := path.Base(uri.Value)
	if sums[name] == "" {
		return "", fmt.Errorf("fill in krew manifest: line %d: there is no archive %s", uri.Line, name)
	}
	set(uri, strings.ReplaceAll(uri.Value, "/"+before+"/", "/"+version+"/"))
	set(sum, sums[name])
	return name, nil
}

func encode(document *yaml.Node, head string) ([]byte, error) {
	var text bytes.Buffer
	text.WriteString(head)
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(document), encoder.Close()); err != nil {
		return nil, fmt.Errorf("write krew manifest: %w", err)
	}
	return text.Bytes(), nil
}

// value is that of a key; nil where there is none.
func value(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; mapping != nil && i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// set gives a scalar another text, in the style that it has.
func set(scalar *yaml.Node, text string) {
	scalar.Value, scalar.Tag = text, "!!str"
}
