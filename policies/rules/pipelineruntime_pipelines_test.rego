package nautes.rules.projectpipelineruntime_test

import data.nautes.lib.fixtures
import data.nautes.rules.projectpipelineruntime as rules

test_names_unique_fires if {
	runtime := building({
		"pipelines": [{"name": "dev"}, {"name": "main"}, {"name": "dev"}],
		"eventSources": [{"name": "push"}, {"name": "push"}],
	})
	found := rules.pipelineruntime_names_unique with input as fixtures.create(runtime)
	found == {
		{"field": "spec.pipelines[2].name", "message": `another pipeline is named "dev" already`},
		{"field": "spec.eventSources[1].name", "message": `another event source is named "push" already`},
	}
}

test_names_unique_is_silent_where_pipeline_and_event_source_share_one if {
	runtime := building({"pipelines": [{"name": "push"}, {"name": "main"}]})
	found := rules.pipelineruntime_names_unique with input as fixtures.create(runtime)
	found == set()
}

test_pipeline_paths_unique_fires_on_two_spellings if {
	every spelling in ["pipelines/dev.yaml", "./pipelines//dev.yaml"] {
		found := rules.pipelineruntime_pipeline_paths_unique with input as fixtures.create(running([
			"pipelines/dev.yaml",
			"pipelines/main.yaml",
			spelling,
		]))
		found == {{
			"field": "spec.pipelines[2].path",
			"message": `another pipeline has the path "pipelines/dev.yaml" already`,
		}}
	}
}

test_pipeline_paths_unique_is_silent if {
	found := rules.pipelineruntime_pipeline_paths_unique
		with input as fixtures.create(running(["pipelines/dev.yaml", "pipelines/dev.yml", "dev.yaml"]))
	found == set()
}

test_path_is_relative_fires_on_a_pipeline if {
	every path in ["/dev.yaml", "..", "../dev.yaml", "pipelines/../../dev.yaml"] {
		found := rules.pipelineruntime_path_is_relative with input as fixtures.create(running(["dev.yaml", path]))
		found == {{
			"field": "spec.pipelines[1].path",
			"message": sprintf("path %q leaves the repository", [path]),
		}}
	}
}

test_path_is_relative_fires_on_additional_resources if {
	found := rules.pipelineruntime_path_is_relative
		with input as fixtures.create(needing({"codeRepo": "charts", "path": "/tasks"}))
	found == {{"field": "spec.additionalResources.git.path", "message": `path "/tasks" leaves the repository`}}
}

test_path_is_relative_fires_on_an_input if {
	every pointer in ["spec/params/0/value", "spec", "/spec/~2", "/spec/~", "#/spec"] {
		found := rules.pipelineruntime_path_is_relative
			with input as fixtures.create(taking([input_of({"builtInVar": "Namespace"}, pointer)]))
		found == {{
			"field": "spec.pipelineTriggers[0].inputs[0].transmissionMethod.kustomization.path",
			"message": sprintf("path %q is no JSON pointer", [pointer]),
		}}
	}
}

test_path_is_relative_is_silent if {
	every pointer in ["/spec/params/0/value", "/metadata/annotations/a~1b~0c", "/", "/a b//c"] {
		runtime := object.union(
			taking([input_of({"builtInVar": "Namespace"}, pointer)]),
			{"spec": {"additionalResources": {"git": {"codeRepo": "charts", "path": "tekton/../tasks"}}}},
		)
		found := rules.pipelineruntime_path_is_relative with input as fixtures.create(runtime)
		found == set()
	}
}

test_duplicate_fires if {
	every spelling in ["pipelines/dev.yaml", "./pipelines//dev.yaml"] {
		again := fixtures.with_spec(fixtures.with_name(running(["main.yaml", spelling]), "cart-again"), {
			"pipelineSource": "shop/cart-src",
			"destination": {"namespace": "cart-ci"},
		})
		found := rules.pipelineruntime_duplicate with input as fixtures.create(again)
			with data.catalog as fixtures.catalog
		found == {{
			"field": "spec.pipelines[1].path",
			"message": `pipeline runtime "cart-ci" runs "pipelines/dev.yaml" of the same pipeline source in the same place`,
		}}
	}
}

test_duplicate_is_silent_on_any_difference if {
	every change in [
		{"destination": {"environment": "test"}},
		{"destination": {"namespace": ""}},
		{"pipelineSource": "charts"},
		{"pipelineSource": "bank/cart-src"},
		{"pipelines": [{"name": "dev", "path": "pipelines/main.yaml"}]},
	] {
		again := fixtures.with_name(building({"destination": {"namespace": "cart-ci"}}), "cart-again")
		found := rules.pipelineruntime_duplicate with input as fixtures.create(fixtures.with_spec(again, change))
			with data.catalog as fixtures.catalog
		found == set()
	}
}

test_duplicate_is_silent_on_itself if {
	found := rules.pipelineruntime_duplicate
		with input as fixtures.update(fixtures.cart_ci, {"spec": {"isolation": "exclusive"}})
		with data.catalog as fixtures.catalog
	found == set()
}

# Two sources can have one key where a reference is no reference: it holds a slash too many.
test_duplicate_is_silent_where_only_the_key_is_the_same if {
	other := building({"pipelineSource": "shop/cart-src/pipelines", "pipelines": [{"name": "dev", "path": "dev.yaml"}]})
	again := fixtures.with_name(building({"destination": {"namespace": "cart-ci"}}), "cart-again")
	found := rules.pipelineruntime_duplicate with input as fixtures.create(again)
		with data.catalog as fixtures.catalog_with({"projectpipelineruntimes": {"shop": {"cart-ci": other}}})
	found == set()
}

# A runtime whose pipelines have these paths.
running(paths) := building({"pipelines": [{"name": sprintf("p%d", [i]), "path": path} | some i, path in paths]})
