// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package graph

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

func TestGolden(t *testing.T) {
	s := demo()
	g := s.Product("demo", nil)
	lost := s.Object(id(catalog.DeploymentRuntime, "lost"))
	for name, write := range map[string]func(io.Writer) error{
		"status-80":         func(w io.Writer) error { return statusTable(w, g, Style{Width: 80}) },
		"status-120":        func(w io.Writer) error { return statusTable(w, g, Style{Width: 120}) },
		"status-80-colour":  func(w io.Writer) error { return statusTable(w, g, Style{Width: 80, Colour: true}) },
		"status-120-colour": func(w io.Writer) error { return statusTable(w, g, Style{Width: 120, Colour: true}) },
		"status-wide":       func(w io.Writer) error { return statusTable(w, g, Style{}) },
		"tree-80":           func(w io.Writer) error { return treeTable(w, g, Style{Width: 80}) },
		"tree-120":          func(w io.Writer) error { return treeTable(w, g, Style{Width: 120}) },
		"tree-80-colour":    func(w io.Writer) error { return treeTable(w, g, Style{Width: 80, Colour: true}) },
		"object-80":         func(w io.Writer) error { return statusTable(w, lost, Style{Width: 80}) },
		"object-80-colour":  func(w io.Writer) error { return statusTable(w, lost, Style{Width: 80, Colour: true}) },
		"object-ready": func(w io.Writer) error {
			return statusTable(w, s.Object(id(catalog.DeploymentRuntime, "api-test")), Style{Width: 80})
		},
		"overview-80": func(w io.Writer) error { return overviewTable(w, s.Overview(nil), Style{Width: 80}) },
		"dot":         func(w io.Writer) error { return dot(w, g) },
		"mermaid":     func(w io.Writer) error { return mermaid(w, g) },
		"svg":         func(w io.Writer) error { return svg(w, lost) },
		"name":        func(w io.Writer) error { return names(w, g) },
		"refs-80": func(w io.Writer) error {
			return linksTable(w, s.Links(id(catalog.DeploymentRuntime, "lost"), false), Style{Width: 80})
		},
		"refs-deep-80": func(w io.Writer) error {
			return linksTable(w, s.Links(id(catalog.Environment, "test"), true), Style{Width: 80})
		},
		"refs-name": func(w io.Writer) error { return linksNames(w, s.Links(id(catalog.Environment, "test"), true)) },
		"refs-dot":  func(w io.Writer) error { return dot(w, s.Links(id(catalog.Environment, "old"), true).graph()) },
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, write) })
	}
}

func TestLinesFitTheScreen(t *testing.T) {
	colours := regexp.MustCompile("\x1b\\[[0-9;]*m")
	s := demo()
	for _, width := range []int{80, 120} {
		style := Style{Width: width, Colour: true}
		var b bytes.Buffer
		for _, err := range []error{
			statusTable(&b, s.Product("demo", nil), style), treeTable(&b, s.Product("demo", nil), style),
			overviewTable(&b, s.Overview(nil), style),
			linksTable(&b, s.Links(catalog.ID{Kind: catalog.Cluster, Name: "test-0"}, true), style),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for line := range strings.Lines(colours.ReplaceAllString(b.String(), "")) {
			if strings.ContainsAny(line, "\x1b") || columns(strings.TrimRight(line, "\n")) > width {
				t.Errorf("%d columns, wanted %d: %q", columns(line), width, line)
			}
		}
	}
}

func TestTextIsCutByColumns(t *testing.T) {
	for _, test := range []struct {
		text string
		most int
		want string
	}{
		{"environment", 20, "environment"}, {"environment", 11, "environment"}, {"environment", 5, "envi…"},
		{"語言語言", 8, "語言語言"}, {"語言語言", 6, "語言…"}, {"e\u0301e\u0301", 2, "e\u0301e\u0301"},
	} {
		if got := cut(test.text, test.most); got != test.want || columns(got) > test.most {
			t.Errorf("%q at %d is %q", test.text, test.most, got)
		}
	}
	l := line{{text: "abc", tone: plain}, {text: "def", tone: bad}}
	for most, want := range map[int]string{6: "abcdef", 5: "abcd…", 4: "abc…", 3: "ab…", 2: "a…"} {
		if got := l.cut(most).render(false); got != want {
			t.Errorf("at %d: %q, want %q", most, got, want)
		}
	}
}

// What somebody wrote into an object must stay text in every format.
func TestNothingThatIsWrittenIntoAnObjectGetsOut(t *testing.T) {
	s := demo()
	for _, format := range Status(Style{Width: 80}) {
		var b bytes.Buffer
		if err := format.Write(&b, s.Object(id(catalog.DeploymentRuntime, "lost"))); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsRune(b.String(), '\x1b') {
			t.Errorf("%s of an object has an escape character", format.Name)
		}
		b.Reset()
		if err := format.Write(&b, s.Product("demo", nil)); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if strings.ContainsRune(text, '\x1b') {
			t.Errorf("%s has an escape character", format.Name)
		}
		switch format.Name {
		case "html":
			if strings.Count(text, "<script") != 1 {
				t.Error("html has a script that is not ours")
			}
		case "svg", "mermaid", "dot":
			if strings.Contains(text, "<script") && format.Name != "dot" {
				t.Errorf("%s has a script", format.Name)
			}
		}
	}
	if got := dotQuote("a\"b\\N\nc"); got != `"a\"b\\N\nc"` {
		t.Errorf("dot: %s", got)
	}
	if got := mermaidText(`a"b<br>#35;[x]` + "語"); got != "a#34;b#60;br#62;#35;35#59;#91;x#93;語" {
		t.Errorf("mermaid: %s", got)
	}
}

func TestTheDrawingIsXML(t *testing.T) {
	empty := (&Source{State: catalog.New()}).Product("none", nil)
	for _, g := range []*Graph{demo().Product("demo", nil), demo().Object(id(catalog.Project, "odd")), empty} {
		var b bytes.Buffer
		if err := svg(&b, g); err != nil {
			t.Fatal(err)
		}
		decoder, boxes := xml.NewDecoder(&b), 0
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if element, ok := token.(xml.StartElement); ok && element.Name.Local == "g" {
				boxes++
			}
		}
		if boxes != len(g.Nodes) {
			t.Errorf("%d boxes for %d nodes", boxes, len(g.Nodes))
		}
	}
}

func TestThePageMayUseNoNetwork(t *testing.T) {
	var b bytes.Buffer
	if err := html(&b, demo().Product("demo", nil)); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{
		`http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-`, "<style>" + drawingStyle + pageStyle + "</style>",
		"<script>" + pageScript + "</script>", "id=\"n0\"",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %.60q", want)
		}
	}
	for _, address := range regexp.MustCompile(`(?:src|href)\s*=\s*"([^"]*)"|https?://[^"'\s<]*`).FindAllString(page, -1) {
		if !strings.HasPrefix(address, `href="#n`) && address != "http://www.w3.org/2000/svg" {
			t.Errorf("the page refers to %s", address)
		}
	}
	if strings.Contains(page, " style=") || regexp.MustCompile(`\son[a-z]+=`).MatchString(page) {
		t.Error("the page has a style or a script that its policy refuses")
	}
}

func TestLayersFollowTheEdges(t *testing.T) {
	// 0 -> 1 -> 2, 0 -> 2 over a layer, 3 in a circle with 2, 4 alone.
	edges := [][2]int{{0, 1}, {1, 2}, {0, 2}, {2, 3}, {3, 2}, {4, 4}}
	l := newLayering(5, edges)
	for i, edge := range edges[:3] {
		if l.layerOf[edge[0]] <= l.layerOf[edge[1]] {
			t.Errorf("edge %v goes from layer %d to %d", edge, l.layerOf[edge[0]], l.layerOf[edge[1]])
		}
		if want := l.layerOf[edge[0]] - l.layerOf[edge[1]] - 1; len(l.bends[i]) != want {
			t.Errorf("edge %v has %d bends, want %d", edge, len(l.bends[i]), want)
		}
	}
	placed := 0
	for _, layer := range l.layers {
		placed += len(layer)
	}
	if placed != len(l.layerOf) {
		t.Errorf("%d of %d are placed", placed, len(l.layerOf))
	}
	// Neighbours are brought side by side: without that, both edges would cross.
	l = newLayering(4, [][2]int{{0, 3}, {1, 2}})
	if at0, at3 := l.layers[1][0], l.layers[0][0]; (at0 == 0) != (at3 == 3) {
		t.Errorf("the edges cross: %v", l.layers)
	}
}
