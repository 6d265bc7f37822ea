# METADATA
# title: Results of tools
# description: |
#   What a tool answers is read by the model, and may be written by anybody: a web page, an issue, a file. What cannot be seen is refused, what gives instructions is looked at
#   by somebody, and so are secrets whose form proves them.
package pharos.gate

import rego.v1

answering if input.proposal.kind == "tool-result"

instructing := {"override", "secrecy", "exfiltration"}

deny contains {
	"rule": "pharos.gate.result.hidden",
	"reason": "The result holds text that nobody sees and models read.",
	"score": 1,
	"evidence": [sign_evidence(sign) | some sign in input.facts.signs; sign.sign == "hidden-text"],
} if {
	answering
	some sign in input.facts.signs
	sign.sign == "hidden-text"
}

# Two different ways of talking to the model are no accident.
deny contains {
	"rule": "pharos.gate.result.injection",
	"reason": "The result gives instructions to the model.",
	"score": 0.95,
	"evidence": [sign_evidence(sign) | some sign in input.facts.signs; injected(sign)],
} if {
	answering
	count({sign.sign | some sign in input.facts.signs; injected(sign)}) > 1
}

review contains {
	"rule": "pharos.gate.result.suspicious",
	"reason": "The result holds words that are meant for a model.",
	"score": 0.7,
	"evidence": [sign_evidence(sign) | some sign in input.facts.signs; injected(sign)],
} if {
	answering
	not relaxed
	some sign in input.facts.signs
	injected(sign)
}

review contains {
	"rule": "pharos.gate.result.secret",
	"reason": "The result holds a secret, which the model's provider would see.",
	"score": 0.9,
	"evidence": [sign_evidence(sign) | some sign in input.facts.signs; leaking(sign)],
} if {
	answering
	some sign in input.facts.signs
	leaking(sign)
}

injected(sign) if {
	sign.sign in instructing
	sign.certain
}

injected(sign) if {
	sign.sign == "role-markup"
	sign.certain
}

leaking(sign) if {
	sign.sign == "secret"
	sign.certain
}

leaking(sign) if {
	sign.sign == "secret"
	strict
}

allow contains {
	"rule": "pharos.gate.result.plain",
	"reason": "Nothing in the result is meant for anybody but who asked.",
	"score": 0.9,
	"covers": "all",
} if {
	answering
	not relaxed
	count([sign | some sign in input.facts.signs; injected(sign)]) == 0
	count([sign | some sign in input.facts.signs; leaking(sign)]) == 0
}

allow contains {
	"rule": "pharos.gate.result.plain",
	"reason": "Nothing in the result is refused.",
	"score": 0.8,
	"covers": "all",
} if {
	answering
	relaxed
}
