package pharos.gate_content_test

import data.pharos.gate
import data.pharos.gate_test as base
import rego.v1

written := base.effect({"effect": "write"})

secret(certainty) := base.effect({"effect": "expose-secret", "certainty": certainty, "targetKind": "content", "target": "/w/a:1: a GitHub token (ghp_[masked])"})

test_a_secret_in_the_text_is_reviewed_with_its_own_reason if {
	every certainty in ["certain", "possible"] {
		base.reviewed_by("pharos.gate.content.secret", base.proposal([written, secret(certainty)]))
		not base.reviewed_by("pharos.gate.secret", base.proposal([written, secret(certainty)]))
	}
}

test_the_relaxed_profile_asks_about_proven_secrets_only if {
	base.reviewed_by("pharos.gate.content.secret", base.with_profile([written, secret("certain")], "relaxed"))
	not base.reviewed_by("pharos.gate.content.secret", base.with_profile([written, secret("possible")], "relaxed"))
}

test_a_script_is_judged_like_the_command if {
	base.denied_by("pharos.gate.shell.recursive_delete", base.proposal([base.effect({
		"effect": "delete", "target": "/", "inWorkspace": false, "recursive": true, "certainty": "possible", "origin": "script",
	})]))
	base.reviewed_by("pharos.gate.escalate.review", base.proposal([base.effect({"effect": "escalate", "targetKind": "program", "target": "sudo", "origin": "script"})]))
}

test_code_is_judged_by_what_is_refused_only if {
	not base.reviewed_by("pharos.gate.upload", base.proposal([base.effect({"effect": "upload", "targetKind": "url", "target": "https://api.example", "origin": "code"})]))
	base.denied_by("pharos.gate.shell.recursive_delete", base.proposal([base.effect({"effect": "delete", "target": "/", "inWorkspace": false, "origin": "code"})]))
}

test_a_script_that_is_written_needs_every_permission_that_the_command_needs if {
	unknown := base.effect({"effect": "execute", "certainty": "unknown", "targetKind": "program", "target": "tool", "origin": "script"})
	count(gate.permitted) == 0 with input as base.proposal([unknown])
	base.allowed_by("pharos.gate.write.workspace", base.proposal([base.effect({"effect": "write", "origin": "script"})]))
}

test_a_script_of_the_project_may_run_what_nobody_knows_unless_strict if {
	unknown := base.effect({"effect": "execute", "certainty": "unknown", "targetKind": "program", "target": "tool", "origin": "run"})
	base.allowed_by("pharos.gate.content.runs", base.proposal([unknown]))
	count(gate.permitted) == 0 with input as base.with_profile([unknown], "strict")
}
