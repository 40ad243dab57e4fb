// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package redact

// Object is a JSON value without its secrets: the texts in it go through [Redactor.Text], those below names of secrets
// are taken out whole, and so are the environment variables of programs, since their names tell little. What managers of
// fields keep for themselves is left out. The value itself is not changed.
func (r *Redactor) Object(value any) any { return r.value("", value) }

func (r *Redactor) value(name string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		return r.fields(name, value)
	case []any:
		list := make([]any, len(value))
		for i, item := range value {
			if name == "env" {
				item = withoutValue(item)
			}
			list[i] = r.value(name, item)
		}
		return list
	case string:
		if value != "" && r.named(name) {
			return Mark
		}
		return r.Text(value)
	}
	return value
}

func (r *Redactor) fields(name string, object map[string]any) map[string]any {
	fields := make(map[string]any, len(object))
	for field, value := range object {
		switch {
		case field == "managedFields":
		case field == lastApplied:
			fields[field] = Mark // a copy of the object, and of what it was once
		case secretData(object) && (field == "data" || field == "stringData"):
			fields[field] = Mark
		case r.named(field) && nested(value):
			fields[r.Text(field)] = r.value(name, value)
		default:
			fields[r.Text(field)] = r.value(field, value)
		}
	}
	return fields
}

// lastApplied is where kubectl keeps a copy of what it applied.
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

// nested tells values of several fields, whose own names count. A list of texts is none.
func nested(value any) bool {
	_, object := value.(map[string]any)
	return object
}

// secretData tells a Secret, which nobody asks for; one may still lie within another object.
func secretData(object map[string]any) bool { return object["kind"] == "Secret" }

func withoutValue(item any) any {
	variable, ok := item.(map[string]any)
	if _, given := variable["value"]; !ok || !given {
		return item
	}
	without := make(map[string]any, len(variable))
	for field, value := range variable {
		without[field] = value
	}
	without["value"] = Mark
	return without
}
