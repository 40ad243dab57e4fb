package nautes.lib.giturl_test

import data.nautes.lib.giturl

test_is_ssh if {
	every address in [
		"git@git.example.io:shop/cart.git",
		"git@git.example.io:retail/shop/cart.git",
		"git@gitlab:cart.git",
		"git@10.0.0.9:shop/My_App.v2.git",
		"git@[2001:db8::9]:shop/cart.git",
		"ssh://git@git.example.io/shop/cart.git",
		"ssh://git@git.example.io:2222/retail/eu/shop/default.project.git",
		"ssh://git@10.0.0.9:65535/shop/.github.git",
		"ssh://git@[::1]:22/shop/cart.git",
		"ssh://git@[::ffff:10.0.0.9]/shop/cart.git",
	] {
		giturl.is_ssh(address)
	}
}

test_is_not_ssh if {
	every address in [
		"",
		"shop/cart",
		"git.example.io",
		"https://git.example.io/shop/cart.git",
		"git@git.example.io:shop/cart",
		"git@git.example.io/shop/cart.git",
		"git@git.example.io:/shop/cart.git",
		"git@git.example.io:shop//cart.git",
		"git@git.example.io:shop/../cart.git",
		"git@git.example.io:-oProxyCommand=x/cart.git",
		"git@-oProxyCommand=x:shop/cart.git",
		"git@git..example.io:shop/cart.git",
		"git@git-.example.io:shop/cart.git",
		"git@git_example:shop/cart.git",
		"git@256.0.0.1:shop/cart.git",
		"git@10.0.0:shop/cart.git",
		"git@[10.0.0.9]:shop/cart.git",
		"git@[2001:db8::9::1]:shop/cart.git",
		"git@2001:db8::9:shop/cart.git",
		"git@git.example.io:shop/ca rt.git",
		"git@git.example.io:shop/cart.git\n",
		"root@git.example.io:shop/cart.git",
		"ssh://git.example.io/shop/cart.git",
		"ssh://git:secret@git.example.io/shop/cart.git",
		"ssh://git@git.example.io:0/shop/cart.git",
		"ssh://git@git.example.io:65536/shop/cart.git",
		"ssh://git@git.example.io:/shop/cart.git",
		"ssh://git@git.example.io:shop/cart.git",
		"ssh://git@git.example.io/.git",
	] {
		not giturl.is_ssh(address)
	}
}

test_masked_hides_user_info_and_query if {
	every address, shown in {
		"https://oauth2:TOKEN@git.example.io/shop/cart.git": "https://***@git.example.io/shop/cart.git",
		"https://TOKEN@git.example.io:8443/cart": "https://***@git.example.io:8443/cart",
		"https://jane:p@ss/w?rd#1@git.example.io/cart.git": "https://***@git.example.io/cart.git",
		"oauth2:TOKEN@git.example.io:shop/cart.git": "***@git.example.io:shop/cart.git",
		"//oauth2:TOKEN@git.example.io/cart.git": "***@git.example.io/cart.git",
		"ssh://git:TOKEN@git.example.io/cart.git": "ssh://***@git.example.io/cart.git",
		"git@oauth2:TOKEN@git.example.io": "***@git.example.io",
		"https://a\nTOKEN@git.example.io/cart": "https://***@git.example.io/cart",
		"https://git.example.io/cart.git?private_token=TO\nKEN": "https://git.example.io/cart.git?***",
		"git@git.example.io:cart.git#TOKEN": "git@git.example.io:cart.git?***",
	} {
		giturl.masked(address) == shown
	}
}

test_masked_leaves_what_holds_no_secret if {
	every address in ["", "git@git.example.io:shop/cart", "ssh://git@git.example.io/cart", "https://git.example.io/a.git"] {
		giturl.masked(address) == address
	}
}
