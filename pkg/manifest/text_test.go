// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/nautes-labs/kubectl-nautes/pkg/manifest"
)

func TestEncodings(t *testing.T) {
	plain := projects("one")
	var wide strings.Builder
	for _, unit := range utf16.Encode([]rune("\ufeff" + plain)) {
		wide.Write([]byte{byte(unit), byte(unit >> 8)})
	}
	for _, test := range []struct{ name, text, want string }{
		{"UTF-8 with byte order mark", "\ufeff" + plain, ""},
		{"UTF-16 with byte order mark", wide.String(), ""},
		{"NUL bytes", "\x7fELF\x02\x01\x00\x00" + plain, "STDIN: is a binary file (a manifest is YAML or JSON text)"},
		{"compressed", "\x1f\x8b\x08\x08\xff\xff" + plain, "STDIN: is not UTF-8 text (a binary file, or one to be saved as UTF-8)"},
		{"Latin-1", strings.Replace(plain, "golang", "fran\xe7ais", 1), "STDIN: is not UTF-8 text (a binary file, or one to be saved as UTF-8)"},
		{"Latin-1 far down", strings.Repeat("# comment\n", 1000) + "---\n" + plain + "# fran\xe7ais\n", "STDIN:1002: document is not UTF-8 text"},
		{"character cut by the look ahead", "# " + strings.Repeat("a", 7997) + "é\n" + plain, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			documents, err := read(t, test.text)
			if said := strings.Join(lines(t, err), "\n"); said != test.want {
				t.Fatalf("errors = %q, want %q", said, test.want)
			}
			if test.want == "" && len(documents) != 1 {
				t.Errorf("%d documents, want 1", len(documents))
			}
		})
	}
}

func TestTooLarge(t *testing.T) {
	const limit = "document is larger than 3 MiB, the apiserver's limit (several objects are separated by lines of ---)"
	long := strings.Repeat("x", 10<<20)
	annotated := strings.Replace(projects("big"), "namespace: shop", "namespace: shop, annotations: {a: "+long+"}", 1)
	var tall strings.Builder
	tall.WriteString(projects("big"))
	for tall.Len() < 10<<20 {
		tall.WriteString("# filling\n")
	}
	for _, test := range []struct{ name, text string }{
		{"a line of 10 MB", annotated},
		{"10 MB of lines", tall.String()},
	} {
		t.Run(test.name, func(t *testing.T) {
			documents, err := read(t, projects("before")+"---\n"+test.text+"\n---\n"+projects("after"))
			if said := lines(t, err); len(said) != 1 || said[0] != "STDIN:6: "+limit {
				t.Errorf("errors = %.300q, want %q", said, limit)
			}
			if len(documents) != 2 {
				t.Errorf("%d documents, want those before and after", len(documents))
			}
		})
	}
}

func TestManySmallDocumentsAreNoLargeOne(t *testing.T) {
	one := strings.Repeat("# filling\n", 100_000)
	documents, err := read(t, projects("a")+one+"---\n"+projects("b")+one+"---\n"+projects("c")+one+"---\n"+projects("d")+one)
	if err != nil || len(documents) != 4 {
		t.Errorf("read = %d documents, error %v, want 4 documents", len(documents), err)
	}
}

// endless is a pipe that never ends.
type endless struct{ block []byte }

func (e endless) Read(p []byte) (int, error) { return copy(p, e.block), nil }

func TestEndlessInput(t *testing.T) {
	block := []byte(strings.Repeat("#", 64<<10-1) + "\n")
	reader := &manifest.Reader{Schemas: crds(t), Stdin: io.MultiReader(strings.NewReader(projects("one")+"---\n"), endless{block})}
	_, err := reader.Read(t.Context(), manifest.Source{Filenames: []string{"-"}})
	if said := lines(t, err); len(said) != 1 || said[0] != "STDIN: is larger than 256 MiB (give it in several files)" {
		t.Errorf("errors = %q", said)
	}
}

func TestAliasBombs(t *testing.T) {
	var laughs strings.Builder
	laughs.WriteString("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&laughs, "a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 8), i-1)
	}
	for _, test := range []struct{ name, text string }{
		{"lists of lists", laughs.String()},
		// Few nodes, many bytes: go-yaml would let it pass.
		{"a long string many times", "a: &a " + strings.Repeat("x", 1<<20) + "\nb: [" + strings.Repeat("*a, ", 100_000) + "]\n"},
		{"merged mappings", "a: &a {x: &b " + strings.Repeat("y", 1<<20) + "}\nb: [" + strings.Repeat("{<<: *a}, ", 100_000) + "]\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := read(t, test.text)
			const want = "STDIN:1: aliases make the document larger than 3 MiB, the apiserver's limit"
			if said := lines(t, err); len(said) != 1 || said[0] != want {
				t.Errorf("errors = %.300q, want %q", said, want)
			}
		})
	}
}
