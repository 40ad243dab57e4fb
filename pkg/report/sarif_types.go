// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package report

import "github.com/nautes-labs/kubectl-nautes/pkg/policy"

// sarifSchema is where programs find the schema of what is written.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// What of SARIF 2.1.0 is written (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). Libraries write
// every property, and for each finding about a dozen empty lists; services that read SARIF bound its size.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string               `json:"id"`
		ShortDescription     *sarifText           `json:"shortDescription,omitempty"`
		FullDescription      *sarifText           `json:"fullDescription,omitempty"`
		Help                 *sarifText           `json:"help,omitempty"`
		DefaultConfiguration *sarifConfiguration  `json:"defaultConfiguration,omitempty"`
		Properties           *sarifRuleProperties `json:"properties,omitempty"`
	}
	sarifRuleProperties struct {
		Kinds      []string           `json:"kinds"`
		Operations []policy.Operation `json:"operations,omitempty"`
		Bypassable bool               `json:"bypassable"`
		Origin     string             `json:"origin"`
	}
	sarifConfiguration struct {
		Enabled bool   `json:"enabled"`
		Level   string `json:"level"`
	}
	sarifResult struct {
		RuleID              string             `json:"ruleId"`
		RuleIndex           int                `json:"ruleIndex"`
		Level               string             `json:"level"`
		Message             sarifText          `json:"message"`
		Locations           []sarifLocation    `json:"locations"`
		PartialFingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions        []sarifSuppression `json:"suppressions,omitempty"`
		Properties          sarifProperties    `json:"properties"`
	}
	sarifProperties struct {
		Field     string           `json:"field,omitempty"`
		Operation policy.Operation `json:"operation,omitempty"`
		Mend      string           `json:"mend,omitempty"`
		Location  string           `json:"location,omitempty"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
	sarifLogical struct {
		Name               string `json:"name"`
		FullyQualifiedName string `json:"fullyQualifiedName"`
		Kind               string `json:"kind"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
	sarifInvocation struct {
		ExecutionSuccessful bool                `json:"executionSuccessful"`
		Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
)
