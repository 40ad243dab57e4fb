// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Command nautes-webhook is the validating admission webhook: it holds every writer of nautes objects to the rules
// in policies/. It holds no credentials of GitLab or Vault and knows nothing of them.
package main
