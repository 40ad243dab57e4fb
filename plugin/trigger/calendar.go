// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trigger

import (
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // not every system has the zones, and a calendar means the same on each

	"github.com/robfig/cron/v3"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
)

// upcoming is how many of the next times are told.
const upcoming = 3

// calendarOf describes a calendar. What can not be read has no next times; the rule pipelineruntime-calendar-valid says
// what is wrong with it.
func calendarOf(c *v1alpha1.CalendarEventSource, now time.Time) *Calendar {
	told := &Calendar{Schedule: c.Schedule, Interval: c.Interval, Timezone: c.Timezone}
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return told
	}
	// As Argo Events reads it: five fields, no descriptors, in the calendar's zone. Where there is a schedule, an
	// interval beside it counts for nothing.
	schedule, err := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(c.Schedule)
	if err != nil {
		return told
	}
	told.Next = next(schedule, excluded(c.ExclusionDates), now.In(zone))
	return told
}

// day is a day of a calendar.
type day struct {
	year  int
	month time.Month
	day   int
}

func dayOf(t time.Time) day {
	year, month, d := t.Date()
	return day{year, month, d}
}

// next are the next times after one, without the days that are excluded. Of those there is a bounded number, and each
// is passed in one step.
func next(schedule cron.Schedule, without []day, after time.Time) []time.Time {
	var times []time.Time
	for len(times) < upcoming {
		after = schedule.Next(after)
		if after.IsZero() {
			break // none within the years that cron looks ahead
		}
		if !slices.Contains(without, dayOf(after)) {
			times = append(times, after)
			continue
		}
		year, month, d := after.Date()
		after = time.Date(year, month, d+1, 0, 0, 0, -1, after.Location())
	}
	return times
}

// excluded are the days of exclusion dates. Argo Events leaves out the whole day of a date, as it is in UTC.
func excluded(dates []string) []day {
	var days []day
	for _, date := range dates {
		for _, text := range strings.Split(strings.TrimPrefix(date, "EXDATE:"), ",") {
			if t, err := time.Parse("20060102T150405Z", text); err == nil {
				days = append(days, dayOf(t))
			}
		}
	}
	return days
}
