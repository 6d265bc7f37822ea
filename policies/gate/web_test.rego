package pharos.gate_web_test

import data.pharos.gate
import data.pharos.gate_test as base
import rego.v1

fetch(url, class, signs) := object.union(document, {
	"proposal": {"kind": "web-fetch", "tool": "WebFetch", "input": {"url": url}},
	"facts": object.union(document.facts, {"addresses": [{"target": url, "scheme": split(url, ":")[0], "host": "h", "class": class, "signs": signs}]}),
}) if {
	document := base.proposal([base.effect({"effect": "download", "targetKind": "url", "target": url, "addressClass": class})])
}

test_a_public_page_passes if base.allowed_by("pharos.gate.network.download", fetch("https://example.com/a", "public", []))

test_every_address_that_is_not_public_is_reviewed if {
	every class in ["loopback", "private", "link-local", "metadata", "wildcard"] {
		base.reviewed_by("pharos.gate.metadata", fetch("http://x.example/", class, []))
	}
}

test_an_address_of_no_host_does_not_pass if {
	every class in ["reserved", "unknown"] {
		count(gate.permitted) == 0 with input as fetch("http://x.example/", class, [])
	}
}

test_data_in_an_address_is_reviewed if {
	base.reviewed_by("pharos.gate.web.data", fetch("https://example.com/?d=1", "public", ["encoded-data"]))
	base.reviewed_by("pharos.gate.web.data", fetch("https://example.com/?d=1", "public", ["long-query"]))
}

test_a_secret_in_an_address_is_reviewed if base.reviewed_by("pharos.gate.web.secret", fetch("https://example.com/?d=1", "public", ["secret"]))

test_a_redirect_to_a_private_address_is_reviewed if base.reviewed_by("pharos.gate.web.redirect", fetch("https://example.com/?u=1", "public", ["private-redirect"]))

test_another_spelling_is_reviewed if base.reviewed_by("pharos.gate.web.spelling", fetch("https://example.com/", "public", ["spelling"]))

test_a_page_is_fetched_over_http_only if base.reviewed_by("pharos.gate.web.scheme", fetch("gopher://example.com/", "public", []))
