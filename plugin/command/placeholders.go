// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/pflag"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

// placeholders are the flags that give values for $name and ${name} in manifests of the old command line.
type placeholders struct {
	values, files []string
}

func (p *placeholders) addFlags(flags *pflag.FlagSet) {
	flags.StringArrayVar(&p.values, "set", nil, "NAME=VALUE for $NAME in manifests of the old nautes command line")
	flags.StringArrayVar(&p.files, "set-file", nil,
		"NAME=FILE for $NAME there, with what is in the file; for a kubeconfig, which must not be on a command line")
}

// read gives the values by name.
func (p *placeholders) read() (map[string]string, error) {
	values := map[string]string{}
	for _, pair := range p.values {
		name, value, err := cutPair("set", pair, "NAME=VALUE", placeholderName, values)
		if err != nil {
			return nil, err
		}
		values[name] = value
	}
	for _, pair := range p.files {
		name, path, err := cutPair("set-file", pair, "NAME=FILE", placeholderName, values)
		if err != nil {
			return nil, err
		}
		content, err := readUpTo(path, manifest.MaxDocument)
		if err != nil {
			return nil, fmt.Errorf("read --set-file %s: %w", name, err)
		}
		values[name] = content
	}
	return values, nil
}

// placeholderName is what a placeholder can be called; a $ before it does no harm.
var placeholderName = regexp.MustCompile(`^\$?[A-Za-z_][A-Za-z0-9_-]*$`)

// cutPair takes a pair of a flag apart. An error shows nothing of it, for it could hold a kubeconfig.
func cutPair(flag, pair, form string, names *regexp.Regexp, given map[string]string) (name, value string, err error) {
	name, value, ok := strings.Cut(pair, "=")
	if !ok || !names.MatchString(name) {
		return "", "", fmt.Errorf("a value of --%s is not %s", flag, form)
	}
	name = strings.TrimPrefix(name, "$")
	if _, twice := given[name]; twice {
		return "", "", fmt.Errorf("the value of %q is given twice (leave one of them out)", name)
	}
	return name, value, nil
}

func readUpTo(path string, limit int64) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }() // it was only read
	content, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = fmt.Errorf("%s is larger than %d bytes", path, limit)
	}
	return string(content), err
}
