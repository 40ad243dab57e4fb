# Copyright 2026 The kubectl-nautes Authors
# SPDX-License-Identifier: Apache-2.0

# Turns the output of `go test -bench` into lines `bench NAME VALUE UNIT`, one a figure; what is not a benchmark's result goes to
# stderr as it stands.
#
# A figure that a benchmark reports by b.ReportMetric is named by its unit, and the last word of that name is its unit:
#   b.ReportMetric(1.05, "decision_scale_ratio")   becomes   bench decision_scale_ratio 1.05 ratio
# Where there are such figures, those that go test measures itself say nothing more and are left out. Else they are named by the
# benchmark, without the number of cores:
#   BenchmarkLoad/objects=100000-2   10   123 ns/op   becomes   bench Load/objects=100000 123 ns/op

$1 !~ /^Benchmark/ || NF < 4 { print > "/dev/stderr"; next }

{
	name = $1
	sub(/^Benchmark/, "", name)
	sub(/-[0-9]+$/, "", name)
	named = / [^ \t]+_[^ \t]+([ \t]|$)/
	for (i = 3; i < NF; i += 2) {
		if ($(i + 1) ~ /_/) {
			unit = $(i + 1)
			sub(/.*_/, "", unit)
			print "bench", $(i + 1), $i, unit
		} else if (!named) {
			print "bench", name, $i, $(i + 1)
		}
	}
	fflush()
}
