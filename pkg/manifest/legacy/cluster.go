// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package legacy

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	kubeconfigField = "kubeconfig"
	kubeconfigPath  = specPrefix + kubeconfigField
	secretRefField  = "kubeconfigSecretRef"
)

// finishCluster fills in components and takes the kubeconfig out.
func finishCluster(c *conversion) {
	c.fillComponents()
	text, isText := c.old[kubeconfigField].(string)
	switch {
	case c.old[kubeconfigField] == nil, isText && strings.TrimSpace(text) == "":
		return
	case !isText:
		c.fail(kubeconfigPath, "must be text", "put | behind kubeconfig: and indent what follows")
		return
	}
	content, moved, ok := readKubeconfig([]byte(text), c.text("apiServer"))
	if !ok {
		// What the parser has to say could quote what is in it.
		c.fail(kubeconfigPath, "is no kubeconfig: it has to be YAML, plain or in base64, with at least one cluster and one user", "")
		return
	}
	kubeconfig := NewKubeconfig(c.id.Name, content)
	c.converter.Kubeconfigs = append(c.converter.Kubeconfigs, kubeconfig)
	c.spec[secretRefField] = map[string]any{"name": kubeconfig.Secret}
	c.origins[specPrefix+secretRefField] = kubeconfigPath
	c.say(specPrefix+secretRefField, "%s goes into %s, which %s names", kubeconfigPath, kubeconfig, specPrefix+secretRefField)
	if moved {
		c.say(specPrefix+secretRefField, "the kubeconfig is told the address in spec.apiServer, as Nautes did it")
	}
}

// wholePlaceholder is a text that is nothing but a placeholder.
var wholePlaceholder = regexp.MustCompile(`^\s*` + placeholder.String() + `\s*$`)

// expandKubeconfig puts a value in the place of a kubeconfig that is nothing but a placeholder. Any other is left as it
// is: a dollar in it is its own, and no error may quote from it.
func (c *conversion) expandKubeconfig(value any) any {
	text, _ := value.(string)
	if !wholePlaceholder.MatchString(text) {
		return value
	}
	expanded, missing := expand(strings.TrimSpace(text), c.converter.Values, c.converter.used)
	if missing != "" {
		c.lack(missing, kubeconfigPath)
	}
	return expanded
}

// readKubeconfig gives a kubeconfig with the address of its first cluster set to that of the API server, and whether
// that changed anything.
func readKubeconfig(text []byte, apiServer string) (content []byte, moved, ok bool) {
	if decoded, err := base64.StdEncoding.DecodeString(string(bytes.Join(bytes.Fields(text), nil))); err == nil {
		text = decoded
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil || len(document.Content) != 1 {
		return nil, false, false
	}
	clusters, users := field(document.Content[0], "clusters"), field(document.Content[0], "users")
	if !holdsItems(clusters) || !holdsItems(users) {
		return nil, false, false
	}
	server := field(field(clusters.Content[0], "cluster"), "server")
	if server == nil || server.Kind != yaml.ScalarNode || apiServer == "" || server.Value == apiServer {
		return text, false, true
	}
	server.Value = apiServer
	content, err := yaml.Marshal(&document)
	return content, true, err == nil
}

func holdsItems(node *yaml.Node) bool {
	return node != nil && node.Kind == yaml.SequenceNode && len(node.Content) > 0
}

// field is the value of a key; nil where there is none.
func field(node *yaml.Node, key string) *yaml.Node {
	if node == nil || node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return node.Content[i+1]
		}
	}
	return nil
}
