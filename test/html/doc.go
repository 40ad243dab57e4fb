// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package html opens the page of `kubectl nautes status -o html` in a browser, clicks and types in it. `make test-html`
// runs it; it needs node, npm and Chromium, which nothing else here does.
package html
