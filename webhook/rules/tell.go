// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	corev1 "k8s.io/api/core/v1"
)

// The reasons of Events on a ConfigMap.
const (
	reasonLoaded     = "Loaded"
	reasonLoadFailed = "LoadFailed"
)

// tellOperators leaves an Event on each ConfigMap about which there is something new to say.
func (l *Loader) tellOperators() {
	for _, name := range slices.Sorted(maps.Keys(l.sources)) {
		s := l.sources[name]
		kind, reason, note := s.news()
		if told := reason + note; told != s.told {
			s.told = told
			l.options.Events.Eventf(s.configMap, nil, kind, reason, "Load", "%s", note)
			l.options.Log.Info("rules of the operator's own", "configMap", name, "outcome", reason, "note", note)
		}
	}
}

func (s *source) news() (kind, reason, note string) {
	if s.refused == nil {
		return corev1.EventTypeNormal, reasonLoaded, fmt.Sprintf("in force: %s", s.inForce)
	}
	rest := "; nothing of this ConfigMap is in force"
	if s.inForce != nil {
		rest = fmt.Sprintf("; what it said before stays in force: %s", s.inForce)
	}
	problem := strings.ReplaceAll(s.refused.Error(), "\n", "; ")
	return corev1.EventTypeWarning, reasonLoadFailed, shortened(problem, longestNote-len(rest)) + rest
}

// longestNote is what the API server takes for the note of an Event, in bytes; it drops one that is longer.
const longestNote = 1024

func shortened(text string, longest int) string {
	const more = "…"
	if len(text) <= longest {
		return text
	}
	cut := longest - len(more)
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + more
}
