// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"errors"

	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"
)

// products is the flag by which a command looks at all products instead of the one that it works in.
type products struct {
	all bool
}

func (p *products) addFlag(flags *pflag.FlagSet) {
	flags.BoolVarP(&p.all, "all-namespaces", "A", false, "Look at all products, and at what belongs to none")
}

// one is the product to look at: that of -p or -n, else that of the kubeconfig's context; empty for all.
func (p *products) one(config genericclioptions.RESTClientGetter) (string, error) {
	if p.all {
		return "", nil
	}
	namespace, _, err := product(config)
	if err == nil && namespace == "" {
		err = errors.New("no product named (give -p PRODUCT, or -A for all)")
	}
	return namespace, err
}
