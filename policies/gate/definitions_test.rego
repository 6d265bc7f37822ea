package pharos.gate_definitions_test

import data.pharos.gate
import data.pharos.gate_test as base
import rego.v1

described(definition, signs) := with_profile(definition, signs, "balanced")

with_profile(definition, signs, profile) := object.union(document, {
	"proposal": {"kind": "tool-definition", "tool": "mcp__s__t", "input": {"name": "t", "description": "d"}},
	"facts": object.union(document.facts, {
		"tool": {"server": "s", "name": "t", "known": false, "hints": {}, "definition": null},
		"signs": signs,
		"definition": object.union({"hash": "h", "status": "new", "pinned": null, "pinnedBy": null, "changes": []}, definition),
	}),
}) if {
	document := base.with_profile([], profile)
}

call(state) := object.union(document, {
	"proposal": {"kind": "tool-call", "tool": "mcp__s__t", "input": {}},
	"facts": object.union(document.facts, {"tool": {"server": "s", "name": "t", "known": true, "hints": {}, "definition": state}}),
}) if {
	document := base.proposal([])
}

sign(name, certain) := {"sign": name, "at": "description", "shown": "…", "certain": certain}

allows(document) if {
	some entry in gate.allow with input as document
	entry.covers == "all"
	count(gate.deny) == 0 with input as document
	count(gate.review) == 0 with input as document
}

test_a_plain_description_passes if allows(described({}, []))

test_the_strict_profile_wants_every_tool_looked_at if {
	base.reviewed_by("pharos.gate.definition.first", with_profile({}, [], "strict"))
}

test_a_folder_that_is_no_workspace_says_how_to_make_it_one if {
	document := object.union(with_profile({}, [], "strict"), {"workspace": {"configured": false, "profile": "strict"}})
	some entry in gate.review with input as document
	entry.rule == "pharos.gate.definition.first"
	contains(entry.reason, "pharos hook install")
}

test_hidden_instructions_are_refused if {
	every name in ["hidden-text", "override", "secrecy", "exfiltration", "secret-file", "role-markup"] {
		base.denied_by("pharos.gate.definition.poisoned", described({}, [sign(name, true)]))
	}
}

test_what_is_not_plain_is_looked_at if {
	base.reviewed_by("pharos.gate.definition.suspicious", described({}, [sign("invisible", false)]))
	base.reviewed_by("pharos.gate.definition.suspicious", described({}, [sign("role-markup", false)]))
}

test_a_changed_definition_is_reviewed_with_what_changed if {
	document := described({"status": "changed", "pinned": "p", "changes": [{"member": "description", "before": "adds", "after": "adds and sends"}]}, [])
	base.reviewed_by("pharos.gate.definition.changed", document)
	some entry in gate.review with input as document
	entry.evidence == [{"segment": "description", "why": "was: adds"}]
	not allows(document)
}

test_what_is_pinned_passes_whatever_it_says if allows(described({"status": "pinned"}, [sign("override", true)]))

test_what_was_rejected_is_refused if base.denied_by("pharos.gate.definition.rejected", described({"status": "rejected"}, []))

test_more_tools_than_are_kept_apart_are_refused if base.denied_by("pharos.gate.definition.excess", described({"status": "excess"}, []))

test_a_tool_whose_definition_is_withheld_is_not_called if {
	every state in ["waiting", "refused", "rejected"] {
		base.denied_by("pharos.gate.definition.withheld", call(state))
	}
	every state in ["pinned", null] {
		count(gate.deny) == 0 with input as call(state)
	}
}
