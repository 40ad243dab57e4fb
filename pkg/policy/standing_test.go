// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy_test

import (
	"testing"
	"time"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

func TestStandingBypass(t *testing.T) {
	at := func(text string) time.Time {
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	for name, test := range map[string]struct {
		annotations spec
		want        policy.Standing
	}{
		"none":           {nil, policy.Standing{State: policy.AnnotationAbsent}},
		"only a reason":  {spec{reason: "r"}, policy.Standing{State: policy.AnnotationAbsent, Reason: "r"}},
		"without end":    {spec{skip: "true", reason: "r"}, policy.Standing{State: policy.AnnotationInForce, Reason: "r"}},
		"until later":    {spec{skip: "2026-11-23T12:00:01Z"}, policy.Standing{State: policy.AnnotationInForce, Until: at("2026-11-23T12:00:01Z")}},
		"until now":      {spec{skip: "2026-11-23T12:00:00Z"}, policy.Standing{State: policy.AnnotationEnded, Until: at("2026-11-23T12:00:00Z")}},
		"off":            {spec{skip: "false"}, policy.Standing{State: policy.AnnotationOff}},
		"empty":          {spec{skip: ""}, policy.Standing{State: policy.AnnotationMalformed}},
		"malformed":      {spec{skip: "tomorrow"}, policy.Standing{State: policy.AnnotationMalformed}},
		"no text at all": {spec{skip: true}, policy.Standing{State: policy.AnnotationMalformed}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := policy.StandingOn(environment(test.annotations, spec{}), noon); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}
