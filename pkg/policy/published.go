// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"encoding/json"
	"fmt"
)

// Published is what a webhook tells about the rules that it judges by, in a ConfigMap that every authenticated user may
// read (v1alpha1.PolicyConfigMap).
type Published struct {
	// Version is that of the webhook.
	Version string `json:"version"`
	// Hash is of the rules that the webhook carries, OwnHash of what the operator added; empty where that is nothing.
	Hash    string `json:"hash"`
	OwnHash string `json:"ownHash,omitempty"`
	// Rules are all of them, in the order of findings, those that are off included.
	Rules []PublishedRule `json:"rules"`
}

// PublishedRule is a rule with the action in force, which the operator may have set to another than the METADATA states.
type PublishedRule struct {
	Rule
	// Own is where a rule of the operator's own comes from, for example "team-rules/naming.rego" (ConfigMap and key);
	// empty for a rule that the webhook carries.
	Own string `json:"own,omitempty"`
}

// The keys of the ConfigMap.
const (
	versionKey = "version"
	hashKey    = "hash"
	ownHashKey = "ownHash"
	rulesKey   = "rules.json"
)

// Data is the content of the ConfigMap.
func (p Published) Data() (map[string]string, error) {
	rules, err := json.MarshalIndent(p.Rules, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write rules: %w", err)
	}
	return map[string]string{versionKey: p.Version, hashKey: p.Hash, ownHashKey: p.OwnHash, rulesKey: string(rules)}, nil
}

// ReadPublished reads the content of the ConfigMap. Keys that it does not know may be of a later version, and are left
// alone.
func ReadPublished(data map[string]string) (Published, error) {
	p := Published{Version: data[versionKey], Hash: data[hashKey], OwnHash: data[ownHashKey]}
	if err := json.Unmarshal([]byte(data[rulesKey]), &p.Rules); err != nil {
		return Published{}, fmt.Errorf("read %s: %w", rulesKey, err)
	}
	return p, nil
}
