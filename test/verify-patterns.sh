#!/usr/bin/env bash
# Copyright 2026 The kubectl-nautes Authors
# SPDX-License-Identifier: Apache-2.0

# Forbids what this project does not want and no linter in .golangci.yml looks for (that one forbids init functions, package-level
# variables, and printing to stdout). Looks at all files that git has or would add.
set -euo pipefail
shopt -s lastpipe # the last command of a pipeline runs in this shell, so that forbid can set failed
cd "$(dirname "$0")/.."

failed=false

# forbid WHY reads offenders, one a line, from stdin and tells of them.
forbid() {
  local offenders
  offenders=$(cat)
  if [ -n "$offenders" ]; then
    printf '%s:\n%s\n\n' "$1" "$offenders" >&2
    failed=true
  fi
}

# files lists the tree's files that match the given git pathspecs and exist.
files() {
  git ls-files --cached --others --exclude-standard -- "$@" | while IFS= read -r file; do
    if [ -f "$file" ]; then printf '%s\n' "$file"; fi
  done
}

# lines PATTERN PATHSPEC... lists the places where the extended regular expression matches.
lines() {
  local pattern=$1
  shift
  files "$@" | tr '\n' '\0' | xargs -0 -r grep -nHIE -e "$pattern" || true
}

sources=('*.go' '*.rego' '*.sh' '*.awk' '*.yaml' '*.yml' Makefile .ci/run)

files '*.go' | xargs -r -n 1 dirname | sort -u | grep -E '(^|/)(utils?|common|helpers?|types|misc)$' |
  forbid 'packages whose name says nothing (name the one thing that it is for)' || true

lines '\b(TODO|FIXME|XXX|HACK)\b($|[^(])' "${sources[@]}" ':!test/verify-patterns.sh' |
  forbid 'left open without an owner (do it, or name who will: TODO(name))'

files '*.go' '*.rego' '*.sh' '*.awk' Makefile ':!*/zz_generated.*' | tr '\n' '\0' | xargs -0 -r wc -l |
  awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines" }' |
  forbid 'files over 500 lines (split them by what they are about)'

lines '(^|[^A-Za-z0-9_./-])/(home|Users)/[A-Za-z0-9_.-]+|(^|[^A-Za-z0-9_./-])/root(/|\b)' "${sources[@]}" '*.md' ':!test/verify-patterns.sh' |
  forbid 'paths of somebody'"'"'s home folder'

files '*.go' | tr '\n' '\0' | xargs -0 -r grep -L 'SPDX-License-Identifier: Apache-2.0' |
  forbid 'Go files without the license header' || true

if $failed; then exit 1; fi
