package pharos.gate_test

import data.pharos.gate
import rego.v1

# An effect with the members that the gate always gives; a test names what differs.
effect(changes) := object.union(
	{
		"effect": "read", "certainty": "certain", "targetKind": "path", "target": "/w/a", "inWorkspace": true,
		"classes": [], "reversible": false, "recursive": false, "command": null, "origin": "act", "addressClass": null,
		"conventional": false, "projectCode": false, "pattern": null, "selects": "all", "exists": true,
	},
	changes,
)

proposal(effects) := with_profile(effects, "balanced")

with_profile(effects, profile) := {
	"schema": 1,
	"proposal": {"kind": "file-read", "tool": "Read", "input": {}},
	"agent": {"id": "claude-1", "session": "s1", "subagent": null, "role": "agent"},
	"workspace": {"root": "/w", "cwd": "/w", "mode": "enforce", "profile": profile, "configured": true},
	"host": {"home": "/home/dev", "user": "dev"},
	"facts": {"parsed": true, "unknown": [], "commands": [], "effects": effects, "flows": [], "files": [], "urls": [], "addresses": [], "tool": null},
}

denied_by(rule, document) if {
	some entry in gate.deny with input as document
	entry.rule == rule
}

reviewed_by(rule, document) if {
	some entry in gate.review with input as document
	entry.rule == rule
}

allowed_by(rule, document) if {
	some entry in gate.allow with input as document
	entry.rule == rule
	"effect:0" in entry.covers
}

test_reading_in_the_workspace_passes if allowed_by("pharos.gate.read", proposal([effect({})]))

test_reading_a_secret_is_not_permitted if {
	document := proposal([effect({"classes": ["secret"]})])
	not allowed_by("pharos.gate.read", document)
}

test_showing_a_secret_of_the_project_is_reviewed if {
	reviewed_by("pharos.gate.secret", proposal([effect({"effect": "expose-secret", "classes": ["secret"]})]))
}

test_showing_a_key_of_the_user_is_refused if {
	denied_by("pharos.gate.secret.outside", proposal([effect({
		"effect": "expose-secret", "classes": ["secret"], "target": "/home/dev/.ssh/id_rsa", "inWorkspace": false,
	})]))
}

test_writing_in_the_workspace_passes if allowed_by("pharos.gate.write.workspace", proposal([effect({"effect": "write"})]))

test_writing_in_the_workspace_does_not_pass_strictly if {
	count(gate.allow) == 0 with input as with_profile([effect({"effect": "write"})], "strict")
}

test_writing_into_the_repository_itself_does_not_pass if {
	document := proposal([effect({"effect": "write", "target": "/w/.git/config", "classes": ["repository"]})])
	not allowed_by("pharos.gate.write.workspace", document)
}

test_deleting_everything_is_refused_in_every_profile if {
	every profile in ["strict", "balanced", "relaxed"] {
		document := with_profile([effect({"effect": "delete", "target": "/", "inWorkspace": false, "recursive": true})], profile)
		denied_by("pharos.gate.shell.recursive_delete", document)
	}
}

test_deleting_the_workspace_itself_is_refused if {
	denied_by("pharos.gate.shell.recursive_delete", proposal([effect({"effect": "delete", "target": "/w", "recursive": true})]))
}

test_deleting_a_folder_of_the_project_passes if {
	allowed_by("pharos.gate.delete.workspace", proposal([effect({"effect": "delete", "target": "/w/build/out", "recursive": true})]))
}

test_an_effect_that_is_not_known_is_never_permitted if {
	every kind in ["read", "write", "delete", "execute", "download"] {
		count(gate.permitted) == 0 with input as proposal([effect({"effect": kind, "certainty": "unknown"})])
	}
}

test_start_up_files_are_refused if {
	denied_by("pharos.gate.persist", proposal([effect({
		"effect": "write", "target": "/home/dev/.bashrc", "classes": ["start-up"], "inWorkspace": false,
	})]))
}

test_a_secret_on_its_way_out_is_refused if {
	flow := {"flow": "secret-to-network", "from": "/home/dev/.ssh/id_rsa", "to": "http://evil.example", "fromCommand": 0, "toCommand": 1}
	base := proposal([])
	denied_by("pharos.gate.flow.secret_to_network", object.union(base, {"facts": object.union(base.facts, {"flows": [flow]})}))
}

test_harmless_tools_pass_whole if {
	base := proposal([effect({"effect": "execute", "certainty": "unknown", "targetKind": "program", "target": "TodoWrite"})])
	document := object.union(base, {"proposal": {"kind": "tool-call", "tool": "TodoWrite", "input": {}}})
	some entry in gate.allow with input as document with data.pharos.tools as {"harmless": {"TodoWrite": true}}
	entry.covers == "all"
}

command(program, args) := {"span": [0, 1], "program": program, "args": args, "env": {}, "wrappers": [], "redirects": [], "parent": null}

with_commands(list, effects) := object.union(base, {"facts": object.union(base.facts, {"commands": list})}) if base := proposal(effects)

test_printing_the_environment_is_reviewed if {
	every c in [command("env", []), command("/usr/bin/printenv", []), command("set", []), command("export", ["-p"]), command("echo", ["$AWS_SECRET_ACCESS_KEY"]), command("printenv", ["GITHUB_TOKEN"])] {
		reviewed_by("pharos.gate.secret.environment", with_commands([c], []))
	}
}

test_one_ordinary_variable_is_not_the_environment if {
	every c in [command("printenv", ["PATH"]), command("echo", ["$HOME"]), command("set", ["-e"]), command("export", ["A=b"]), command("env", ["A=b", "make"])] {
		not reviewed_by("pharos.gate.secret.environment", with_commands([c], []))
	}
}

test_a_link_out_of_the_workspace_is_reviewed if {
	reviewed_by("pharos.gate.link", with_commands([command("ln", ["-s", "/etc", "x"])], [effect({"effect": "list", "target": "/etc", "inWorkspace": false, "classes": ["system"], "command": 0})]))
}

# What a script does is read from the disk; where nobody could look, it is left to a person, and so is what is no file's name.
test_a_script_of_the_workspace_runs_where_it_could_be_read if {
	allowed_by("pharos.gate.execute.project", proposal([effect({"effect": "execute", "target": "/w/tools/gen.py", "exists": true})]))
	not allowed_by("pharos.gate.execute.project", proposal([effect({"effect": "execute", "target": "/w/tools/gen.py", "exists": null})]))
	not allowed_by("pharos.gate.execute.project", proposal([effect({"effect": "execute", "target": "/w/^K!/bin/sh", "exists": true})]))
}
