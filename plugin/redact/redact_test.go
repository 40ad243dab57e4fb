// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package redact_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nautes-labs/kubectl-nautes/plugin/redact"
)

func TestText(t *testing.T) {
	r := redact.New()
	for name, test := range map[string]struct{ text, want string }{
		"plain":                   {"environment test is on cluster demo-test", "environment test is on cluster demo-test"},
		"rule":                    {"bypass-permitted: metadata.annotations[x]: user may not", "bypass-permitted: metadata.annotations[x]: user may not"},
		"address":                 {"clone https://oauth2:p@ss/w@git.example.com/a.git now", "clone https://REDACTED@git.example.com/a.git now"},
		"address without":         {"clone https://git.example.com/a.git", "clone https://git.example.com/a.git"},
		"gitlab":                  {"used glpat-abcDEF_123-xyz here", "used REDACTED here"},
		"vault":                   {"used hvs.CAESIJabcdef here", "used REDACTED here"},
		"header":                  {"Authorization: Bearer abc.def", "Authorization: REDACTED"},
		"bearer in a sentence":    {"sent bearer abcdef to it", "sent bearer REDACTED to it"},
		"json in a log":           {`{"level":"info","token":"abc\"def","msg":"x"}`, `{"level":"info","token":"REDACTED","msg":"x"}`},
		"json in json":            {`{"msg":"{\"password\":\"abc\",\"a\":1}"}`, `{"msg":"{\"password\":\"REDACTED\",\"a\":1}"}`},
		"yaml":                    {"user: a\npassword: two words\nhost: b", "user: a\npassword: REDACTED\nhost: b"},
		"block":                   {"clientSecret: |\n  abc\n  def\nhost: b", "clientSecret: REDACTED\nhost: b"},
		"variable":                {"VAULT_TOKEN=abc", "VAULT_TOKEN=REDACTED"},
		"argument":                {"run --vault-token abc --port 1", "run --vault-token REDACTED --port 1"},
		"query":                   {"GET /x?private_token=abc&page=2", "GET /x?private_token=REDACTED&page=2"},
		"key":                     {"a\n-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nb", "a\nREDACTED\nb"},
		"key without an end":      {"a\n-----BEGIN PRIVATE KEY-----\nabc", "a\nREDACTED"},
		"key without a beginning": {"abc\n-----END PRIVATE KEY-----\nb", "REDACTED\nb"},
		"reference":               {"kubeconfigSecretRef: {name: a}", "kubeconfigSecretRef: {name: a}"},
		"kubeconfig":              {"apiVersion: v1\nkind: Config\nusers:\n- user: {x: y}", "REDACTED (a kubeconfig)"},
	} {
		t.Run(name, func(t *testing.T) {
			got := r.Text(test.text)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if again := r.Text(got); again != got {
				t.Errorf("once more gives %q", again)
			}
		})
	}
}

func TestObject(t *testing.T) {
	object := map[string]any{
		"metadata": map[string]any{
			"name": "demo", "managedFields": []any{"x"},
			"annotations": map[string]any{"kubectl.kubernetes.io/last-applied-configuration": "{}", "note": "glpat-abcdefghijk"},
		},
		"spec": map[string]any{
			"kubeconfigSecretRef": map[string]any{"name": "a"}, "password": "hunter2",
			"containers": []any{map[string]any{"env": []any{
				map[string]any{"name": "PLAIN", "value": "hunter2"}, map[string]any{"name": "REF", "valueFrom": map[string]any{"x": "y"}},
			}}},
			"inner": map[string]any{"kind": "Secret", "data": map[string]any{"a": "hunter2"}},
		},
	}
	want := map[string]any{
		"metadata": map[string]any{
			"name":        "demo",
			"annotations": map[string]any{"kubectl.kubernetes.io/last-applied-configuration": "REDACTED", "note": "REDACTED"},
		},
		"spec": map[string]any{
			"kubeconfigSecretRef": map[string]any{"name": "a"}, "password": "REDACTED",
			"containers": []any{map[string]any{"env": []any{
				map[string]any{"name": "PLAIN", "value": "REDACTED"}, map[string]any{"name": "REF", "valueFrom": map[string]any{"x": "y"}},
			}}},
			"inner": map[string]any{"kind": "Secret", "data": "REDACTED"},
		},
	}
	if diff := cmp.Diff(want, redact.New().Object(object)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// forms are ways in which a secret is written, so that it can be told to be one.
func forms(secret string) []string {
	encoded := base64.StdEncoding.EncodeToString([]byte("-----BEGIN RSA PRIVATE KEY-----\n" + secret + "\n"))
	return []string{
		"glpat-" + secret, "gldt-" + secret, "hvs." + secret, "s." + secret, "ghp_" + secret, "eyJhbGciOi." + secret + ".sig",
		"Bearer " + secret, "Authorization: Basic " + secret, "PRIVATE-TOKEN: " + secret, "X-Vault-Token: " + secret,
		"https://user:" + secret + "@git.example.com/x", "https://" + secret + "@git.example.com",
		"password: " + secret, "password=" + secret, `"password": "` + secret + `"`, `{\"token\":\"` + secret + `\"}`,
		"token: '" + secret + "'", "client-key-data: " + encoded, "GITLAB_TOKEN=" + secret, "--password " + secret, "--token=" + secret,
		"https://x.example.com/?access_token=" + secret + "&a=b", "clientSecret: |\n  " + secret + "\n",
		"-----BEGIN OPENSSH PRIVATE KEY-----\n" + secret + "\n-----END OPENSSH PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----\\n" + secret,
		"apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    x: " + secret,
		`{"kind":"Config","users":[{"user":{"x":"` + secret + `"}}]}`,
	}
}

// FuzzRedact embeds secrets in every form at every place: nothing may be left of them.
func FuzzRedact(f *testing.F) {
	f.Add("Zm9vYmFyYmF6cXV4", "before ", " after", uint(0))
	f.Add("hunter2hunter2hunter2", "", "", uint(11))
	f.Add("0123456789abcdef", `{"a":"`, `"}`, uint(14))
	f.Add("correcthorsebatterystaple", "key=1 user:", "\n- x: y", uint(22))
	r := redact.New()
	f.Fuzz(func(t *testing.T, seed, before, after string, which uint) {
		secret := plain(seed)
		if len(secret) < 12 || len(before)+len(after) > 1<<12 || strings.Contains(before+after, secret) {
			return // no secret, or one that stands elsewhere too
		}
		all := forms(secret)
		// A form begins where a word begins: what comes before it shall not make it another word.
		form := all[which%uint(len(all))]
		text := before + "\n" + form + "\n" + after
		left(t, secret, r.Text(text))
		for _, object := range places(secret, text) {
			written, err := json.Marshal(r.Object(object))
			if err != nil {
				t.Fatal(err)
			}
			left(t, secret, string(written))
		}
	})
}

// places are objects with a text at every place, and the secret itself where nothing else tells that it is one.
func places(secret, text string) []any {
	type object = map[string]any
	var all []any
	for _, name := range []string{"description", "message", "note"} {
		all = append(all, object{"metadata": object{"annotations": object{name: text}}}, object{"spec": object{name: text}},
			object{"status": object{"conditions": []any{object{name: text}}}}, object{"items": []any{text, object{"a": []any{text}}}})
	}
	for _, name := range []string{"password", "token", "privateToken", "secretKey", "kubeconfig", "client-key-data", "apiKey"} {
		all = append(all, object{"spec": object{name: secret}}, object{"spec": object{name: []any{secret}}})
	}
	return append(all,
		object{"spec": object{"containers": []any{object{"env": []any{object{"name": "X", "value": secret}}}}}},
		object{"metadata": object{"managedFields": secret}},
		object{"spec": object{"x": object{"kind": "Secret", "data": object{"x": secret}}}},
		object{"metadata": object{"annotations": object{"kubectl.kubernetes.io/last-applied-configuration": secret}}})
}

func left(t *testing.T, secret, text string) {
	t.Helper()
	if strings.Contains(text, secret) {
		t.Errorf("%s is left of it in %q", secret, text)
	}
}

// plain are the letters and digits of a text, as far as tokens have them.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, text)
}

func BenchmarkText(b *testing.B) {
	r := redact.New()
	line := `2026-11-23T12:00:00Z {"level":"info","ts":"2026-11-23","msg":"judged","object":"Environment/demo/test","allowed":true}` + "\n"
	text := strings.Repeat(line, 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r.Text(text)
	}
}
