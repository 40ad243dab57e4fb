// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package policies_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/policies"
	"github.com/nautes-labs/kubectl-nautes/test/world"
)

// The rule on calendars reads cron expressions, durations and exclusion dates by itself, for the built-ins of Rego that
// could would fail on what is none. Here it is held to what Argo Events reads them by.

// odd is what the cron library takes and our rule refuses on purpose: a time zone in front, a list with an empty place,
// a range that begins with a star (its end is passed over), a number with a sign, and space that is no blank or tab.
var odd = regexp.MustCompile(`^(CRON_)?TZ=|(^|[\s,]),|,($|\s)|[*?]-|\+|[^\x21-\x7e \t]`)

func TestScheduleIsWhatArgoEventsReads(t *testing.T) {
	schedules := append(schedulesOfPeople(), schedulesAtRandom(3000)...)
	refused := refusals(t, "schedule", schedules)
	accepted := 0
	for _, schedule := range schedules {
		err := startedByArgoEvents(schedule)
		switch {
		case refused[schedule] == "":
			accepted++
			if err != nil {
				t.Errorf("%q is accepted: %v", schedule, err)
			}
		case err == nil && !odd.MatchString(schedule):
			t.Errorf("%q is refused: %s", schedule, refused[schedule])
		}
	}
	t.Logf("%d of %d schedules are accepted", accepted, len(schedules))
	if accepted < len(schedules)/5 || accepted > len(schedules)*4/5 {
		t.Errorf("%d of %d schedules are accepted, which makes a poor comparison", accepted, len(schedules))
	}
}

func TestScheduleThatIsOddIsRefused(t *testing.T) {
	schedules := []string{
		"TZ=UTC 0 2 * * *", "CRON_TZ=Europe/Berlin 0 2 * * *", "TZ=UTC", "1,,2 * * * *", ", * * * *", "*-5 * * * *", "+5 * * * *",
		"0 2 *\u00a0* *", "0 2 * * *\n",
	}
	refused := refusals(t, "schedule", schedules)
	for _, schedule := range schedules {
		if refused[schedule] == "" || !odd.MatchString(schedule) {
			t.Errorf("%q is accepted, or not odd", schedule)
		}
	}
}

func TestIntervalIsWhatArgoEventsReads(t *testing.T) {
	intervals := []string{
		"1s", "30m", "24h", "1h30m", "0.5h", "1.5s", "90m30s", "1000ms", "1000000us", "1000000µs", "1000000μs", "1000000000ns", "05m",
		"1m1h", "2562047h47m16s", "30", "m", "1d", "1w", "30 m", "1h 30m", "-5m", "0s", "999ms", "0", "2562048h", "9223372037s", "1H", "1e3s",
		"1.2.3s", "99999999999999999999h",
	}
	refused := refusals(t, "interval", intervals)
	for _, interval := range intervals {
		duration, err := time.ParseDuration(interval)
		if fits := err == nil && duration >= time.Second; fits != (refused[interval] == "") {
			t.Errorf("%q is %v (%v), refused: %q", interval, duration, err, refused[interval])
		}
	}
}

// startedByArgoEvents says why the calendar event source would not start with a schedule, or would not stop to fire.
func startedByArgoEvents(schedule string) (err error) {
	defer func() {
		if p := recover(); p != nil { // "TZ=" without a blank behind it
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	parsed, err := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(schedule)
	if err == nil && parsed.Next(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)).IsZero() {
		err = fmt.Errorf("never fires")
	}
	return err
}

// refusals gives the rule one runtime with a calendar for each value of a field, and tells which it refuses and why.
func refusals(t *testing.T, field string, values []string) map[string]string {
	t.Helper()
	engine, err := policy.New(t.Context(), policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	sources := make([]any, len(values))
	for i, value := range values {
		sources[i] = spec{"name": fmt.Sprintf("s%d", i), "calendar": spec{field: value}}
	}
	runtime := world.Pipeline("product-0", "ci", "test", "api").Content()
	runtime["spec"].(spec)["eventSources"] = sources
	verdict, err := engine.Judge(t.Context(), policy.Review{
		Operation: policy.Create, Object: runtime, Catalog: catalog.New(), Now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	place := regexp.MustCompile(`^spec\.eventSources\[(\d+)\]\.calendar\.` + field + `$`)
	refused := map[string]string{}
	for _, finding := range verdict.Findings {
		if at := place.FindStringSubmatch(finding.Field); finding.Rule == "pipelineruntime-calendar-valid" && at != nil {
			var i int
			if _, err := fmt.Sscan(at[1], &i); err != nil {
				t.Fatal(err)
			}
			refused[values[i]] = finding.Message
		}
	}
	return refused
}

func schedulesOfPeople() []string {
	return []string{
		"0 2 * * *", "*/15 * * * *", "0 9-17 * * mon-fri", "0 0 1,15 * *", "30 4 1 JAN-mar/2 ?", "0 0 29 2 *", "0 0 31 1-12/2 *",
		"0 0 30 2 *", "0 0 31 apr,jun *", "0 0 30 2 */2", "0 0 30 2 */1", "0 0 30 feb fri", "59 23 31 12 6", "60 * * * *", "* 24 * * *",
		"* * 0 * *", "* * * 0 *", "* * * * 7", "0 0 * * sun-sat", "0 0 * * sat-sun", "@daily", "@every 1h", "@", "0 0 0 2 * *", "0 2 * *",
		"0 0 L * *", "0 0 15W * *", "0 0 * * 5#2", "0 0 * * MON", "0 0 * Mon *", "007 2 * * *", "*/0 * * * *", "*/100 * * * *", "5/ * * * *",
		"2-1 * * * *", "1-2-3 * * * *", "1/2/3 * * * *", "a * * * *", " ", "\t0 2\t* *  * ",
	}
}

// schedulesAtRandom are made of what schedules are made of, with a slip here and there, always the same.
func schedulesAtRandom(n int) []string {
	random := rand.New(rand.NewPCG(2026, 5)) // the same numbers each time
	least, most := []int{0, 0, 1, 1, 0}, []int{59, 23, 31, 12, 6}
	names := []string{"jan", "Feb", "MAR", "may", "nov", "dec", "sun", "Mon", "fri", "sat", "x", ""}
	value := func(unit int) string {
		switch random.IntN(12) {
		case 0:
			return fmt.Sprint(random.IntN(70) - 3)
		case 1:
			return names[random.IntN(len(names))]
		default:
			return fmt.Sprint(least[unit] + random.IntN(most[unit]-least[unit]+1))
		}
	}
	part := func(unit int) string {
		text := []string{"*", "*", "?", value(unit), value(unit), value(unit) + "-" + value(unit)}[random.IntN(6)]
		if random.IntN(5) == 0 {
			text += fmt.Sprintf("/%d", random.IntN(20))
		}
		return text
	}
	schedules := make([]string, n)
	for i := range schedules {
		var fields []string
		for unit := range 5 {
			field := part(unit)
			for random.IntN(8) == 0 {
				field += "," + part(unit)
			}
			fields = append(fields, field)
		}
		schedules[i] = strings.Join(fields[random.IntN(40)/39:], " ")
		if random.IntN(20) == 0 {
			at := random.IntN(len(schedules[i]) + 1)
			schedules[i] = schedules[i][:at] + string("*?/-,+ \n@#Lx0"[random.IntN(13)]) + schedules[i][at:]
		}
	}
	return schedules
}
