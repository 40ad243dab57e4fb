#!/usr/bin/env bash
# Copyright 2026 The kubectl-nautes Authors
# SPDX-License-Identifier: Apache-2.0

# Shows a product being built, guarded and taken down, with real commands and their real output. Needs KUBECONFIG, and
# kubectl, kubectl-nautes and nautes-webhook on PATH; `make demo` sees to all of it. Exits with 1 as soon as something
# does not end as announced.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
webhook=
# kubectl remembers what a server serves; another one may have been on this port.
export KUBECACHEDIR=$work/cache

finish() {
  [ -z "$webhook" ] || kill "$webhook" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# say announces the next step, in bold for people.
say() {
  if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    printf '\n\033[1m# %s\033[0m\n' "$*"
  else
    printf '\n# %s\n' "$*"
  fi
}

# run shows a command, runs it, and ends the demo if it fails.
run() {
  printf '$ %s\n' "$*"
  "$@"
}

# refuse shows a command that has to be refused, and ends the demo if it is not.
refuse() {
  printf '$ %s\n' "$*"
  if "$@"; then
    echo "this should have been refused" >&2
    exit 1
  fi
}

# ready tells whether the webhook says that it is; bash is all it takes to ask.
ready() {
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET /readyz HTTP/1.0\r\n\r\n' >&3
  local answer
  read -r answer <&3
  exec 3>&-
  [[ $answer == *" 200 "* ]]
} 2>/dev/null

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# start_webhook runs the webhook as a process of this machine, with the rights of its own service account.
start_webhook() {
  kubectl config view --raw --flatten >"$work/kubeconfig"
  kubectl --kubeconfig "$work/kubeconfig" config set-credentials webhook \
    --token="$(kubectl create token nautes-webhook --namespace nautes-system)" >/dev/null
  kubectl --kubeconfig "$work/kubeconfig" config set-context --current --user=webhook >/dev/null
  nautes-webhook --kubeconfig "$work/kubeconfig" --bind-address 127.0.0.1 --port "$1" --host 127.0.0.1 \
    --health-probe-bind-address "127.0.0.1:$2" --metrics-bind-address 0 >"$work/webhook.log" 2>&1 &
  webhook=$!
}

wait_for_webhook() {
  local tries=0
  until ready "$1"; do
    if ! kill -0 "$webhook" 2>/dev/null || [ $((tries += 1)) -gt 600 ]; then
      cat "$work/webhook.log" >&2
      exit 1
    fi
    sleep 0.1
  done
}

say "The kinds, the roles and the webhook go in"
run kubectl apply --server-side -k manifests/crds
run kubectl wait --for=condition=Established --timeout=60s crd --all >/dev/null
# This also has kubectl forget what it remembered of a server without our kinds.
run kubectl api-resources --api-group nautes.resource.nautes.io
run kubectl apply -f manifests/webhook/namespace.yaml -f manifests/webhook/serviceaccount.yaml \
  -f manifests/webhook/validatingadmissionpolicy.yaml
run kubectl apply -k manifests/rbac
port=$(free_port) probes=$(free_port)
echo "\$ nautes-webhook --port $port &"
start_webhook "$port" "$probes"
# In a cluster the API server calls a Service; here it calls a process on this machine.
kubectl patch --local -f manifests/webhook/validatingwebhookconfiguration.yaml --type=json -o yaml \
  -p "[{\"op\":\"replace\",\"path\":\"/webhooks/0/clientConfig\",\"value\":{\"url\":\"https://127.0.0.1:$port/validate\"}}]" \
  >"$work/validatingwebhookconfiguration.yaml"
run kubectl apply -f "$work/validatingwebhookconfiguration.yaml"
wait_for_webhook "$probes"

say "A whole product in one go, in whatever order the files are"
run kubectl nautes plan -f manifests/samples/demo
run kubectl nautes apply -f manifests/samples/demo
run kubectl get nautes --namespace demo

say "Plain kubectl is held to the same rules: there is no environment \"staging\""
refuse kubectl apply -f test/demo/runtime.yaml

say "An ordinary user can not skip them by an annotation"
run kubectl create rolebinding editors --namespace demo --clusterrole nautes-editor --user dora
kubectl annotate --local -f test/demo/runtime.yaml -o yaml \
  nautes.resource.nautes.io/insecure-skip-check=true \
  nautes.resource.nautes.io/skip-check-reason="staging comes tomorrow" >"$work/forced.yaml"
run grep insecure-skip-check "$work/forced.yaml"
refuse kubectl apply -f "$work/forced.yaml" --as dora

say "Who has the verb skip-check can, and everybody sees it"
run kubectl apply -f "$work/forced.yaml"
run kubectl get events --namespace demo --field-selector reason=Bypassed \
  -o custom-columns=REASON:.reason,OBJECT:.involvedObject.name,MESSAGE:.message

# The record is written a moment after the object.
kubectl wait --for=jsonpath='{.status.bypass.by}' --timeout=30s deploymentruntime web-staging --namespace demo >/dev/null
run kubectl nautes bypass list --product demo
run kubectl nautes status --product demo

say "What is in use stays"
refuse kubectl delete environment test --namespace demo

say "Everything goes again, in the reverse order"
run kubectl delete -f test/demo/runtime.yaml
run kubectl nautes delete -f manifests/samples/demo
left=$(kubectl get nautes --all-namespaces --output name; kubectl get namespace demo --output name --ignore-not-found)
if [ -n "$left" ]; then
  printf 'still there:\n%s\n' "$left" >&2
  exit 1
fi
echo "nothing left"
