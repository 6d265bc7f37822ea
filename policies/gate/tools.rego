# METADATA
# title: Tool calls
# description: |
#   Tools of servers that speak the Model Context Protocol. Reviewed tools are judged by their effects. What a server says of its own tools (readOnlyHint and the like)
#   makes a decision stricter; it permits something only for servers that data.pharos.tools.trusted_servers names.
package pharos.gate

import rego.v1

permit_tool(e) := "pharos.gate.tool.look" if {
	known_tool
	e.effect == "network"
	e.targetKind == "program"
	e.origin == "act"
	not strict
} else := "pharos.gate.tool.repository" if {
	known_tool
	input.facts.tool.server in {"git", "mcp-server-git"}
	e.effect == "write"
	e.target == concat("", [input.workspace.root, "/.git"])
	not strict
} else := "pharos.gate.tool.trusted" if {
	trusted_look
	not is(e, "secret")
}

known_tool if {
	input.proposal.kind == "tool-call"
	input.facts.tool.known
}

trusted_look if {
	input.proposal.kind == "tool-call"
	input.facts.tool.hints.readOnly == true
	not input.facts.tool.hints.destructive == true
	data.pharos.tools.trusted_servers[input.facts.tool.server]
}

# What the client answers to a request of the server changes nothing here.
trusted_look if {
	input.proposal.kind == "tool-call"
	input.facts.tool.name in answered
	data.pharos.tools.trusted_servers[input.facts.tool.server]
}

answered := {"sampling/createMessage", "elicitation/create", "roots/list"}

# A reviewed tool that does nothing to be judged.
allow contains {
	"rule": "pharos.gate.tool.harmless",
	"reason": permit_reason["pharos.gate.tool.harmless"],
	"score": 0.9,
	"covers": "all",
} if {
	known_tool
	count(effects) == 0
	count(commands) == 0
	not strict
}

review contains {
	"rule": "pharos.gate.tool.destructive",
	"reason": "The tool's server says that it may destroy something.",
	"score": 0.9,
	"evidence": [{"segment": input.proposal.tool, "why": "destructiveHint"}],
} if {
	input.proposal.kind == "tool-call"
	input.facts.tool.hints.destructive == true
	not input.facts.tool.hints.readOnly == true
}

review contains {
	"rule": "pharos.gate.tool.outside",
	"reason": "The tool's server says that it reaches the world outside.",
	"score": 0.8,
	"evidence": [{"segment": input.proposal.tool, "why": "openWorldHint"}],
} if {
	input.proposal.kind == "tool-call"
	input.facts.tool.hints.openWorld == true
	not input.facts.tool.hints.readOnly == true
}

review contains {
	"rule": "pharos.gate.tool.unknown",
	"reason": "Nobody has reviewed what this tool does. If its server may be trusted, name it under tools.trusted_servers in the policies' data.",
	"score": 0.4,
	"evidence": [{"segment": input.proposal.tool, "why": "a tool that is not known"}],
} if {
	input.proposal.kind == "tool-call"
	input.facts.tool.known == false
	not trusted_look
}
