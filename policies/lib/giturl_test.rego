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
