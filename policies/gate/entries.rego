# METADATA
# title: Entries
# description: |
#   The gate asks three sets: deny, review and allow. Any deny wins, then any review; an allow counts only when every command and every effect of the
#   proposal is covered by some allow. Rules in the other files of this package say what each effect deserves; this file turns that into entries.
package pharos.gate

import rego.v1

effects := input.facts.effects

commands := input.facts.commands

strict if input.workspace.profile == "strict"

relaxed if input.workspace.profile == "relaxed"

# What each effect deserves. A refusal of one effect is not undone by a permission of the same effect elsewhere.
refused[i] := verdict if {
	some i, e in effects
	verdict := refuse(e)
}

# What passes needs no second look; asking only about the rest also spares most proposals the whole chain.
referred[i] := verdict if {
	some i, e in effects
	not e.origin in {"code", "elsewhere"}
	not passing[i]
	verdict := refer(e)
}

referred[i] := verdict if {
	some i, e in effects
	e.targetKind == "content"
	verdict := refer_secret(e)
}

referred[i] := verdict if {
	some i, e in effects
	e.origin == "elsewhere"
	verdict := refer_elsewhere(e)
}

# What a program nobody has described does by convention is a guess, which no rule permits; the pattern tier may.
passes[i] := rule if {
	some i, e in effects
	not e.origin in {"run", "code", "elsewhere"}
	not e.conventional
	rule := permit(e)
}

# All of them at once: asked for one by one, an effect would be judged for the question and again for the whole.
passing := passes

permitted[i] := rule if some i, rule in passes

permitted[i] := rule if {
	not strict
	some i, e in effects
	e.origin in {"run", "code", "elsewhere"}
	rule := "pharos.gate.content.runs"
}

permitted[i] := rule if {
	input.proposal.kind == "tool-call"
	some i, e in effects
	not e.origin in {"run", "code", "elsewhere"}
	not permit(e)
	rule := permit_tool(e)
}

deny contains entry(verdict, [i]) if some i, verdict in refused

review contains entry(verdict, [i]) if some i, verdict in referred

allow contains {
	"rule": rule,
	"reason": permit_reason[rule],
	"score": 0.95,
	"covers": [name | some i, r in permitted; r == rule; name := sprintf("effect:%d", [i])],
} if {
	some rule in {r | some r in permitted}
}

# A command is understood when its program is known, and then its effects say everything about it. A program that is not known has an
# effect of its own that nothing permits.
allow contains {
	"rule": "pharos.gate.command",
	"reason": "Every effect of the command is permitted.",
	"score": 1,
	"covers": [name | some i, _ in commands; not unsettled[i]; name := sprintf("command:%d", [i])],
} if {
	count(commands) > 0
}

unsettled contains effects[i].command if {
	some i, _ in effects
	not permitted[i]
}

entry(verdict, indexes) := {
	"rule": verdict.rule,
	"reason": verdict.reason,
	"score": object.get(verdict, "score", 1),
	"evidence": [{"segment": segment(effects[i]), "why": verdict.why} | some i in indexes],
}

segment(e) := command_text(commands[e.command]) if {
	e.command != null
} else := e.target

command_text(c) := concat(" ", array.concat([c.program], c.args))
