// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live/livetest"
	"github.com/nautes-labs/kubectl-nautes/policies"
)

// Who may read one product only is told which rules could not be judged, and that all is not for them.
func TestAuditByWhoIsBoundInOneProduct(t *testing.T) {
	server := livetest.New(t)
	demo(t, server)
	server.Intercept = livetest.BoundIn([]string{"demo"})
	got := run(t.Context(), t, server, "", "audit", "-p", "demo")
	got.want(t, exitcode.Done, "3 objects judged: nothing found; 3 rules not judged")
	got.says(t, exitcode.Done, "Note: you may not look into all products")
	if out := strings.Join(strings.Fields(got.out), " "); !strings.Contains(out, "Ask for the cluster role nautes-viewer in the whole cluster") {
		t.Errorf("does not say what to ask for:\n%s", got.out)
	}
	got = run(t.Context(), t, server, "", "audit", "-A")
	got.says(t, exitcode.Failed, "(give -p PRODUCT to check one that you may look into)")
	got = run(t.Context(), t, server, "", "audit", "-p", "other")
	got.says(t, exitcode.Failed, `User "jane" cannot read`)
}

const policyPath = "/api/v1/namespaces/nautes-system/configmaps/nautes-policy"

// publishes puts on a server what a webhook tells of its rules, changed in some way.
func publishes(t *testing.T, server *livetest.Server, change func(*policy.Published)) {
	t.Helper()
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	published := engine.Published("v1.2.3")
	change(&published)
	data, err := published.Data()
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{}
	for key, value := range data {
		values[key] = value
	}
	server.Put(policyPath, map[string]any{"kind": "ConfigMap", "data": values})
}

func TestVersionComparesRules(t *testing.T) {
	server := livetest.New(t)
	server.Put("/version", map[string]any{"gitVersion": "v1.37.2"})
	publishes(t, server, func(*policy.Published) {})
	got := run(t.Context(), t, server, "", "version")
	if got.code != exitcode.Done || got.errOut != "" || !strings.Contains(got.out, "\nWebhook Version: v1.2.3\nWebhook Rules: sha256:") {
		t.Errorf("code %d: %s%s", got.code, got.out, got.errOut)
	}
	publishes(t, server, func(p *policy.Published) { p.Hash, p.OwnHash = "sha256:other", "sha256:own" })
	got = run(t.Context(), t, server, "", "version", "-o", "json")
	got.says(t, exitcode.Done, "Note: the webhook carries other rules (sha256:other) than this program (sha256:")
	var read struct {
		Client struct{ Rules string }           `json:"clientVersion"`
		Server struct{ Rules, OwnRules string } `json:"serverVersion"`
	}
	if err := json.Unmarshal([]byte(got.out), &read); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(read.Client.Rules, "sha256:") || read.Server.Rules != "sha256:other" || read.Server.OwnRules != "sha256:own" {
		t.Errorf("read %+v", read)
	}
}

func TestPolicyListReadsWhatTheWebhookPublishes(t *testing.T) {
	server := livetest.New(t)
	publishes(t, server, func(p *policy.Published) { p.Rules[0].Action = policy.Off })
	got := run(t.Context(), t, server, "", "policy", "list")
	if lines := strings.Split(got.out, "\n"); got.code != exitcode.Done || !strings.Contains(lines[1], " off ") {
		t.Errorf("code %d, the first rule is not off: %s%s", got.code, lines[1], got.errOut)
	}
	server.Put(policyPath, map[string]any{"kind": "ConfigMap", "data": map[string]any{"rules.json": "broken"}})
	got = run(t.Context(), t, server, "", "policy", "list")
	got.says(t, exitcode.Done, "Note: these are the rules that are built in", "read ConfigMap nautes-system/nautes-policy")
}
