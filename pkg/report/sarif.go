// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"io"
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// home is where people read about the tool that found it.
const home = "https://github.com/nautes-labs/kubectl-nautes"

// sarif writes the report as a SARIF 2.1.0 log of one run. A finding that a bypass skips is a result with a
// suppression; rules that were not judged are notifications.
func sarif(w io.Writer, r *Report) error {
	run := sarifRun{
		Tool:    sarifTool{Driver: sarifDriver{Name: "kubectl-nautes", InformationURI: home, Rules: []sarifRule{}}},
		Results: []sarifResult{},
	}
	index := map[string]int{}
	for _, rule := range sarifRules(r) {
		index[rule.ID] = len(run.Tool.Driver.Rules)
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule)
	}
	names := fingerprints(r.Findings)
	for i, f := range r.Findings {
		run.Results = append(run.Results, sarifResult{
			RuleID: f.check(), RuleIndex: index[f.check()], Level: level(f.Action),
			Message: sarifText{f.statement()}, Locations: []sarifLocation{f.sarifLocation()},
			PartialFingerprints: map[string]string{"finding/v1": names[i]},
			Suppressions:        f.suppressions(),
			Properties:          sarifProperties{Field: f.Field, Operation: f.Operation, Mend: f.Mend, Location: f.Location},
		})
	}
	run.Invocations = []sarifInvocation{{ExecutionSuccessful: r.Count(Failed) == 0, Notifications: notifications(r.NotJudged)}}
	return encode(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// sarifRules are those of the report, and those of findings that it does not hold.
func sarifRules(r *Report) []sarifRule {
	var rules []sarifRule
	known := map[string]bool{}
	for _, rule := range r.Rules {
		known[rule.ID] = true
		rules = append(rules, sarifRule{
			ID:               rule.ID,
			ShortDescription: &sarifText{rule.Title}, FullDescription: &sarifText{rule.Description}, Help: &sarifText{rule.Mend},
			DefaultConfiguration: &sarifConfiguration{Enabled: rule.Action != policy.Off, Level: level(rule.Action)},
			Properties: &sarifRuleProperties{
				Kinds: rule.Kinds, Operations: rule.Operations, Bypassable: rule.Bypassable, Origin: rule.Origin,
			},
		})
	}
	for _, f := range r.Findings {
		if !known[f.check()] {
			known[f.check()] = true
			rules = append(rules, sarifRule{ID: f.check()})
		}
	}
	return rules
}

// level of an action in SARIF's words.
func level(action policy.Action) string {
	switch action {
	case policy.Warn:
		return "warning"
	case policy.Off:
		return "none"
	default:
		return "error"
	}
}

func (f Finding) sarifLocation() sarifLocation {
	at := sarifLocation{Logical: []sarifLogical{{Name: f.Name, FullyQualifiedName: f.subject(), Kind: "resource"}}}
	if f.File != "" {
		at.Physical = &sarifPhysical{Artifact: sarifArtifact{uriOf(f.File)}}
		if f.Line > 0 {
			at.Physical.Region = &sarifRegion{StartLine: f.Line}
		}
	}
	return at
}

// uriOf makes a URI of what a user named: a file, relative to where the command ran, or a URL.
func uriOf(file string) string {
	if strings.Contains(file, "://") {
		return file
	}
	slashed := path.Clean(filepath.ToSlash(file))
	if filepath.IsAbs(file) {
		return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(slashed, "/")}).String()
	}
	return (&url.URL{Path: slashed}).String()
}

// suppressions tell of the bypass: it stands in the manifest, or on the object in the cluster.
func (f Finding) suppressions() []sarifSuppression {
	if !f.Skipped {
		return nil
	}
	kind := "external"
	if f.File != "" {
		kind = "inSource"
	}
	return []sarifSuppression{{Kind: kind, Status: "accepted", Justification: "skipped by the bypass on " + f.subject()}}
}

func notifications(n *NotJudged) []sarifNotification {
	if n == nil {
		return nil
	}
	return []sarifNotification{{Level: "note", Message: sarifText{n.String()}}}
}
