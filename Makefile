# Everything that people and CI do here. `make` lists it.
#
# Needed beforehand: Go, make, git, a C compiler (for the race detector). Every tool comes through the Go module proxy, at the
# version below, and is compiled once into Go's own cache by `go run`.

GOLANGCI_LINT_VERSION  := v2.15.0
GOVULNCHECK_VERSION    := v1.9.0
CONTROLLER_GEN_VERSION := v0.23.0
# OPA judges as a library, so the command is of the release that go.mod has.
OPA_VERSION = $(shell go list -m -f '{{.Version}}' github.com/open-policy-agent/opa)

# Without cgo the tools need no C compiler, and the race detector's packages are not compiled for them.
TOOL           := env CGO_ENABLED=0 go run
GOLANGCI_LINT  := $(TOOL) github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
GOVULNCHECK    := $(TOOL) golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK_VERSION)
CONTROLLER_GEN := $(TOOL) sigs.k8s.io/controller-tools/cmd/controller-gen@$(CONTROLLER_GEN_VERSION)
OPA             = $(TOOL) github.com/open-policy-agent/opa@$(OPA_VERSION)
TESTCLUSTER    := go run ./test/cluster/cmd/testcluster

# A module of its own each. They are compiled with the flags that test/cluster builds them with, so that this happens once:
# vetting the control plane means compiling Kubernetes.
NESTED_MODULES := test/controlplane
NESTED          = CGO_ENABLED=0 GOWORK=off GOFLAGS="$(shell go env GOFLAGS) -trimpath" go

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo v0.0.0-unknown)

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# One after the other: the outputs stay readable, and 2 cores are busy anyway.
.NOTPARALLEL:

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## Compile bin/kubectl-nautes and bin/nautes-webhook
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X github.com/nautes-labs/kubectl-nautes/plugin/command.version=$(VERSION)' -o bin/kubectl-nautes ./plugin
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/nautes-webhook ./webhook

.PHONY: dist dist-check
dist: ## Make the release of the commit into dist/: archives for all platforms, bill of materials, checksums, krew.yaml
	go run ./release/cmd/dist

dist-check: ## Make the release twice, once with nothing compiled beforehand, and compare every byte
	go run ./release/cmd/dist -check

.PHONY: demo
demo: build ## Show a product being built, guarded and taken down on a real control plane
	$(TESTCLUSTER) run -- test/demo/demo.sh

.PHONY: up
up: ## Start a control plane that stays; eval "$(make up)" points kubectl to it
	@$(TESTCLUSTER) up

.PHONY: down
down: ## Stop the control plane of `make up` and remove it
	@$(TESTCLUSTER) down

.PHONY: test test-unit test-rules test-e2e test-modules
test: test-unit test-rules test-e2e test-modules ## Run all tests: Go with the race detector, rules, end-to-end, nested modules

# The race detector makes Rego some ten times slower, and the tests of the rules start no goroutine; nor can allocations be
# counted with it, since it allocates too.
test-unit: control-plane
	go test -race -timeout 30m $$(go list ./... | grep -v -e /test/e2e -e /policies)
	go test -timeout 30m ./policies/...
	go test -run Allocations ./pkg/policy

test-rules:
	$(OPA) test policies

# Not from Go's test cache, which does not see that a binary in bin/ has changed.
test-e2e: control-plane build
	go test -race -count=1 -timeout 30m ./test/e2e/...

test-modules:
	for module in $(NESTED_MODULES); do (cd $$module && $(NESTED) test -vet=off ./...); done

.PHONY: test-html
test-html: ## Open the page of `status -o html` in Chromium, where there is one
	test/html/test.sh

# How long each fuzz target runs.
FUZZTIME ?= 30s

.PHONY: fuzz
fuzz: ## Run every fuzz target there is, each for FUZZTIME (30s)
	test/fuzz.sh $(FUZZTIME)

.PHONY: soak
soak: control-plane build ## Run for half an hour what the end-to-end tests do for a moment: first runs, concurrent writers
	NAUTES_SOAK=true go test -count=1 -timeout 90m -v -run '$(SOAK)' ./test/e2e

# The tests that take longer in a soak.
SOAK := FirstRunOfATenant|ConcurrentWriters

# Compiled beforehand, so that the minutes it takes at first do not count as a test's.
.PHONY: control-plane kubectl
control-plane:
	@$(TESTCLUSTER) build

kubectl:
	@$(TESTCLUSTER) build-kubectl

.PHONY: bench
bench: control-plane kubectl build ## Run the benchmarks; prints `bench NAME VALUE UNIT` for each figure
	go test -p 1 -run '^$$' -bench . -benchmem -timeout 60m ./... | awk -f test/bench.awk

.PHONY: verify verify-generated verify-format verify-patterns vet lint vulnerabilities
verify: verify-patterns verify-format verify-generated vet lint vulnerabilities ## Check that generated files are fresh and the code is in shape

verify-generated:
	test/verify-generated.sh

verify-format:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "not gofmt'ed (make fmt):"; echo "$$unformatted"; exit 1; } >&2
	$(OPA) fmt --list --fail policies
	$(OPA) check --strict policies

verify-patterns:
	test/verify-patterns.sh

vet:
	go vet ./...
	for module in $(NESTED_MODULES); do (cd $$module && $(NESTED) vet ./...); done

lint:
	$(GOLANGCI_LINT) run --allow-serial-runners

vulnerabilities:
	test/verify-vulnerabilities.sh $(GOVULNCHECK) ./...

.PHONY: generate
generate: ## Write what is made from Go types, rules and commands anew: deepcopy functions, CRDs, docs/rules.md, docs/reference
	rm -f manifests/crds/nautes.resource.nautes.io_*.yaml
	$(CONTROLLER_GEN) object:headerFile=pkg/api/v1alpha1/boilerplate.go.txt crd paths=./pkg/api/... output:crd:dir=manifests/crds
	go run ./policies/cmd/rulesdoc
	go run ./plugin/cmd/referencedoc

.PHONY: fmt
fmt: ## Format Go and Rego
	gofmt -w .
	$(OPA) fmt --write policies
