// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/client-go/util/flowcontrol"
)

// metrics are the counters, which outlive a term, and the descriptions of what is read from the term that is under way.
type metrics struct {
	judged   prometheus.Counter
	failures *prometheus.CounterVec
	writes   *prometheus.CounterVec

	leading, objects, findings, bypassed, waiting, unwritten, passEnded, passTook *prometheus.Desc

	// complaints bounds what is logged about objects that can not be judged.
	complaints flowcontrol.RateLimiter
}

func newMetrics() *metrics {
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, labels, nil)
	}
	return &metrics{
		judged: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "nautes_audit_judged_total", Help: "Stored objects that were judged, each as often as it was.",
		}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nautes_audit_failures_total", Help: "Judgements of stored objects that failed, by reason. They are repeated.",
		}, []string{"reason"}),
		writes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nautes_audit_writes_total", Help: "Writes to the status of objects by result (written, failed).",
		}, []string{"result"}),
		leading:    describe("nautes_audit_leading", "1 on the replica that audits, 0 on the others."),
		objects:    describe("nautes_audit_objects", "Stored objects that the audit looks after."),
		findings:   describe("nautes_audit_findings", "Findings on stored objects by rule and action (deny, warn, skipped).", "rule", "action"),
		bypassed:   describe("nautes_bypassed_objects", "Stored objects whose annotation asks for a bypass that is in force."),
		waiting:    describe("nautes_audit_queue_length", "Stored objects that wait to be judged."),
		unwritten:  describe("nautes_audit_write_queue_length", "Stored objects whose status waits to be written."),
		passEnded:  describe("nautes_audit_last_full_pass_timestamp_seconds", "When every object had last been judged."),
		passTook:   describe("nautes_audit_full_pass_duration_seconds", "Time of the last pass at full speed, at the start or after a change of rules."),
		complaints: flowcontrol.NewTokenBucketRateLimiter(complaintRate, complaintBurst),
	}
}

// complaintRate is in lines a second.
const (
	complaintRate  = 0.2
	complaintBurst = 10
)

// passes tells of passes over all objects.
type passes struct {
	// ended is in Unix nanoseconds, took in nanoseconds; 0 as long as there was none.
	ended, took atomic.Int64
}

// Describe implements prometheus.Collector.
func (a *Audit) Describe(all chan<- *prometheus.Desc) {
	m := a.metrics
	m.judged.Describe(all)
	m.failures.Describe(all)
	m.writes.Describe(all)
	for _, description := range []*prometheus.Desc{
		m.leading, m.objects, m.findings, m.bypassed, m.waiting, m.unwritten, m.passEnded, m.passTook,
	} {
		all <- description
	}
}

// Collect implements prometheus.Collector. What is known of the objects is shown only by the replica that leads: the
// others know nothing, and a zero of theirs would look like good news.
func (a *Audit) Collect(all chan<- prometheus.Metric) {
	m := a.metrics
	m.judged.Collect(all)
	m.failures.Collect(all)
	m.writes.Collect(all)
	gauge := func(description *prometheus.Desc, value float64, labels ...string) {
		all <- prometheus.MustNewConstMetric(description, prometheus.GaugeValue, value, labels...)
	}
	t := a.current.Load()
	if t == nil {
		gauge(m.leading, 0)
		return
	}
	gauge(m.leading, 1)
	total := t.ledger.total()
	gauge(m.objects, float64(total.objects))
	gauge(m.bypassed, float64(total.bypassed))
	gauge(m.waiting, float64(total.waiting))
	gauge(m.unwritten, float64(t.scribe.queue.Len()))
	for labels, n := range total.findings {
		gauge(m.findings, float64(n), labels.rule, labels.action)
	}
	if ended := t.passes.ended.Load(); ended != 0 {
		gauge(m.passEnded, float64(ended)/float64(time.Second))
		gauge(m.passTook, time.Duration(t.passes.took.Load()).Seconds())
	}
}
