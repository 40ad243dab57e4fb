// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"regexp"
	"strings"
)

// Mark stands where something was taken out.
const Mark = "REDACTED"

// sensitive is what the name of a field, a header, a variable or a parameter ends in whose value is a secret.
const sensitive = `(?:pass(?:word|wd|phrase|code)?|pwd|secrets?|tokens?|api[_-]?keys?|access[_-]?keys?|secret[_-]?keys?|private[_-]?keys?|` +
	`ssh[_-]?keys?|key[_-]?data|keys?|credentials?|creds?|kubeconfig|authorization|auth|cookies?|signature|sig|session[_-]?id|jwt)`

// rule takes one form of secret out.
type rule struct {
	form *regexp.Regexp
	with string
}

// Redactor takes secrets out of texts. Any number of goroutines may use it.
type Redactor struct {
	rules []rule
	// name matches the name of a field whose value is a secret.
	name *regexp.Regexp
	// config matches what only a kubeconfig has.
	config, users *regexp.Regexp
}

// New compiles the forms.
func New() *Redactor {
	r := &Redactor{
		name:   regexp.MustCompile(`(?i)` + sensitive + `$`),
		config: regexp.MustCompile(`(?m)["']?kind["']?\s*:\s*["']?Config\b`),
		users:  regexp.MustCompile(`(?m)["']?users["']?\s*:`),
	}
	for _, form := range []struct{ pattern, with string }{
		// PEM, also where line breaks are written as \n, where the end is cut off, or, in the tail of a log, the
		// beginning.
		{`-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)`, Mark},
		{`\A[\s\S]*-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----`, Mark},
		// PEM in base64, as in a kubeconfig: "-----BEGIN".
		{`LS0tLS1CRUdJTi[A-Za-z0-9+/=_\-\s\\]*`, Mark},
		// Credentials in an address, up to the last @ of a word: a password may hold any sign.
		{`([A-Za-z][A-Za-z0-9+.\-]*://)[^\s"'<>]*@`, "${1}" + Mark + "@"},
		// Headers of HTTP, to the end of the value.
		{`(?i)\b(bearer|basic|negotiate|digest)(\s+|%20)[^\s"',;]+`, "${1} " + Mark},
		// Tokens that can be told by their own form: GitLab, Vault, JWT, GitHub, AWS, Slack, Docker, age, bootstrap tokens.
		{`\bgl[a-z]{1,6}-[A-Za-z0-9_.\-]{8,}`, Mark},
		{`\b(?:hv[sbr]|[sbr])\.[A-Za-z0-9_\-]{8,}(?:\.[A-Za-z0-9_\-]+)*`, Mark},
		{`\beyJ[A-Za-z0-9_\-]{5,}(?:\.[A-Za-z0-9_\-]*){1,4}`, Mark},
		{`\b(?:gh[pousr]_|github_pat_|xox[a-z]-|dckr_pat_|AKIA|ASIA)[A-Za-z0-9_\-]{8,}`, Mark},
		{`\bAGE-SECRET-KEY-[A-Z0-9]+`, Mark},
		{`\b[a-z0-9]{6}\.[a-z0-9]{16}\b`, Mark},
		// A block of YAML below a name.
		{`(?im)^(\s*(?:- )?["']?[\w.\-]*` + sensitive + `["']?\s*:)[ \t]*[|>][^\n]*\n(?:[ \t]*\n|[ \t]+[^\n]*(?:\n|\z))+`, "${1} " + Mark + "\n"},
		// A value behind a name: quoted, also with the quotes escaped, as in a log of JSON; else to the end of the line,
		// but in a query of an address to the next parameter.
		{`(?i)([?&][\w.\-%]*` + sensitive + `=)[^&\s"'#]*`, "${1}" + Mark},
		{`(?i)([\w.\-]*` + sensitive + `\\+"\s*[:=]\s*\\+")(?:[^"\\]|\\[^"])*`, "${1}" + Mark},
		{`(?i)([\w.\-]*` + sensitive + `["']?\s*(?::|=>?)\s*)"(?:[^"\\]|\\.)*(?:"|\z)`, `${1}"` + Mark + `"`},
		{`(?i)([\w.\-]*` + sensitive + `["']?\s*(?::|=>?)\s*)'[^']*(?:'|\z)`, `${1}'` + Mark + `'`},
		{`(?im)(^|[^?&\w.\-])([\w.\-]*` + sensitive + `["']?[ \t]*(?::[ \t]|=>?[ \t]*))[^\s"'\\{\[][^\r\n]*`, "${1}${2}" + Mark},
		// The arguments of a program.
		{`(?i)(--?[\w\-]*` + sensitive + `[ \t]+)[^\s\-][^\s]*`, "${1}" + Mark},
	} {
		r.rules = append(r.rules, rule{regexp.MustCompile(form.pattern), form.with})
	}
	return r
}

// Text is the text without its secrets. Of one that holds a kubeconfig nothing is left.
func (r *Redactor) Text(text string) string {
	if r.config.MatchString(text) && r.users.MatchString(text) {
		return Mark + " (a kubeconfig)"
	}
	for _, rule := range r.rules {
		text = rule.form.ReplaceAllString(text, rule.with)
	}
	return text
}

// named tells whether a field of this name holds a secret. References to secrets, by their names, are none.
func (r *Redactor) named(field string) bool {
	return r.name.MatchString(strings.TrimSpace(field))
}
