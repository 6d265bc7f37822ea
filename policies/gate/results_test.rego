package pharos.gate_results_test

import data.pharos.gate
import data.pharos.gate_test as base
import rego.v1

answered(signs) := with_profile(signs, "balanced")

with_profile(signs, profile) := object.union(document, {
	"proposal": {"kind": "tool-result", "tool": "mcp__s__t", "input": {"text": "…"}},
	"facts": object.union(document.facts, {"signs": signs}),
}) if {
	document := base.with_profile([], profile)
}

sign(name, certain) := {"sign": name, "at": "text", "shown": "…", "certain": certain}

allows(document) if {
	some entry in gate.allow with input as document
	entry.covers == "all"
	count(gate.deny) == 0 with input as document
	count(gate.review) == 0 with input as document
}

test_a_plain_result_passes_in_every_profile if {
	every profile in ["strict", "balanced", "relaxed"] {
		allows(with_profile([], profile))
	}
}

test_what_nobody_sees_is_refused if base.denied_by("pharos.gate.result.hidden", answered([sign("hidden-text", true)]))

test_one_instruction_is_looked_at_and_two_are_refused if {
	base.reviewed_by("pharos.gate.result.suspicious", answered([sign("override", true)]))
	base.denied_by("pharos.gate.result.injection", answered([sign("override", true), sign("secrecy", true)]))
}

test_the_relaxed_profile_lets_one_instruction_pass if {
	allows(with_profile([sign("override", true)], "relaxed"))
	base.denied_by("pharos.gate.result.injection", with_profile([sign("override", true), sign("secrecy", true)], "relaxed"))
}

test_a_proven_secret_is_looked_at if {
	base.reviewed_by("pharos.gate.result.secret", answered([sign("secret", true)]))
	allows(answered([sign("secret", false)]))
	base.reviewed_by("pharos.gate.result.secret", with_profile([sign("secret", false)], "strict"))
}

test_what_is_common_in_honest_texts_passes if allows(answered([sign("role-markup", false), sign("invisible", false), sign("shadowing", false), sign("secret-file", true)]))
