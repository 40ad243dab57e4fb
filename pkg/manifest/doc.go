// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package manifest reads nautes objects from files, folders, standard input,
// URLs and kustomizations, and says exactly where each one stands and what is
// wrong with it.
//
// Reading is strict: an unknown field, an unknown kind or a key given twice is
// an error with file and line, and every error of every document is reported at
// once. Values mean what kubectl makes of them (YAML 1.1 as sigs.k8s.io/yaml
// reads it); a second, lazy parse gives the line of any field. Schemas applies
// the structural schemas of the CRDs with the apiserver's own library in the
// apiserver's own order, so that what is refused online is refused offline too.
//
// Places reads a folder as a checkout of a product's default.project repository,
// with whatever lies in the directories of its layout, so that where files lie
// can be judged as well.
//
// The package must not know of clusters, of policy rules or of credentials. The
// one thing it knows of the network is how to get a URL with the client that it
// is given.
package manifest
