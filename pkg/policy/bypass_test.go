// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy_test

import (
	"context"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

const (
	skip   = "nautes.resource.nautes.io/insecure-skip-check"
	reason = "nautes.resource.nautes.io/skip-check-reason"
)

func TestBypassOutcomes(t *testing.T) {
	tests := map[string]struct {
		annotations spec
		permitted   bool
		want        policy.BypassOutcome
		denied      bool
	}{
		"none":                {nil, true, policy.BypassNone, true},
		"true":                {spec{skip: "true", reason: "release"}, true, policy.BypassApplied, false},
		"until later":         {spec{skip: "2026-11-23T12:00:01Z"}, true, policy.BypassApplied, false},
		"until now":           {spec{skip: "2026-11-23T12:00:00Z"}, true, policy.BypassExpired, true},
		"false":               {spec{skip: "false"}, true, policy.BypassNone, true},
		"malformed":           {spec{skip: "yes"}, true, policy.BypassNone, true},
		"True is not true":    {spec{skip: "True"}, true, policy.BypassNone, true},
		"not permitted":       {spec{skip: "true"}, false, policy.BypassNotPermitted, true},
		"only a reason":       {spec{reason: "release"}, true, policy.BypassNone, true},
		"with a time zone":    {spec{skip: "2026-11-23T14:00:01+02:00"}, true, policy.BypassApplied, false},
		"the year one":        {spec{skip: "0001-01-01T00:00:00Z"}, true, policy.BypassExpired, true},
		"a date is no moment": {spec{skip: "2026-11-24"}, true, policy.BypassNone, true},
		// Go's own reading of RFC 3339 took these, and the rules did not.
		"an hour of one digit":     {spec{skip: "2026-11-24T8:00:00Z"}, true, policy.BypassNone, true},
		"a comma for the fraction": {spec{skip: "2026-11-24T18:00:00,5Z"}, true, policy.BypassNone, true},
		"less than a nanosecond":   {spec{skip: "2026-11-24T18:00:00.0000000001Z"}, true, policy.BypassNone, true},
		"a day ahead of itself":    {spec{skip: "2026-11-24T18:00:00+24:00"}, true, policy.BypassNone, true},
	}
	e := engine(t, ruleFile("never_right", "", alwaysDenies))
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			asked := 0
			review := create(environment(test.annotations, spec{"cluster": "c1"}))
			review.Permitted = func(context.Context) (bool, error) { asked++; return test.permitted, nil }
			verdict, err := e.Judge(t.Context(), review)
			if err != nil {
				t.Fatal(err)
			}
			if verdict.Bypass != test.want || verdict.Denied() != test.denied {
				t.Errorf("bypass %q, denied %v; want %q, %v", verdict.Bypass, verdict.Denied(), test.want, test.denied)
			}
			if needed := test.want == policy.BypassApplied || test.want == policy.BypassNotPermitted; (asked == 1) != needed {
				t.Errorf("asked %d times for permission", asked)
			}
		})
	}
}

func TestBypassOnDeleteIsThatOfTheStoredObject(t *testing.T) {
	body := `	input.request.operation == "DELETE"
	violation := {"field": "metadata.name", "message": "in use"}`
	review := policy.Review{
		Operation: policy.Delete, OldObject: environment(spec{skip: "true"}, spec{"cluster": "c1"}), Now: noon,
		Permitted: func(context.Context) (bool, error) { return true, nil },
	}
	verdict, err := engine(t, ruleFile("in_use", "", body)).Judge(t.Context(), review)
	if err != nil || verdict.Denied() || verdict.Bypass != policy.BypassApplied {
		t.Errorf("got %+v, %v", verdict, err)
	}
}

// An update with the same spec is judged only if it asks for more than was there.
func TestOnlyAWiderBypassIsJudged(t *testing.T) {
	tests := map[string]struct {
		before, after spec
		judged        bool
	}{
		"added":                     {nil, spec{skip: "true"}, true},
		"removed":                   {spec{skip: "true"}, nil, false},
		"set to false":              {spec{skip: "true", reason: "r"}, spec{skip: "false"}, false},
		"shortened from no end":     {spec{skip: "true"}, spec{skip: "2026-12-01T00:00:00Z"}, false},
		"shortened":                 {spec{skip: "2026-12-01T00:00:00Z"}, spec{skip: "2026-11-30T00:00:00Z"}, false},
		"lengthened":                {spec{skip: "2026-11-30T00:00:00Z"}, spec{skip: "2026-12-01T00:00:00Z"}, true},
		"no end any more":           {spec{skip: "2026-11-30T00:00:00Z"}, spec{skip: "true"}, true},
		"another reason":            {spec{skip: "true", reason: "a"}, spec{skip: "true", reason: "b"}, true},
		"a reason without a bypass": {nil, spec{reason: "b"}, false},
		"malformed":                 {spec{skip: "true"}, spec{skip: "maybe"}, true},
		"empty":                     {nil, spec{skip: ""}, true},
		"the year one":              {spec{skip: "2026-11-30T00:00:00Z"}, spec{skip: "0001-01-01T00:00:00Z"}, false},
		"the same":                  {spec{skip: "maybe"}, spec{skip: "maybe"}, false},
	}
	e := engine(t, ruleFile("never_right", "", alwaysDenies))
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			review := create(environment(test.after, spec{"cluster": "c1"}))
			review.Operation, review.OldObject = policy.Update, environment(test.before, spec{"cluster": "c1"})
			verdict, err := e.Judge(t.Context(), review)
			if err != nil {
				t.Fatal(err)
			}
			if judged := len(verdict.Findings) > 0; judged != test.judged {
				t.Errorf("judged %v, want %v", judged, test.judged)
			}
		})
	}
}
