package nautes.rules.layout_test

import data.nautes.lib.fixtures
import data.nautes.rules.layout

test_all_are_silent_on_a_checkout_that_is_right if {
	found := layout with input as whole
	count(found) == 5
	every violations in found {
		violations == set()
	}
}

test_all_are_silent_on_a_checkout_with_no_file if {
	every nothing in [{"files": []}, {"files": null}, {}] {
		found := layout with input as nothing
		every violations in found {
			violations == set()
		}
	}
}

test_kind_in_its_directory_fires_in_another_directory if {
	found := layout.layout_kind_in_its_directory with input as checkout([
		holds("envs/cart.yaml", [fixtures.cart]),
		holds("runtimes/test.yaml", [fixtures.test]),
	])
	found == {
		{
			"file": "envs/cart.yaml",
			"document": 0,
			"field": "kind",
			"message": `Project "cart" lies in "envs/", and belongs in "projects/cart/"`,
		},
		{
			"file": "runtimes/test.yaml",
			"document": 0,
			"field": "kind",
			"message": `Environment "test" lies in "runtimes/", and belongs in "envs/"`,
		},
	}
}

test_kind_in_its_directory_fires_at_another_depth if {
	found := layout.layout_kind_in_its_directory with input as checkout([
		holds("projects/cart.yaml", [fixtures.cart]),
		holds("code-repos/cart-src/bindings/charts-for-pay.yaml", [fixtures.charts_for_pay]),
		holds("envs/staging/test.yaml", [fixtures.test]),
		holds("artifact-repos/maven.yaml", [artifacts]),
		holds("projects", [fixtures.pay]),
	])
	{violation.message | some violation in found} == {
		`Project "cart" lies in "projects/", and belongs in "projects/cart/"`,
		`CodeRepoBinding "charts-for-pay" lies in "code-repos/cart-src/bindings/", and belongs in "code-repos/charts/"`,
		`Environment "test" lies in "envs/staging/", and belongs in "envs/"`,
		`ArtifactRepo "maven" lies in "artifact-repos/", and belongs in a directory of "artifact-repos/"`,
		`Project "pay" lies in "", and belongs in "projects/pay/"`,
	}
}

# Nautes took a sub-directory of such a name for the directory itself, and what lay in it for well placed.
test_kind_in_its_directory_fires_in_a_project_that_is_called_like_a_directory if {
	found := layout.layout_kind_in_its_directory with input as checkout([
		holds("projects/envs/envs.yaml", [fixtures.with_name(fixtures.cart, "envs")]),
		holds("projects/envs/test.yaml", [fixtures.test]),
	])
	found == {{
		"file": "projects/envs/test.yaml",
		"document": 0,
		"field": "kind",
		"message": `Environment "test" lies in "projects/envs/", and belongs in "envs/"`,
	}}
}

# Nautes saw the first document of a file only, and Argo CD applied them all.
test_kind_in_its_directory_fires_on_each_document_of_a_file if {
	found := layout.layout_kind_in_its_directory with input as checkout([holds("projects/cart/cart.yaml", [
		fixtures.cart,
		fixtures.cart_ci,
		fixtures.cart_test,
	])])
	found == {{
		"file": "projects/cart/cart.yaml",
		"document": 2,
		"field": "kind",
		"message": `DeploymentRuntime "cart-test" lies in "projects/cart/", and belongs in "runtimes/"`,
	}}
}

test_kind_in_its_directory_fires_on_what_has_no_place if {
	found := layout.layout_kind_in_its_directory with input as checkout([
		holds("envs/shop.yaml", [{"kind": "Product", "metadata": {"name": "shop"}}]),
		holds("envs/dep-vc1.yaml", [{"kind": "Cluster", "metadata": {"name": "dep-vc1"}}]),
		holds("projects/cart/settings.yaml", [{"kind": "ConfigMap", "metadata": {"name": "settings"}}]),
	])
	found == {{
		"file": file,
		"document": 0,
		"field": "kind",
		"message": sprintf("%s has no place in a checkout of default.project", [declared]),
	} |
		some [file, declared] in [
			["envs/shop.yaml", `Product "shop"`],
			["envs/dep-vc1.yaml", `Cluster "dep-vc1"`],
			["projects/cart/settings.yaml", `ConfigMap "settings"`],
		]
	}
}

test_kind_in_its_directory_fires_on_what_is_no_object if {
	found := layout.layout_kind_in_its_directory with input as checkout([
		holds("envs/test.yaml", [{"metadata": {"name": "test"}}, {"kind": 7}, {}]),
		holds("projects/.gitkeep", []),
		holds("runtimes/empty.yaml", null),
	])
	found == {
		{"file": "envs/test.yaml", "document": 0, "field": "kind", "message": `a document in "envs/" has no kind`},
		{"file": "envs/test.yaml", "document": 1, "field": "kind", "message": `a document in "envs/" has no kind`},
		{"file": "envs/test.yaml", "document": 2, "field": "kind", "message": `a document in "envs/" has no kind`},
		{"file": "projects/.gitkeep", "field": "kind", "message": `"projects/.gitkeep" holds no object`},
		{"file": "runtimes/empty.yaml", "field": "kind", "message": `"runtimes/empty.yaml" holds no object`},
	}
}

test_kind_in_its_directory_names_no_directory_where_the_object_does_not if {
	found := layout.layout_kind_in_its_directory with input as checkout([holds("envs/ci.yaml", [{
		"kind": "ProjectPipelineRuntime",
		"metadata": {"name": "ci"},
	}])])
	{violation.message | some violation in found} == {
		`ProjectPipelineRuntime "ci" lies in "envs/", and belongs in a directory of "projects/"`,
	}
}

test_kind_in_its_directory_is_silent_on_what_the_layout_does_not_know if {
	found := layout.layout_kind_in_its_directory with input as checkout([
		holds("templates/tekton.yaml", [{"kind": "Task", "metadata": {"name": "build"}}]),
		holds("shop.yaml", [{"kind": "Product", "metadata": {"name": "shop"}}]),
		holds("production/other.yaml", []),
	])
	found == set()
}

test_directory_matches_name_fires if {
	found := layout.layout_directory_matches_name with input as checkout([
		holds("projects/shop/cart.yaml", [fixtures.cart]),
		holds("code-repos/repo-7/charts.yaml", [fixtures.charts]),
	])
	found == {
		{
			"file": "projects/shop/cart.yaml",
			"document": 0,
			"field": "metadata.name",
			"message": `Project "cart" lies in "projects/shop/", which is not named after it`,
		},
		{
			"file": "code-repos/repo-7/charts.yaml",
			"document": 0,
			"field": "metadata.name",
			"message": `CodeRepo "charts" lies in "code-repos/repo-7/", which is not named after it`,
		},
	}
}

test_directory_matches_name_is_silent_on_the_name_of_the_file_and_on_other_kinds if {
	found := layout.layout_directory_matches_name with input as checkout([
		holds("projects/cart/anything.json", [fixtures.cart, fixtures.cart_ci]),
		holds("artifact-repos/java/maven.yaml", [artifacts]),
		holds("envs/anything.yaml", [fixtures.test]),
	])
	found == set()
}

test_directory_matches_name_leaves_another_depth_to_kind_in_its_directory if {
	found := layout.layout_directory_matches_name with input as checkout([
		holds("projects/cart.yaml", [fixtures.cart]),
		holds("projects/shop/more/pay.yaml", [fixtures.pay]),
	])
	found == set()
}

test_one_per_directory_fires_on_a_second_project if {
	found := layout.layout_one_per_directory with input as checkout([
		holds("projects/cart/cart.yaml", [fixtures.cart]),
		holds("projects/cart/pay.yaml", [fixtures.cart_ci, fixtures.pay]),
	])
	found == {{
		"file": "projects/cart/pay.yaml",
		"document": 1,
		"field": "metadata.name",
		"message": `"projects/cart/" holds Project "cart" already (in projects/cart/cart.yaml)`,
	}}
}

test_one_per_directory_fires_on_a_second_code_repo_in_the_same_file if {
	found := layout.layout_one_per_directory with input as checkout([holds("code-repos/charts/charts.yaml", [
		fixtures.cart_deploy,
		fixtures.charts,
	])])
	found == {{
		"file": "code-repos/charts/charts.yaml",
		"document": 1,
		"field": "metadata.name",
		"message": `"code-repos/charts/" holds CodeRepo "cart-deploy" already (in code-repos/charts/charts.yaml)`,
	}}
}

# Nautes compared the files of one directory only.
test_one_per_directory_fires_on_the_same_name_twice_anywhere if {
	found := layout.layout_one_per_directory with input as checkout([
		holds("projects/cart/ci.yaml", [fixtures.cart_ci]),
		holds("projects/pay/ci.yaml", [fixtures.cart_ci]),
		holds("envs/test.yaml", [fixtures.test, fixtures.test]),
		holds("envs/again/test.yaml", [fixtures.bank_test]),
	])
	found == {
		{
			"file": "projects/pay/ci.yaml",
			"document": 0,
			"field": "metadata.name",
			"message": `ProjectPipelineRuntime "cart-ci" is declared twice (first in projects/cart/ci.yaml)`,
		},
		{
			"file": "envs/test.yaml",
			"document": 0,
			"field": "metadata.name",
			"message": `Environment "test" is declared twice (first in envs/again/test.yaml)`,
		},
		{
			"file": "envs/test.yaml",
			"document": 1,
			"field": "metadata.name",
			"message": `Environment "test" is declared twice (first in envs/again/test.yaml)`,
		},
	}
}

test_one_per_directory_is_silent_on_many_runtimes_and_on_other_kinds_of_the_name if {
	found := layout.layout_one_per_directory with input as checkout([
		holds("projects/cart/cart.yaml", [fixtures.cart]),
		holds("projects/cart/ci.yaml", [fixtures.cart_ci, fixtures.with_name(fixtures.cart_ci, "nightly")]),
		holds("code-repos/cart/cart.yaml", [fixtures.with_name(fixtures.charts, "cart")]),
		holds("envs/cart.yaml", [fixtures.with_name(fixtures.test, "cart"), {}, {}]),
	])
	found == set()
}

test_runtime_in_its_project_fires if {
	found := layout.layout_runtime_in_its_project with input as checkout([
		holds("projects/pay/ci.yaml", [fixtures.cart_ci]),
		holds("code-repos/cart-src/for-pay.yaml", [fixtures.cart_src, fixtures.charts_for_pay]),
	])
	found == {
		{
			"file": "projects/pay/ci.yaml",
			"document": 0,
			"field": "spec.project",
			"message": `names "cart", but the file lies in "projects/pay/"`,
		},
		{
			"file": "code-repos/cart-src/for-pay.yaml",
			"document": 1,
			"field": "spec.codeRepo",
			"message": `names "charts", but the file lies in "code-repos/cart-src/"`,
		},
	}
}

test_runtime_in_its_project_is_silent_on_what_lies_right_and_on_other_kinds if {
	found := layout.layout_runtime_in_its_project with input as checkout([
		holds("projects/cart/ci.yaml", [fixtures.cart_ci]),
		holds("projects/shop/cart.yaml", [fixtures.cart]),
		holds("code-repos/charts/for-pay.yaml", [fixtures.charts_for_pay]),
		holds("runtimes/cart-test.yaml", [fixtures.cart_test]),
		holds("artifact-repos/java/maven.yaml", [artifacts]),
	])
	found == set()
}

# The schema says that it is missing, or which directory is wrong is said already.
test_runtime_in_its_project_is_silent_where_something_else_is_wrong if {
	found := layout.layout_runtime_in_its_project with input as checkout([
		holds("projects/pay/ci.yaml", [{"kind": "ProjectPipelineRuntime", "metadata": {"name": "ci"}, "spec": null}]),
		holds("envs/ci.yaml", [fixtures.cart_ci]),
	])
	found == set()
}

test_kustomization_current_fires_where_there_is_none if {
	found := layout.layout_kustomization_current with input as {"files": [holds("envs/test.yaml", [fixtures.test])]}
	found == {{
		"file": "production/kustomization.yaml",
		"field": "resources",
		"message": `"production/kustomization.yaml" is missing, so no manifest is applied`,
	}}
}

test_kustomization_current_fires_on_what_it_does_not_list if {
	found := layout.layout_kustomization_current with input as listing(["../envs/test.yaml"])
	found == {{
		"file": "production/kustomization.yaml",
		"field": "resources",
		"message": `"../projects/cart/cart.yaml" is not listed`,
	}}
}

test_kustomization_current_fires_on_what_is_not_there if {
	found := layout.layout_kustomization_current with input as listing(array.concat(right, [
		"../envs/gone.yaml",
		"../templates/tekton.yaml",
		"../projects/.gitkeep",
		"../envs",
		"envs/test.yaml",
		"https://example.com/more.yaml",
		7,
	]))
	{[violation.field, violation.message] | some violation in found} == {
		["resources[2]", `"../envs/gone.yaml" is no file with manifests in this checkout`],
		["resources[3]", `"../templates/tekton.yaml" is no file with manifests in this checkout`],
		["resources[4]", `"../projects/.gitkeep" is no file with manifests in this checkout`],
		["resources[5]", `"../envs" is no file with manifests in this checkout`],
		["resources[6]", `"envs/test.yaml" is no file with manifests in this checkout`],
		["resources[7]", `"https:/example.com/more.yaml" is no file with manifests in this checkout`],
		["resources[8]", `"7" is no file with manifests in this checkout`],
	}
}

test_kustomization_current_fires_on_what_is_listed_twice if {
	found := layout.layout_kustomization_current with input as listing(array.concat(right, [".././envs//test.yaml"]))
	found == {{
		"file": "production/kustomization.yaml",
		"field": "resources[2]",
		"message": `"../envs/test.yaml" is listed twice`,
	}}
}

test_kustomization_current_fires_on_what_changes_manifests if {
	kustomization := {
		"apiVersion": "kustomize.config.k8s.io/v1beta1",
		"kind": "Kustomization",
		"resources": right,
		"patches": [],
		"namespace": "bank",
	}
	found := layout.layout_kustomization_current with input as kustomized([kustomization])
	found == {{
		"file": "production/kustomization.yaml",
		"field": field,
		"message": sprintf("%q has no place in a list of manifests", [field]),
	} |
		some field in ["patches", "namespace"]
	}
}

test_kustomization_current_fires_on_more_or_less_than_one_document if {
	one := {"kind": "Kustomization", "resources": right}
	two := layout.layout_kustomization_current with input as kustomized([one, {"resources": ["../envs/gone.yaml"]}])
	two == {{
		"file": "production/kustomization.yaml",
		"document": 1,
		"field": "kind",
		"message": "a kustomization is one document, and this file holds 2",
	}}
	none := layout.layout_kustomization_current with input as kustomized([])
	{violation.message | some violation in none} == {
		"a kustomization is one document, and this file holds 0",
		`"../envs/test.yaml" is not listed`,
		`"../projects/cart/cart.yaml" is not listed`,
	}
}

# As it is in a new product.
test_kustomization_current_is_silent_where_there_is_nothing_to_list if {
	every resources in [[], null] {
		found := layout.layout_kustomization_current with input as {"files": [listed(resources)]}
		found == set()
	}
	found := layout.layout_kustomization_current with input as {"files": []}
	found == set()
}

artifacts := fixtures.declared("ArtifactRepo", "shop", "maven", {"projects": ["cart"]})

# One of each kind, where it belongs.
whole := checkout([
	holds("projects/cart/cart.yaml", [fixtures.cart]),
	holds("projects/cart/cart-ci.yaml", [fixtures.cart_ci]),
	holds("envs/test.yaml", [fixtures.test]),
	holds("code-repos/charts/charts.yaml", [fixtures.charts]),
	holds("code-repos/charts/charts-for-pay.yaml", [fixtures.charts_for_pay]),
	holds("runtimes/cart-test.yaml", [fixtures.cart_test]),
	holds("artifact-repos/java/maven.yaml", [artifacts]),
])

# A checkout of these files, all listed.
checkout(files) := {"files": array.concat(files, [listed([concat("", ["../", file.path]) | some file in files])])}

# A project and an environment, with a kustomization that lists this.
listing(resources) := kustomized([kustomization(resources)])

kustomized(documents) := {"files": [
	holds("projects/cart/cart.yaml", [fixtures.cart]),
	holds("projects/.gitkeep", []),
	holds("envs/test.yaml", [fixtures.test]),
	holds("templates/tekton.yaml", [{"kind": "Task", "metadata": {"name": "build"}}]),
	holds("production/kustomization.yaml", documents),
]}

right := ["../projects/cart/cart.yaml", "../envs/test.yaml"]

listed(resources) := holds("production/kustomization.yaml", [kustomization(resources)])

kustomization(resources) := {
	"apiVersion": "kustomize.config.k8s.io/v1beta1",
	"kind": "Kustomization",
	"resources": resources,
}

holds(path, documents) := {"path": path, "documents": documents}
