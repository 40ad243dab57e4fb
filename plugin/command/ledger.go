// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package command

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/util/term"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
	"github.com/nautes-labs/kubectl-nautes/plugin/exitcode"
	"github.com/nautes-labs/kubectl-nautes/plugin/live"
	"github.com/nautes-labs/kubectl-nautes/plugin/rollout"
	"github.com/nautes-labs/kubectl-nautes/plugin/set"
)

// ledger keeps account of what became of each object of a command: it prints as it is told, and sums up at the end.
// Several goroutines may use it.
type ledger struct {
	genericiooptions.IOStreams
	members  *set.Set
	printer  *printer
	progress *progress

	mutex  sync.Mutex
	counts map[word]int
	became map[catalog.ID]word
	said   map[string]bool
	// left are objects that were not come to when nothing more was to be started.
	left []catalog.ID
}

func newLedger(streams genericiooptions.IOStreams, members *set.Set, p *printer) *ledger {
	return &ledger{
		IOStreams: streams, members: members, printer: p, progress: newProgress(streams.ErrOut, len(members.IDs())),
		counts: map[word]int{}, became: map[catalog.ID]word{}, said: map[string]bool{},
	}
}

// record takes down what became of an object, and prints it.
func (l *ledger) record(e entry) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.counts[e.word]++
	l.became[e.id] = e.word
	l.progress.clear()
	defer l.progress.step()
	for _, warning := range e.warnings {
		if !strings.Contains(warning, e.id.String()) {
			warning = e.id.String() + ": " + warning
		}
		l.once("Warning: " + warning)
	}
	for _, finding := range e.findings {
		fmt.Fprintln(l.ErrOut, l.found(e.id, finding))
	}
	switch {
	case e.word.done():
		return l.printer.show(e)
	case e.err != nil && (e.word != denied || len(e.findings) == 0):
		l.complain(e)
	case e.word == notFound:
		fmt.Fprintf(l.ErrOut, "%s: not found\n", l.name(e.id))
	case e.word == notSent:
		fmt.Fprintf(l.ErrOut, "%s: not sent: %s\n", l.name(e.id), e.why)
	}
	return nil
}

// skip takes down an object that was not tried because of another one.
func (l *ledger) skip(id, on catalog.ID, why string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.counts[notTried]++
	l.became[id] = notTried
	l.progress.clear()
	defer l.progress.step()
	fmt.Fprintf(l.ErrOut, "%s: not tried: %s %s, %s\n", l.name(id), why, on, l.became[on].clause())
}

// leave takes down an object that was not come to.
func (l *ledger) leave(id catalog.ID) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.counts[notTried]++
	l.left = append(l.left, id)
}

// say prints a line for people, now.
func (l *ledger) say(format string, args ...any) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.progress.clear()
	fmt.Fprintf(l.ErrOut, format+"\n", args...)
}

// complain prints why an object failed. What meets one object after the other is printed in full once.
func (l *ledger) complain(e entry) {
	var told *live.Error
	message := e.err.Error()
	switch {
	case live.Lasting(e.err) && l.said[message]:
		message = "the same"
	case errors.As(e.err, &told) && l.said[told.Hint]:
		message = told.Message
	}
	l.said[e.err.Error()] = true
	if told != nil {
		l.said[told.Hint] = true
	}
	fmt.Fprintf(l.ErrOut, "error: %s: %s\n", l.name(e.id), message)
}

func (l *ledger) once(line string) {
	if !l.said[line] {
		l.said[line] = true
		fmt.Fprintln(l.ErrOut, line)
	}
}

// found is a finding with the line of its field.
func (l *ledger) found(id catalog.ID, finding policy.Finding) report.Finding {
	f := report.Finding{ID: id, Finding: finding}
	if m := l.members.Get(id); m != nil {
		f.File, f.Line = m.Document.Origin.File, m.Document.Line(finding.Field)
	}
	return f
}

// name is an object with its place in the files, where it has one.
func (l *ledger) name(id catalog.ID) string {
	if m := l.members.Get(id); m != nil && m.Place() != "" {
		return m.Place() + ": " + id.String()
	}
	return id.String()
}

// errorWord is the word for an object that met an error.
func errorWord(err error) word {
	var e *lateError
	if errors.As(err, &e) {
		return late
	}
	if live.ReasonOf(err) == live.Denied {
		return denied
	}
	return failed
}

// findingsIn are the findings that an error carries.
func findingsIn(err error) []policy.Finding {
	var told *live.Error
	if errors.As(err, &told) {
		return told.Findings
	}
	return nil
}

// summary is one line, for example "9 created, 2 unchanged, 1 denied, 2 not tried".
func (l *ledger) summary() string {
	var parts []string
	for _, w := range words() {
		if n := l.counts[w]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, w))
		}
	}
	if len(parts) == 0 {
		return "nothing to do"
	}
	return strings.Join(parts, ", ")
}

// fewNames is how many of many objects are named.
const fewNames = 20

// listed names objects, or the first of many.
func listed(ids []catalog.ID) string {
	names := make([]string, 0, fewNames+1)
	for i, id := range ids {
		if i == fewNames {
			names = append(names, fmt.Sprintf("and %d more", len(ids)-fewNames))
			break
		}
		names = append(names, id.String())
	}
	return strings.Join(names, ", ")
}

// finish prints what is left to print and the summary, and returns the error that carries the exit code.
func (l *ledger) finish(interrupted bool) error { return l.sumUp(interrupted, l.code) }

// preview is finish of a command that only says what it would do. A denial counts, whatever else would be done.
func (l *ledger) preview(interrupted bool) error {
	return l.sumUp(interrupted, func(interrupted bool) exitcode.Code {
		if code := l.code(interrupted); code != exitcode.Partly || l.counts[failed] > 0 {
			return code
		}
		return exitcode.Denied
	})
}

func (l *ledger) sumUp(interrupted bool, code func(interrupted bool) exitcode.Code) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.progress.clear()
	printed := l.printer.flush()
	if len(l.left) > 0 {
		// Broken at 80 columns, also where it is not read on a terminal.
		_, _ = fmt.Fprintf(term.NewPunchCardWriter(l.ErrOut), "not tried: %s\n", listed(l.left)) // to a stream of a person
	}
	summary := l.summary() + l.printer.note
	if interrupted {
		summary = "interrupted: " + summary
	}
	fmt.Fprintln(l.ErrOut, summary)
	if printed != nil {
		return printed
	}
	if code := code(interrupted); code != exitcode.Done {
		return exitcode.Silent(code)
	}
	return nil
}

// code is what the command exits with.
func (l *ledger) code(interrupted bool) exitcode.Code {
	done, not := 0, 0
	for w, n := range l.counts {
		switch {
		case w.done():
			done += n
		case w != late && w != notSent:
			not += n
		}
	}
	wrong := not - l.counts[notTried] // what was not tried for being late is a matter of time
	switch {
	case interrupted:
		return exitcode.Interrupted
	case l.counts[late] > 0 && wrong == 0:
		return exitcode.TimedOut
	case l.counts[late] > 0:
		return exitcode.Partly // what is late was sent all the same
	case not == 0:
		return exitcode.Done
	case not == l.counts[notFound]:
		return exitcode.Failed
	case done > 0:
		return exitcode.Partly
	case l.counts[denied] > 0 && l.counts[failed] == 0:
		return exitcode.Denied
	default:
		return exitcode.Failed
	}
}

// take takes down what a rollout says became of an object; finished is the entry of one that was done.
func (l *ledger) take(result rollout.Result[catalog.ID], finished func(catalog.ID) (entry, bool), why string) error {
	switch result.State {
	case rollout.Skipped:
		l.skip(result.Member, result.On, why)
	case rollout.NotTried:
		l.leave(result.Member)
	case rollout.Failed:
		return l.record(entry{
			id: result.Member, word: errorWord(result.Err), err: result.Err, findings: findingsIn(result.Err),
		})
	case rollout.Done:
		if e, shown := finished(result.Member); shown {
			return l.record(e)
		}
	}
	return nil
}
