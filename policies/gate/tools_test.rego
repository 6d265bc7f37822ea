package pharos.gate_tools_test

import data.pharos.gate
import data.pharos.gate_test as base
import rego.v1

call(effects, tool) := object.union(document, {
	"proposal": {"kind": "tool-call", "tool": "mcp__s__t", "input": {}},
	"facts": object.union(document.facts, {"tool": object.union({"server": "s", "name": "t", "known": false, "hints": {"readOnly": null, "destructive": null, "openWorld": null, "idempotent": null}}, tool)}),
}) if {
	document := base.proposal(effects)
}

unknown := base.effect({"effect": "execute", "certainty": "unknown", "targetKind": "program", "target": "mcp__s__t"})

test_an_unknown_tool_is_reviewed if base.reviewed_by("pharos.gate.tool.unknown", call([unknown], {}))

test_a_hint_permits_nothing_by_itself if {
	count(gate.permitted) == 0 with input as call([unknown], {"hints": {"readOnly": true, "destructive": false, "openWorld": false}})
}

test_a_hint_of_a_trusted_server_is_believed if {
	document := call([unknown], {"hints": {"readOnly": true, "destructive": false, "openWorld": null}})
	some entry in gate.allow with input as document with data.pharos.tools as {"harmless": {}, "trusted_servers": {"s": true}}
	entry.rule == "pharos.gate.tool.trusted"
	count(gate.review) == 0 with input as document with data.pharos.tools as {"harmless": {}, "trusted_servers": {"s": true}}
}

test_what_is_answered_to_a_trusted_server_passes if {
	document := call([unknown], {"name": "elicitation/create"})
	some entry in gate.allow with input as document with data.pharos.tools as {"harmless": {}, "trusted_servers": {"s": true}}
	entry.rule == "pharos.gate.tool.trusted"
}

test_what_is_answered_to_any_other_server_is_reviewed if base.reviewed_by("pharos.gate.tool.unknown", call([unknown], {"name": "elicitation/create"}))

test_a_destructive_hint_is_reviewed_even_for_a_known_tool if {
	base.reviewed_by("pharos.gate.tool.destructive", call([base.effect({})], {"known": true, "hints": {"destructive": true}}))
}

test_looking_something_up_passes if {
	base.allowed_by("pharos.gate.tool.look", call([base.effect({"effect": "network", "targetKind": "program", "target": "github"})], {"known": true}))
}

test_a_reviewed_tool_without_effects_passes if {
	some entry in gate.allow with input as call([], {"known": true})
	entry.covers == "all"
}
