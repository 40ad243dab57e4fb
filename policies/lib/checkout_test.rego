package nautes.lib.checkout_test

import data.nautes.lib.checkout

test_only_files_in_directories_of_the_layout_are_files if {
	found := checkout.files with input as {"files": [
		holds("envs/test.yaml", []),
		holds("README.yaml", []),
		holds("templates/envs/test.yaml", []),
		holds("production/kustomization.yaml", []),
		holds("environments/test.yaml", []),
	]}
	found == [holds("envs/test.yaml", [])]
}

test_each_document_is_declared_with_its_place if {
	manifest := {"kind": "Project", "metadata": {"name": "pay"}}
	found := checkout.declared with input as {"files": [holds("projects/cart/all.yaml", [{}, manifest])]}
	found[1] == {
		"file": "projects/cart/all.yaml",
		"document": 1,
		"manifest": manifest,
		"kind": "Project",
		"name": "pay",
		"steps": ["projects", "cart", "all.yaml"],
		"directory": "projects/cart/",
		"subdirectory": "cart",
	}
}

test_home_names_the_directory_where_the_object_tells_it if {
	project := {"manifest": {"metadata": {"name": "cart"}}}
	checkout.home(project, data.layout.kinds.Project) == `"projects/cart/"`
	checkout.home(project, data.layout.kinds.Environment) == `"envs/"`
	checkout.home(project, data.layout.kinds.ArtifactRepo) == `a directory of "artifact-repos/"`
	checkout.home(project, data.layout.kinds.CodeRepoBinding) == `a directory of "code-repos/"`
}

test_what_has_no_kind_or_no_name_is_nobody_s_double if {
	found := checkout.by_identity with input as {"files": [holds("envs/test.yaml", [
		{"kind": "Environment"},
		{"kind": "Environment", "metadata": null},
		{"metadata": {"name": "test"}},
		{"metadata": {"name": "test"}},
	])]}
	found == {}
}

test_positions_of_the_kustomization_are_those_of_paths if {
	found := checkout.positions with input as {"files": [holds("production/kustomization.yaml", [{"resources": [
		"../envs/test.yaml",
		"./..//envs/test.yaml",
		null,
	]}])]}
	found == {"../envs/test.yaml": {0, 1}, "null": {2}}
}

test_a_file_of_that_name_elsewhere_is_no_kustomization if {
	not checkout.kustomization with input as {"files": [holds("envs/kustomization.yaml", [{"resources": []}])]}
}

holds(path, documents) := {"path": path, "documents": documents}
