// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package rules

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
)

// Metrics tell which rules are in force, and what keeps others from it.
type Metrics struct {
	info   *prometheus.GaugeVec
	errors *prometheus.GaugeVec
	loaded prometheus.Gauge
}

// NewMetrics makes the metrics and registers them.
func NewMetrics(registry prometheus.Registerer) *Metrics {
	m := &Metrics{
		info: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "nautes_policy_info", Help: "1 for the rules in force: the hash of those carried, and of the operator's own (empty without any).",
		}, []string{"hash", "own_hash"}),
		errors: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "nautes_policy_load_errors", Help: "1 for each ConfigMap with rules that is refused as it stands; its Events say why.",
		}, []string{"configmap"}),
		loaded: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "nautes_policy_loaded_timestamp_seconds", Help: "When the rules in force were put together.",
		}),
	}
	registry.MustRegister(m.info, m.errors, m.loaded)
	return m
}

// inForce tells of another set of rules.
func (m *Metrics) inForce(engine *policy.Engine, now time.Time) {
	m.info.Reset()
	m.info.WithLabelValues(engine.Hash(), engine.OwnHash()).Set(1)
	m.loaded.Set(float64(now.Unix()))
}

// refused tells which ConfigMaps are refused now.
func (m *Metrics) refused(configMaps []string) {
	m.errors.Reset()
	for _, name := range configMaps {
		m.errors.WithLabelValues(name).Set(1)
	}
}
