# METADATA
# title: Web
# description: |
#   Addresses that reach this machine, a private network or a cloud's metadata service, and data that leaves in an address. The gate reads addresses in every
#   spelling (input.facts.addresses and an effect's addressClass); these rules only ask.
package pharos.gate

import rego.v1

private_classes := {"loopback", "private", "link-local", "metadata", "wildcard"}

private_address(e) if e.addressClass in private_classes

# A page that anybody may fetch: on the internet, over HTTP, with no more in its address than a page needs.
public_address(e) if {
	e.addressClass == "public"
	some a in input.facts.addresses
	a.target == e.target
	a.scheme in {"http", "https", ""}
	count({sign | some sign in a.signs; sign in refused_signs}) == 0
}

refused_signs := {"secret", "private-redirect", "long-query", "encoded-data", "spelling", "user"}

review contains {
	"rule": "pharos.gate.web.redirect",
	"reason": "The address leads on to this machine or a private network.",
	"score": 0.9,
	"evidence": [{"segment": a.target, "why": "a parameter names a private address"}],
} if {
	some a in input.facts.addresses
	"private-redirect" in a.signs
}

review contains {
	"rule": "pharos.gate.web.data",
	"reason": "The address carries more than a question: long or encoded text would leave this machine with it.",
	"score": 0.9,
	"evidence": [{"segment": a.target, "why": "data in the address"}],
} if {
	some a in input.facts.addresses
	some sign in {"long-query", "encoded-data"}
	sign in a.signs
}

review contains {
	"rule": "pharos.gate.web.secret",
	"reason": "The address holds a secret. Pass it in a header, from the environment.",
	"score": 1,
	"evidence": [{"segment": a.host, "why": "a secret in the address"}],
} if {
	some a in input.facts.addresses
	"secret" in a.signs
}

review contains {
	"rule": "pharos.gate.web.spelling",
	"reason": "The address is spelled so that one reads another host than is reached.",
	"score": 0.9,
	"evidence": [{"segment": a.target, "why": sprintf("reaches %s (%s)", [a.host, a.class])}],
} if {
	some a in input.facts.addresses
	"spelling" in a.signs
}

review contains {
	"rule": "pharos.gate.web.scheme",
	"reason": "Only pages over HTTP are fetched without asking.",
	"score": 0.9,
	"evidence": [{"segment": a.target, "why": sprintf("the scheme \"%s\"", [a.scheme])}],
} if {
	input.proposal.kind == "web-fetch"
	some a in input.facts.addresses
	not a.scheme in {"http", "https"}
}

review contains {
	"rule": "pharos.gate.web.query",
	"reason": "The search sends more text than a question needs.",
	"score": 0.9,
	"evidence": [{"segment": substring(e.target, 0, 200), "why": "a long search"}],
} if {
	input.proposal.kind == "web-fetch"
	some e in effects
	e.effect == "network"
	e.targetKind == "none"
	count(e.target) > 500
}
