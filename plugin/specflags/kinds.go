// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

package specflags

import (
	"github.com/nautes-labs/kubectl-nautes/pkg/catalog"
)

// Kinds are those that belong to a product, in the order in which a person makes them. spec.product is no flag: -p is.
func Kinds() []Kind {
	return []Kind{environment(), project(), codeRepo(), binding(), pipelineRuntime(), deploymentRuntime(), artifactRepo()}
}

func environment() Kind {
	return Kind{
		Kind: catalog.Environment, Name: "environment", Aliases: []string{"env"},
		Short: "Create an environment: a place on a cluster where runtimes run",
		Example: `
			# A place for deployments on the cluster demo-test
			kubectl nautes create environment test -p demo --cluster demo-test --type test`,
		Flags: []Flag{
			{Name: "cluster", Field: "cluster", Usage: "Name of the Cluster that the environment is on"},
			{Name: "type", Field: "envType", Usage: "What it is for, in your own words: development, test, production"},
		},
	}
}

func project() Kind {
	return Kind{
		Kind: catalog.Project, Name: "project", Aliases: []string{"proj"},
		Short: "Create a project: one microservice of a product",
		Example: `
			# A microservice in Go
			kubectl nautes create project web -p demo --language golang`,
		Flags: []Flag{
			{
				Name: "language", Field: "language",
				Usage: "Programming language that it is mainly written in, in your own words: golang, java",
			},
		},
	}
}

func codeRepo() Kind {
	return Kind{
		Kind: catalog.CodeRepo, Name: "coderepo", Aliases: []string{"cr"},
		Short: "Create a code repo: source, pipelines, or manifests to deploy",
		Example: `
			# The source of project web, whose pushes start pipelines
			kubectl nautes create coderepo web -p demo --project web --event push_events

			# A repo of the product as a whole
			kubectl nautes create coderepo deploy -p demo --deployment-runtime`,
		Flags: []Flag{
			{Name: "project", Field: "project", Usage: "Name of the Project that it belongs to; if not given, the product as a whole"},
			{
				Name: "provider", Field: "codeRepoProvider",
				Usage: "Name of the CodeRepoProvider that holds it; if not given, the only one there is",
			},
			{
				Name: "event", Field: "webhook.events", Form: Texts,
				Usage: "GitLab events that can start pipelines: push_events, tag_push_events; repeatable",
			},
			{Name: "repo-name", Field: "repoName", Usage: "Path of the repository in the product's group, where it is not the name"},
			{Name: "url", Field: "url", Usage: "SSH URL of the repository, where it is not what provider, group and path make"},
			{
				Name: "deployment-runtime", Field: "deploymentRuntime", Form: Truth,
				Usage: "Note down that deployment runtimes take manifests from it",
			},
			{Name: "pipeline-runtime", Field: "pipelineRuntime", Form: Truth, Usage: "Note down that pipeline runtimes run on it"},
			{Name: "gitlab-name", Field: "git.gitlab.name", Usage: "Name that GitLab shows"},
			{
				Name: "gitlab-path", Field: "git.gitlab.path",
				Usage: "Path of the repository in the product's group; it can not be changed later",
			},
			{
				Name: "visibility", Field: "git.gitlab.visibility",
				Usage: "Who may see it in GitLab: private|public", Choices: []string{"private", "public"},
			},
			{Name: "description", Field: "git.gitlab.description", Usage: "Text that GitLab shows"},
			{
				Name: "deletion-policy", Field: "deletionPolicy",
				Usage: "What becomes of the repository with the CodeRepo: Retain|Delete", Choices: []string{"Retain", "Delete"},
			},
		},
	}
}

func binding() Kind {
	return Kind{
		Kind: catalog.CodeRepoBinding, Name: "binding", Aliases: []string{"coderepobinding", "crb"},
		Short: "Create a code repo binding: a grant to use a repo",
		Example: `
			# All projects of the product may read its repo charts
			kubectl nautes create binding charts-to-all -p demo --repo charts --permissions readonly

			# Project pay of another product may write to it
			kubectl nautes create binding charts-to-pay -p demo --repo charts --to-product shop --to-project pay --permissions readwrite`,
		Flags: []Flag{
			{Name: "repo", Field: "codeRepo", Usage: "Name of the CodeRepo that is shared, one of this product"},
			{
				Name: "permissions", Field: "permissions",
				Usage: "What is permitted: readonly|readwrite", Choices: []string{"readonly", "readwrite"},
			},
			{Name: "to-product", Field: "product", OwnProduct: true, Usage: "Name of the product that may use it; if not given, this one"},
			{
				Name: "to-project", Field: "projects", Form: Texts,
				Usage: "Names of the projects of that product that may use it; if not given, all; repeatable",
			},
		},
	}
}

func deploymentRuntime() Kind {
	return Kind{
		Kind: catalog.DeploymentRuntime, Name: "deploymentruntime", Aliases: []string{"dr"},
		Short: "Create a deployment runtime: manifests from Git, kept on a cluster",
		Example: `
			# Deploy a folder of the repo deploy to the environment test
			kubectl nautes create deploymentruntime web-test -p demo --project web --repo deploy --path web/test --environment test`,
		Flags: []Flag{
			{
				Name: "environment", Field: "destination.environment",
				Usage: "Name of the Environment that it deploys to, on a worker for deployments",
			},
			{Name: "repo", Field: "manifestSource.codeRepo", Usage: "Repo that holds the manifests, or PRODUCT/REPO"},
			{Name: "revision", Field: "manifestSource.targetRevision", Default: "main", Usage: "Branch, tag or commit that is deployed"},
			{Name: "path", Field: "manifestSource.path", Usage: "Directory in the repo that holds the manifests"},
			{Name: "project", Field: "projectsRef", Form: Texts, Usage: "Names of the projects that are deployed; repeatable"},
			{
				Name: "target-namespace", Field: "destination.namespaces", Form: Texts,
				Usage: "Namespaces on the cluster that it may use; if not given, one of its own name; repeatable",
			},
			{Name: "account", Field: "account", Usage: "Service account that deploys; if not given, one of its own name"},
		},
	}
}

func artifactRepo() Kind {
	return Kind{
		Kind: catalog.ArtifactRepo, Name: "artifactrepo",
		Short: "Create an artifact repo: packages that projects use",
		Example: `
			# Maven packages that are uploaded
			kubectl nautes create artifactrepo jars -p demo --provider nexus --repo-name mvn-local --repo-type local --package-type maven`,
		Flags: []Flag{
			{Name: "provider", Field: "artifactRepoProvider", Usage: "Name of the ArtifactRepoProvider that holds it"},
			{Name: "repo-name", Field: "repoName", Usage: "Name of the repository at the provider"},
			{
				Name: "repo-type", Field: "repoType",
				Usage: "What it holds: remote|local|virtual", Choices: []string{"remote", "local", "virtual"},
			},
			{
				Name: "package-type", Field: "packageType",
				Usage: "Format of the packages: maven|python|go", Choices: []string{"maven", "python", "go"},
			},
			{
				Name: "project", Field: "projects", Form: Texts,
				Usage: "Names of the projects that may use it; if not given, all; repeatable",
			},
		},
	}
}
