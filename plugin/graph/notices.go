// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"fmt"
	"slices"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
	"github.com/nautes-labs/kubectl-nautes/pkg/policy"
	"github.com/nautes-labs/kubectl-nautes/pkg/report"
)

// Topic is what a notice is about.
type Topic string

// The topics.
const (
	Denied Topic = "Denied"
	Warned Topic = "Warned"
	// Skipped: a rule is broken, and a bypass skips it.
	Skipped Topic = "Skipped"
	// CanNotJudge: not every rule could be asked.
	CanNotJudge Topic = "NotJudged"
	// OnBypass: a bypass stands on the object.
	OnBypass Topic = "Bypass"
	NotReady Topic = "NotReady"
	Deleting Topic = "Deleting"
	// Waiting: the object uses what is not there, or not ready.
	Waiting Topic = "Waiting"
	// Unused: nothing uses the object, which is of use by being used alone.
	Unused Topic = "Unused"
)

// Notice is something about an object that stands out.
type Notice struct {
	catalog.ID
	Topic Topic `json:"topic"`
	// Message is one line, which goes on from the name of the object.
	Message string `json:"message"`
}

// notice gathers what stands out about the objects of the graph's subject.
func (g *Graph) notice(s *Source) {
	for _, node := range g.Nodes {
		if node.Presence != Present || node.Outside && g.Subject.Kind == catalog.Product {
			continue
		}
		g.say(node.ID, node.findings())
		g.say(node.ID, node.standing())
		g.say(node.ID, g.waits(node))
		if unused := s.unused(node); unused != "" {
			g.say(node.ID, []Notice{{Topic: Unused, Message: unused}})
		}
	}
}

func (g *Graph) say(id catalog.ID, notices []Notice) {
	for _, notice := range notices {
		notice.ID = id
		g.Notices = append(g.Notices, notice)
	}
}

// findings are what the rules say of an object.
func (n *Node) findings() []Notice {
	var notices []Notice
	for _, finding := range n.Rules.Findings {
		topic, does := Warned, "has a warning, "
		switch {
		case finding.Skipped:
			topic, does = Skipped, "skips "
		case finding.Action == policy.Deny:
			topic, does = Denied, "breaks "
		}
		notices = append(notices, Notice{Topic: topic, Message: report.Printable(does + finding.Rule + ": " + finding.Message)})
	}
	if n.Rules.Error != "" {
		notices = append(notices, Notice{Topic: CanNotJudge, Message: "could not be judged: " + report.Printable(n.Rules.Error)})
	}
	return notices
}

// standing says what is the matter with the object itself.
func (n *Node) standing() []Notice {
	var notices []Notice
	if n.Bypass != nil && n.Bypass.stands() {
		message := "carries a bypass (" + n.Bypass.word() + ")"
		if reason := report.Printable(n.Bypass.Reason); reason != "" {
			message += ": " + reason
		}
		if n.Rules.State == Compliant && n.Rules.Error == "" {
			message += "; it needs none any more"
		}
		notices = append(notices, Notice{Topic: OnBypass, Message: message})
	}
	switch {
	case n.Ready.Status == status.TerminatingStatus:
		notices = append(notices, Notice{Topic: Deleting, Message: "is being deleted: " + report.Printable(n.Ready.Message)})
	case n.Ready.Known && !n.Ready.ready():
		notices = append(notices, Notice{Topic: NotReady, Message: "is " + n.Ready.word() + with(":", report.Printable(n.Ready.Message))})
	}
	return notices
}

// waits says which objects that it uses stand in the way. What a rule says of the same field is not said twice.
func (g *Graph) waits(n *Node) []Notice {
	var notices []Notice
	for _, edge := range g.Uses(n.ID) {
		used := g.at[edge.To]
		told := slices.ContainsFunc(n.Rules.Findings, func(f policy.Finding) bool { return slices.Contains(edge.Fields, f.Field) })
		why := ""
		switch {
		case told || used == n || used.Presence == Unknown:
		case used.Presence == Missing:
			why = "which is not there"
		case used.Ready.Status == status.TerminatingStatus:
			why = "which is being deleted"
		case used.Ready.Known && !used.Ready.ready() && n.Ready.Known && !n.Ready.ready():
			why = "which is " + used.Ready.word()
		}
		if why != "" {
			notices = append(notices, Notice{Topic: Waiting, Message: fmt.Sprintf("waits for %s, %s", used.ID, why)})
		}
	}
	return notices
}

// unused says that an object is of no use to anyone; empty where it is of some, or nobody can tell.
func (s *Source) unused(n *Node) string {
	var users []catalog.Kind
	var why string
	switch n.Kind {
	case catalog.Environment:
		users, why = []catalog.Kind{catalog.ProjectPipelineRuntime, catalog.DeploymentRuntime}, "no runtime runs in it"
	case catalog.Project:
		users = []catalog.Kind{
			catalog.CodeRepo, catalog.CodeRepoBinding, catalog.ProjectPipelineRuntime, catalog.DeploymentRuntime, catalog.ArtifactRepo,
		}
		why = "it has no repo, no binding and no runtime"
	case catalog.CodeRepo:
		if s.State.Get(n.ID).String("spec.project") != "" {
			return "" // it holds the source of a project
		}
		users = []catalog.Kind{catalog.CodeRepoBinding, catalog.ProjectPipelineRuntime, catalog.DeploymentRuntime}
		why = "no binding shares it, and no runtime takes anything from it"
	default:
		return ""
	}
	for _, reference := range s.State.Referrers(n.ID) {
		if slices.Contains(users, reference.From.Kind) {
			return ""
		}
	}
	for _, kind := range users {
		if s.Sees != nil && !s.Sees(catalog.ID{Kind: kind, Namespace: n.Namespace}) {
			return ""
		}
	}
	return "is unused: " + why
}
