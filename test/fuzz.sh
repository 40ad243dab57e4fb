#!/usr/bin/env bash
# Copyright 2026 The kubectl-nautes Authors
# SPDX-License-Identifier: Apache-2.0

# Runs every fuzz target that there is for as long as $1 says ("30s"), one after the other. What breaks one is written
# into testdata/fuzz beside its test: keep the file, so that the defect does not come back.
set -euo pipefail
cd "$(dirname "$0")/.."

# Asking go itself where targets are would compile the tests of every package.
packages=$(git grep --untracked -l '^func Fuzz' -- '*_test.go' | xargs -n1 dirname | sort -u)
for package in $packages; do
  for target in $(go test -list '^Fuzz' "./$package" | grep '^Fuzz'); do
    echo "== $package $target"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "$1" "./$package"
  done
done
