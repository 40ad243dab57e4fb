// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"cmp"
	"fmt"
)

// Operation is what a writer does, in the words of an AdmissionReview.
type Operation string

// The operations that rules speak of.
const (
	Create Operation = "CREATE"
	Update Operation = "UPDATE"
	Delete Operation = "DELETE"
)

// Action is what a finding does to the write.
type Action string

// Deny refuses the write; Warn lets it through with a warning; Off is only ever set by an operator, and the rule is not
// asked.
const (
	Deny Action = "deny"
	Warn Action = "warn"
	Off  Action = "off"
)

// Rule is one row of the manifest rules, as its METADATA states it.
type Rule struct {
	// ID is the stable name that users see, for example "environment-cluster-exists".
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description"`
	// Kinds are those whose objects the rule judges.
	Kinds []string `json:"kinds"`
	// Operations are those that are judged; none where Layout is set.
	Operations []Operation `json:"operations,omitempty"`
	// Layout tells that the rule judges the files of a default.project checkout and no write.
	Layout bool `json:"layout,omitempty"`
	// Bypassable tells whether the bypass annotation turns its denials into warnings.
	Bypassable bool `json:"bypassable"`
	// Action is what a violation does unless it says otherwise itself.
	Action Action `json:"action"`
	// Mend says what to do about a violation.
	Mend string `json:"mend"`
	// Origin are the numbers of the Nautes rules and weaknesses that it comes from, or "new".
	Origin string `json:"origin"`
	// Location is where the rule stands, for example "environment.rego:12".
	Location string `json:"location"`

	ref string // data.nautes.rules.environment.environment_cluster_exists
	// own is the source and file of a rule of the operator's.
	own string
	// declared is the action in the METADATA, order the one that the operator set; empty where it did not.
	declared, order Action
	// partly tells that the rule can be bypassed, but marks some violations that can not be.
	partly bool
}

// String names the rule, where it stands, and whether it is ours to mend or the operator's.
func (r *Rule) String() string {
	if r.own != "" {
		return fmt.Sprintf("rule %q of the operator's own (%s)", r.ID, r.Location)
	}
	return fmt.Sprintf("rule %q (%s)", r.ID, r.Location)
}

// asked tells whether a rule can make any difference. One that is off still says what may not be skipped.
func (r *Rule) asked() bool { return r.Action != Off || r.partly }

// onlyWarns tells that the rule refuses nothing, and so nothing by failing either.
func (r *Rule) onlyWarns() bool { return r.Action == Warn && !r.partly }

// ordered is the rule with the action that an operator wants for it.
func (r *Rule) ordered(action Action) *Rule {
	ordered := *r
	ordered.Action, ordered.order = action, action
	return &ordered
}

// actionOf is what one violation does. An operator's action holds for all violations of a rule, whatever action they
// state themselves; only what may not be skipped is never made less by it.
func (r *Rule) actionOf(stated Action, bypassable bool) Action {
	if r.order == Deny || r.order != "" && bypassable {
		return r.order
	}
	return cmp.Or(stated, r.declared)
}
