#!/usr/bin/env bash
# Copyright 2026 The kubectl-nautes Authors
# SPDX-License-Identifier: Apache-2.0

# Generates everything anew in a copy of the tree and compares: what differs is stale. It compares files, not commits, so that it
# tells the same before and after a commit.
set -euo pipefail
cd "$(dirname "$0")/.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  if [ -e "$file" ]; then printf '%s\0' "$file"; fi # what is deleted but not yet committed is still listed
done | tar --null --files-from=- -cf - | tar -xf - -C "$copy"

cp -R "$copy" "$copy.before"
trap 'rm -rf "$copy" "$copy.before"' EXIT
make --no-print-directory -C "$copy" generate
if ! diff -r -u "$copy.before" "$copy"; then
  echo 'generated files are stale (make generate)' >&2
  exit 1
fi
