// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package trigger

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/pkg/api/v1alpha1"
)

func TestNextTimesOfACalendar(t *testing.T) {
	for name, test := range map[string]struct {
		calendar v1alpha1.CalendarEventSource
		want     []string
	}{
		"in UTC":        {v1alpha1.CalendarEventSource{Schedule: "0 2 * * *"}, []string{"2026-11-24 02:00 UTC", "2026-11-25 02:00 UTC", "2026-11-26 02:00 UTC"}},
		"in a zone":     {v1alpha1.CalendarEventSource{Schedule: "30 13 * * *", Timezone: "Europe/Berlin"}, []string{"2026-11-23 13:30 CET", "2026-11-24 13:30 CET", "2026-11-25 13:30 CET"}},
		"on weekdays":   {v1alpha1.CalendarEventSource{Schedule: "0 9 * * mon-fri", Timezone: "Asia/Tokyo"}, []string{"2026-11-24 09:00 JST", "2026-11-25 09:00 JST", "2026-11-26 09:00 JST"}},
		"with an end":   {v1alpha1.CalendarEventSource{Schedule: "0 0 30 2 *"}, nil},
		"not on a day":  {v1alpha1.CalendarEventSource{Schedule: "* 12 * * *", ExclusionDates: []string{"EXDATE:20261123T000000Z"}}, []string{"2026-11-24 12:00 UTC", "2026-11-24 12:01 UTC", "2026-11-24 12:02 UTC"}},
		"not on days":   {v1alpha1.CalendarEventSource{Schedule: "0 2 * * *", ExclusionDates: []string{"EXDATE:20261124T020000Z,20261126T000000Z"}}, []string{"2026-11-25 02:00 UTC", "2026-11-27 02:00 UTC", "2026-11-28 02:00 UTC"}},
		"an interval":   {v1alpha1.CalendarEventSource{Interval: "30m"}, nil},
		"with both":     {v1alpha1.CalendarEventSource{Interval: "30m", Schedule: "0 2 * * *"}, []string{"2026-11-24 02:00 UTC", "2026-11-25 02:00 UTC", "2026-11-26 02:00 UTC"}},
		"no schedule":   {v1alpha1.CalendarEventSource{Schedule: "@daily"}, nil},
		"no such zone":  {v1alpha1.CalendarEventSource{Schedule: "0 2 * * *", Timezone: "Mars/Base"}, nil},
		"over a change": {v1alpha1.CalendarEventSource{Schedule: "0 2 29 3 *", Timezone: "Europe/Berlin"}, []string{"2027-03-29 02:00 CEST", "2028-03-29 02:00 CEST", "2029-03-29 02:00 CEST"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := told(calendarOf(&test.calendar, noon()).Next)
			if len(got) == 0 {
				got = nil
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
