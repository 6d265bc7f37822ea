# METADATA
# title: What somebody has to look at
# description: |
#   Effects that are sometimes meant and sometimes a disaster. Everything that no rule permits is looked at anyway; these rules exist to say why.
package pharos.gate

import rego.v1

refer(e) := {
	"rule": "pharos.gate.secret",
	"reason": "It reads or prints a secret.",
	"why": "a secret would be shown",
} if {
	e.effect == "expose-secret"
} else := {
	"rule": "pharos.gate.escalate.review",
	"reason": "It asks for more rights than the agent has.",
	"why": "runs with more rights",
} if {
	e.effect == "escalate"
} else := {
	"rule": "pharos.gate.device",
	"reason": "It writes to a file system or partition as such.",
	"why": "writes below the file system",
} if {
	e.effect == "write-device"
} else := {
	"rule": "pharos.gate.persist.review",
	"reason": "It makes something run again later.",
	"why": "would run again later",
} if {
	e.effect == "persist"
} else := {
	"rule": "pharos.gate.weaken",
	"reason": "It takes a protection away.",
	"why": "a protection would be gone",
} if {
	e.effect == "weaken"
} else := {
	"rule": "pharos.gate.remote",
	"reason": "It changes something on another machine that others rely on.",
	"why": "changes a remote system",
} if {
	e.effect == "change-remote"
	not permit(e)
} else := {
	"rule": "pharos.gate.upload",
	"reason": "It sends data out of this machine.",
	"why": "data would leave",
} if {
	e.effect == "upload"
} else := {
	"rule": "pharos.gate.listen",
	"reason": "It opens a port for others.",
	"why": "others could connect",
} if {
	e.effect == "listen"
	not relaxed
} else := {
	"rule": "pharos.gate.metadata",
	"reason": "The address belongs to this machine, a private network or a cloud's metadata service, where credentials are handed out.",
	"why": "a private or metadata address",
} if {
	e.effect in {"download", "network", "upload"}
	private_address(e.target)
}

review contains {
	"rule": "pharos.gate.flow.output_to_interpreter",
	"reason": "It runs what another command prints, so nobody can read beforehand what would run.",
	"score": 1,
	"evidence": [{"segment": concat(" → ", [f.from, f.to]), "why": "a command's output is run"}],
} if {
	some f in input.facts.flows
	f.flow == "output-to-interpreter"
}

review contains {
	"rule": "pharos.gate.flow.file_to_network",
	"reason": "It sends a file's content out of this machine.",
	"score": 1,
	"evidence": [{"segment": concat(" → ", [f.from, f.to]), "why": "a file goes to the network"}],
} if {
	some f in input.facts.flows
	f.flow == "file-to-network"
}
