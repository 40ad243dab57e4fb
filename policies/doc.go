// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package policies carries the manifest rules into the programs.
//
// The rules are Rego and live in rules, what they share in lib; the folders beside those hold the data that the rules
// know the world by, each found under data at the name of its folder. Everything lies so that `opa test policies/`
// runs it unchanged. The package only hands out the files: it must not know how they are parsed, which rule runs when,
// or what an admission request is.
package policies
