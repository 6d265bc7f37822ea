# METADATA
# title: Definitions of tools
# description: |
#   What a server says of its tools is read by the model as if it were an instruction. The first sight of a definition is decided by what stands in it; from then on it is
#   pinned, and a definition that changed is looked at by somebody, whatever it says now. Until then the tool is not called.
package pharos.gate

import rego.v1

# Words that no honest description needs: they speak to the model behind its user's back, or cannot be seen at all.
poisoned := {"hidden-text", "override", "secrecy", "exfiltration", "secret-file"}

definition := input.facts.definition

describing if input.proposal.kind == "tool-definition"

# What a person approved is what the server says; that it was looked at counts for more than its wording.
pinned if definition.status == "pinned"

deny contains {
	"rule": "pharos.gate.definition.poisoned",
	"reason": "The description of the tool gives instructions that its user is not meant to see. Do not use this server; who knows better can approve it: pharos mcp pins approve.",
	"score": 1,
	"evidence": [sign_evidence(sign) | some sign in input.facts.signs; poison(sign)],
} if {
	describing
	not pinned
	some sign in input.facts.signs
	poison(sign)
}

poison(sign) if {
	sign.sign in poisoned
	sign.certain
}

poison(sign) if {
	sign.sign == "role-markup"
	sign.certain
}

deny contains {
	"rule": "pharos.gate.definition.rejected",
	"reason": "A reviewer rejected this description of the tool.",
	"score": 1,
} if {
	describing
	definition.status == "rejected"
}

deny contains {
	"rule": "pharos.gate.definition.excess",
	"reason": "This agent was shown more tools than are kept apart; forget some: pharos mcp pins forget.",
	"score": 1,
} if {
	describing
	definition.status == "excess"
}

review contains {
	"rule": "pharos.gate.definition.changed",
	"reason": "The server describes the tool otherwise than it did when that was approved.",
	"score": 1,
	"evidence": [{"segment": change.member, "why": change_why(change)} | some change in definition.changes],
} if {
	describing
	definition.status == "changed"
}

review contains {
	"rule": "pharos.gate.definition.suspicious",
	"reason": "Something in the description of the tool is not plain.",
	"score": 0.8,
	"evidence": [sign_evidence(sign) | some sign in input.facts.signs; doubtful(sign)],
} if {
	describing
	not pinned
	some sign in input.facts.signs
	doubtful(sign)
}

doubtful(sign) if {
	sign.sign in {"invisible", "role-markup", "exfiltration"}
	not poison(sign)
}

doubtful(sign) if {
	strict
	sign.sign == "shadowing"
}

review contains {
	"rule": "pharos.gate.definition.first",
	"reason": first_reason,
	"score": 0.5,
} if {
	describing
	strict
	definition.status == "new"
}

# Whoever begins sees a server without tools, and this is all that says why.
first_reason := "The tool was never seen here, and this workspace wants every tool looked at." if {
	input.workspace.configured
} else := "The tool was never seen here, and nobody has registered this folder as a workspace, so every tool is looked at. Register it (pharos hook install, or workspaces in pharos.yaml), or approve the tools (pharos mcp pins approve)."

allow contains {
	"rule": "pharos.gate.definition.pinned",
	"reason": "The server describes the tool as it did when that was approved.",
	"score": 1,
	"covers": "all",
} if {
	describing
	pinned
}

allow contains {
	"rule": "pharos.gate.definition.plain",
	"reason": "The description says what the tool does and nothing else. It is pinned now.",
	"score": 0.9,
	"covers": "all",
} if {
	describing
	definition.status == "new"
}

# A call rests on the definition that the model has read.
deny contains {
	"rule": "pharos.gate.definition.withheld",
	"reason": withheld_reason[input.facts.tool.definition],
	"score": 1,
} if {
	input.proposal.kind == "tool-call"
	withheld_reason[input.facts.tool.definition]
}

withheld_reason := {
	"waiting": "What the server says of this tool waits for somebody to look at it, so the tool is not called.",
	"refused": "What the server says of this tool was refused, so the tool is not called.",
	"rejected": "A reviewer rejected what the server says of this tool, so the tool is not called.",
}

sign_evidence(sign) := {"segment": sign.shown, "why": sprintf("%s in %s", [sign.sign, sign.at])}

change_why(change) := "was not there before" if {
	change.before == null
} else := "is gone" if {
	change.after == null
} else := sprintf("was: %s", [substring(change.before, 0, 300)])
