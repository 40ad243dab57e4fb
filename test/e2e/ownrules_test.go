// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// ownRules puts a ConfigMap with rules into the cluster, waits until the webhook has told what came of this state of it,
// and returns that. It is gone when the test ends.
func (e *environment) ownRules(t *testing.T, name string, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for key, text := range files {
		write(t, filepath.Join(folder, key), text)
	}
	made := e.kubectl(t.Context(), "create", "configmap", name, "-n", "nautes-system", "--from-file="+folder, "--dry-run=client", "-o", "yaml").want(t, 0)
	labelled := strings.Replace(made.stdout, "metadata:\n", "metadata:\n  labels: {nautes.resource.nautes.io/policy: \"true\"}\n", 1)
	e.apply(t, labelled, "--server-side", "--force-conflicts").want(t, 0)
	t.Cleanup(func() { e.dropRules(t, name) })
	return e.toldAbout(t, name)
}

// toldAbout is the Event on a ConfigMap as it stands.
func (e *environment) toldAbout(t *testing.T, name string) (told string) {
	t.Helper()
	version := e.kubectl(t.Context(), "get", "configmap", name, "-n", "nautes-system", "-o", "jsonpath={.metadata.resourceVersion}").want(t, 0).stdout
	within(t, time.Minute, func() (string, bool) {
		found := e.kubectl(t.Context(), "get", "events", "-n", "nautes-system",
			"--field-selector", fmt.Sprintf("involvedObject.name=%s,involvedObject.resourceVersion=%s", name, version), "-o",
			`jsonpath={range .items[*]}{.type} {.reason} {.message}{"\n"}{end}`)
		told = found.stdout
		return "no Event on ConfigMap " + name, told != ""
	})
	return told
}

// dropRules waits until the webhook judges without a ConfigMap.
func (e *environment) dropRules(t *testing.T, name string) {
	e.runWith(context.Background(), "", e.cluster.Kubectl, "delete", "configmap", name, "-n", "nautes-system", "--ignore-not-found")
	within(t, time.Minute, func() (string, bool) {
		metrics := e.webhook.metrics(context.Background())
		return "rules of one's own are still in force", strings.Contains(metrics, `own_hash=""`)
	})
}

func says(t *testing.T, told string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(told, word) {
			t.Errorf("told is %q, which does not say %q", told, word)
		}
	}
}

// ownRule refuses every project of a name, so that it is in nobody else's way.
func ownRule(id, body string) string {
	return fmt.Sprintf(`# METADATA
# scope: package
# custom:
#   kinds: [Project]
package own.rules.test

# METADATA
# scope: document
# title: a test
# description: Only for this test.
# custom:
#   id: %s
#   operations: [CREATE]
#   bypassable: true
#   action: deny
#   mend: Choose another name.
#   origin: e2e
%s contains {"field": "metadata.name", "message": "%s fires"} if {
	startswith(input.request.object.metadata.name, "judged")
	%s
}
`, id, strings.ReplaceAll(id, "-", "_"), id, body)
}

func TestOwnRulesComeAndGo(t *testing.T) {
	p := shared.product(t, "own-rules")
	says(t, shared.ownRules(t, "team", map[string]string{"r.rego": ownRule("team-first", "true")}), "Normal Loaded in force: 1 rule")
	shared.apply(t, projectManifest(p, "judged")).want(t, 1, "team-first: metadata.name: team-first fires; mend: choose another name [team/r.rego:18]")

	// Each of these is refused, and what was there before goes on.
	for name, test := range map[string]struct {
		files map[string]string
		words []string
	}{
		"network": {map[string]string{"net.rego": ownRule("asks", `http.send({"method": "get", "url": "http://127.0.0.1"}).status_code == 200`)}, []string{"net.rego:20: the built-in http.send is not allowed"}},
		"broken":  {map[string]string{"r.rego": ownRule("broken", "x :=")}, []string{"r.rego:"}},
		"old":     {map[string]string{"old.rego": "package own.rules.old\n\ndeny[msg] { msg := \"x\" }\n"}, []string{"old.rego:3: this is Rego of before version 1", "opa fmt --write --v0-v1 old.rego"}},
		"loops": {map[string]string{"slow.rego": strings.Replace(ownRule("slow", `letters := split(sprintf("%v%v%v", [input, input, input]), "")
	some a in letters
	some b in letters
	some c in letters
	concat("", [a, b, c]) == "none"`), `	startswith(input.request.object.metadata.name, "judged")`+"\n", "", 1)}, []string{`rule "slow"`, "takes more than 50000 steps"}},
		"fixed": {map[string]string{"actions.yaml": "product-matches-namespace: off"}, []string{`"product-matches-namespace" can not be bypassed`}},
	} {
		told := shared.ownRules(t, "team", test.files)
		says(t, told, append(test.words, "Warning LoadFailed", "what it said before stays in force: 1 rule")...)
		if result := shared.apply(t, projectManifest(p, "judged")); result.code != 1 || !strings.Contains(result.stderr, "team-first") {
			t.Errorf("%s: the rule of before does not hold: %s", name, result.stdout+result.stderr)
		}
	}
	if metrics := shared.webhook.metrics(t.Context()); !strings.Contains(metrics, `nautes_policy_load_errors{configmap="team"} 1`) {
		t.Error("no metric says that the ConfigMap is refused")
	}
	shared.dropRules(t, "team")
	shared.apply(t, projectManifest(p, "judged")).want(t, 0, "created")
}

// The rule is quick for every sample, and takes for ever for one object.
func TestOwnRuleThatLoopsOnAnObjectIsCutOff(t *testing.T) {
	p := shared.product(t, "own-slow")
	body := `letters := split(sprintf("%v%v%v%v", [input, input, input, input]), "")
	some a in letters
	some b in letters
	some c in letters
	concat("", [a, b, c]) == "none"`
	says(t, shared.ownRules(t, "slow", map[string]string{"slow.rego": ownRule("slow", body)}), "Normal Loaded")
	shared.apply(t, projectManifest(p, "judged")).want(t, 1, "could not be judged, so it is refused", `in rule "slow" of the operator's own (slow/slow.rego:18)`)
	shared.apply(t, projectManifest(p, "other")).want(t, 0, "created")
	if metrics := shared.webhook.metrics(t.Context()); !strings.Contains(metrics, `decision="error",dryrun="false",kind="Project",operation="CREATE",reason="timeout"`) {
		t.Error("it is not counted as a timeout")
	}
}

func TestActionsTakeEffectWithoutARestart(t *testing.T) {
	p := shared.product(t, "own-actions")
	shared.apply(t, runtimeManifest(p, "shop", "nowhere")).want(t, 1, "deploymentruntime-environment-exists")
	shared.ownRules(t, "actions", map[string]string{"actions.yaml": "deploymentruntime-environment-exists: warn"})
	shared.apply(t, runtimeManifest(p, "shop", "nowhere")).want(t, 0, "Warning: deploymentruntime-environment-exists", "created")
	shared.ownRules(t, "actions", map[string]string{"actions.yaml": "deploymentruntime-environment-exists: off"})
	if result := shared.apply(t, runtimeManifest(p, "other", "nowhere")).want(t, 0, "created"); strings.Contains(result.stderr, "environment-exists") {
		t.Errorf("a rule that is off warns: %s", result.stderr)
	}
}

func TestReplacedDataTakesEffect(t *testing.T) {
	p := shared.product(t, "own-data")
	repo := fmt.Sprintf("apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: CodeRepo\nmetadata: {name: tea, namespace: %s}\nspec: {codeRepoProvider: gitlab, project: api, webhook: {events: [tea_events]}}\n", p)
	shared.apply(t, repo).want(t, 1, "tea_events")
	ours, err := os.ReadFile(absolute("../../policies/events/data.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	says(t, shared.ownRules(t, "known", map[string]string{"events.yaml": string(ours) + "tea_events: {pipeline: true}\n"}), "Normal Loaded in force: data.events")
	shared.apply(t, repo).want(t, 0, "created")
}

// The example of the documentation, as it is applied there.
func TestExampleOfOwnRules(t *testing.T) {
	p := shared.product(t, "own-example")
	shared.kubectl(t.Context(), "apply", "-k", absolute("../../docs/own-rules")).want(t, 0, "configmap/production created")
	t.Cleanup(func() { shared.dropRules(t, "production") })
	says(t, shared.toldAbout(t, "production"), "Normal Loaded in force: 1 rule, 1 action")
	live := fmt.Sprintf("apiVersion: nautes.resource.nautes.io/v1alpha1\nkind: Environment\nmetadata: {name: test, namespace: %[1]s}\nspec: {cluster: %[1]s, envType: production}\n", p)
	shared.apply(t, live).want(t, 1, `production-on-its-clusters: spec.cluster: cluster "own-example" is not for production`, "[production/production.rego:")
	shared.kubectl(t.Context(), "label", "cluster", p, "example.com/production=true").want(t, 0)
	shared.apply(t, live).want(t, 0, "configured")
}

func TestRulesInForceAreForEverybodyToRead(t *testing.T) {
	shared.ownRules(t, "shown", map[string]string{"r.rego": ownRule("shown", "true"), "actions.yaml": "environment-cluster-exists: warn"})
	var published policy.Published
	within(t, time.Minute, func() (string, bool) {
		read := shared.kubectl(t.Context(), "get", "configmap", "nautes-policy", "-n", "nautes-system", "-o", "json", "--as=nobody", "--as-group=system:authenticated")
		var configMap struct{ Data map[string]string }
		if err := json.Unmarshal([]byte(read.stdout), &configMap); err != nil {
			return read.stderr, false
		}
		var err error
		published, err = policy.ReadPublished(configMap.Data)
		return "the rules of one's own are not published", err == nil && published.OwnHash != ""
	})
	found := map[string]policy.PublishedRule{}
	for _, rule := range published.Rules {
		found[rule.ID] = rule
	}
	if found["shown"].Own != "shown/r.rego" || found["environment-cluster-exists"].Action != policy.Warn || published.Version == "" {
		t.Errorf("published are %+v and %+v of version %q", found["shown"], found["environment-cluster-exists"], published.Version)
	}
	if metrics := shared.webhook.metrics(t.Context()); !strings.Contains(metrics, fmt.Sprintf(`nautes_policy_info{hash=%q,own_hash=%q} 1`, published.Hash, published.OwnHash)) {
		t.Error("the metric has other hashes")
	}
	shared.kubectl(t.Context(), "get", "configmap", "shown", "-n", "nautes-system", "--as=nobody", "--as-group=system:authenticated").want(t, 1, "forbidden")
}
