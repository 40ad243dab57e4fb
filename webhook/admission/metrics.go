// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Metrics are the webhook's own: controller-runtime's buckets are too wide for a p99, and its codes say 200 for a
// denial.
type Metrics struct {
	decisions *prometheus.CounterVec
	findings  *prometheus.CounterVec
	seconds   *prometheus.HistogramVec
	rejudged  prometheus.Counter
}

// buckets go from 100 µs to the whole budget, each about twice the one before.
func buckets() []float64 {
	return []float64{.0001, .00025, .0005, .001, .002, .004, .008, .015, .03, .06, .125, .25, .5, 1, 2, 4}
}

// NewMetrics makes the metrics and registers them.
func NewMetrics(registry prometheus.Registerer) *Metrics {
	m := &Metrics{
		decisions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nautes_webhook_decisions_total",
			Help: "Answers by kind, operation, decision (allow, warn, deny, bypass, bypass_rejected, error), reason and dry run.",
		}, []string{"kind", "operation", "decision", "reason", "dryrun"}),
		findings: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nautes_webhook_findings_total",
			Help: "Findings by rule and action (deny, warn, skipped).",
		}, []string{"rule", "action"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "nautes_webhook_decision_seconds", Help: "Time from request to answer by kind and decision.", Buckets: buckets(),
		}, []string{"kind", "decision"}),
		rejudged: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "nautes_webhook_live_judgements_total",
			Help: "Judgements that were repeated because live state was not what the watched catalog said.",
		}),
	}
	registry.MustRegister(m.decisions, m.findings, m.seconds, m.rejudged)
	return m
}

func (m *Metrics) observe(a *answer, dryRun bool, took time.Duration) {
	decision, reason := a.decision()
	m.decisions.WithLabelValues(a.kind, a.operation, string(decision), string(reason), strconv.FormatBool(dryRun)).Inc()
	m.seconds.WithLabelValues(a.kind, string(decision)).Observe(took.Seconds())
	if a.verdict == nil {
		return
	}
	for _, finding := range a.verdict.Findings {
		action := string(finding.Action)
		if finding.Skipped {
			action = "skipped"
		}
		m.findings.WithLabelValues(finding.Rule, action).Inc()
	}
}
