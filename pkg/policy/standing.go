// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policy

import "time"

// AnnotationState tells how the annotation that skips rules stands on an object, whoever put it there.
type AnnotationState string

// The states. Only a bypass in force skips anything.
const (
	AnnotationAbsent    AnnotationState = "Absent"
	AnnotationInForce   AnnotationState = "InForce"
	AnnotationEnded     AnnotationState = "Ended"
	AnnotationOff       AnnotationState = "Off" // its value is "false"
	AnnotationMalformed AnnotationState = "Malformed"
)

// Standing is the bypass that stands on an object.
type Standing struct {
	State AnnotationState
	// Until is when it ends or ended; zero for one without end, and for one that never was in force.
	Until time.Time
	// Reason is why, as the annotation has it.
	Reason string
}

// StandingOn reads the bypass that stands on an object, given as JSON values, at a time.
func StandingOn(object map[string]any, now time.Time) Standing {
	b := bypassOf(object)
	s := Standing{State: AnnotationAbsent, Reason: b.reason}
	t, ok := b.term()
	switch {
	case !b.present:
	case b.value == "false":
		s.State = AnnotationOff
	case !ok:
		s.State = AnnotationMalformed
	case t.holds(now):
		s.State, s.Until = AnnotationInForce, t.end
	default:
		s.State, s.Until = AnnotationEnded, t.end
	}
	return s
}
