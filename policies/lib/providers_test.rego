package nautes.lib.providers_test

import data.nautes.lib.fixtures
import data.nautes.lib.providers

two := fixtures.catalog_with({"coderepoproviders": {"github": {"spec": {}}}})

test_fault_of_a_provider_that_is_not_there if {
	fault := providers.fault("gitea") with data.catalog as fixtures.catalog
	fault == `code repo provider "gitea" does not exist`
}

test_fault_where_the_only_one_is_meant if {
	none := providers.fault("") with data.catalog as {}
	none == "no code repo provider is named, and there are 0, not 1"
	several := providers.fault("") with data.catalog as two
	several == "no code repo provider is named, and there are 2, not 1"
}

test_no_fault_where_it_is_found if {
	not providers.fault("") with data.catalog as fixtures.catalog
	not providers.fault("gitlab") with data.catalog as fixtures.catalog
	not providers.fault("github") with data.catalog as two
}
