// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package bundle gathers what somebody who helps wants to see of an installation, and writes it as an archive. Secrets
// are never asked for, and package redact goes over everything else.
//
// The package must not know flags, nor what is a secret.
package bundle
