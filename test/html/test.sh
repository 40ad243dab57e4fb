#!/usr/bin/env bash
# Copyright 2026 The kubectl-nautes Authors
# SPDX-License-Identifier: Apache-2.0

# Opens the page of `kubectl nautes status -o html` in Chromium. Where node, npm or Chromium is missing, says so and is
# content: nothing else here needs them. In CI (the variable CI is set) that is an error, so that nobody takes a test
# that was not run for one that passed.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
for program in node npm; do
  command -v "$program" >/dev/null || missing+=("$program")
done
chromium=
for program in chromium-headless-shell chromium chromium-browser google-chrome; do
  if command -v "$program" >/dev/null; then
    chromium=$(command -v "$program")
    break
  fi
done
if [ -z "$chromium" ]; then missing+=("Chromium"); fi

if [ "${#missing[@]}" -gt 0 ]; then
  echo "The HTML page was NOT opened in a browser: no ${missing[*]} here (on Debian: nodejs, npm, chromium-headless-shell)" >&2
  if [ -n "${CI:-}" ]; then exit 1; fi
  exit 0
fi

npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
NAUTES_TEST_CHROMIUM=$chromium go test -count=1 -timeout 5m -v -run TestPageInABrowser .
