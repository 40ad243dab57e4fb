package nautes.lib.urls_test

import data.nautes.lib.urls

test_is_http if {
	every address in [
		"https://git.example.io",
		"http://gitlab:8080",
		"https://git.example.io:8443/gitlab/",
		"https://10.0.0.9",
		"https://[2001:db8::9]:443",
	] {
		urls.is_http(address)
	}
}

test_is_not_http if {
	every address in [
		"",
		"git.example.io",
		"//git.example.io",
		"/gitlab",
		"https://",
		"https:///gitlab",
		"ftp://git.example.io",
		"ssh://git@git.example.io",
		"https://jane:secret@git.example.io",
		"https://TOKEN@git.example.io",
		"https://git.example.io/jane:secret@git",
		"https://git.example.io?private_token=TOKEN",
		"https://git.example.io/#TOKEN",
		"https://git.example.io:0",
		"https://git.example.io:65536",
		"https://256.0.0.1",
		"https://git..example.io",
		"https://git.example.io/a b",
		"https://git.example.io\n",
	] {
		not urls.is_http(address)
	}
}

test_is_ssh if {
	every address in [
		"ssh://git@git.example.io",
		"ssh://git.example.io",
		"ssh://git@git.example.io:2222",
		"ssh://org-1@git.example.io/groups",
		"ssh://git@[::1]:22/",
	] {
		urls.is_ssh(address)
	}
}

test_is_not_ssh if {
	every address in [
		"",
		"git@git.example.io",
		"git@git.example.io:shop",
		"https://git.example.io",
		"ssh://git:secret@git.example.io",
		"ssh://-oProxyCommand=x@git.example.io",
		"ssh://-oProxyCommand=x",
		"ssh://git@git.example.io:port",
		"ssh://git@git.example.io?TOKEN",
		"ssh://@git.example.io",
	] {
		not urls.is_ssh(address)
	}
}
