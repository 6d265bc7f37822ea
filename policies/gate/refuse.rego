# METADATA
# title: What is refused
# description: |
#   Destruction, exfiltration, harmful escalation and persistence. These hold in every profile: what is refused here costs more than any convenience.
package pharos.gate

import rego.v1

refuse(e) := {
	"rule": "pharos.gate.shell.recursive_delete",
	"reason": "It deletes a whole folder that must not be lost. Name the files or the subfolder that should go.",
	"why": "deletes everything below it",
} if {
	e.effect == "delete"
	known(e)
	precious(e)
	everything(e)
} else := {
	"rule": "pharos.gate.delete.outside",
	"reason": "It deletes a folder outside the workspace. Ask a person to do it.",
	"why": "deletes outside the workspace",
} if {
	e.effect == "delete"
	e.recursive
	known(e)
	not inside(e)
	not temporary(e)
	destructive_place(e)
	everything(e)
} else := {
	"rule": "pharos.gate.delete.repository",
	"reason": "It deletes the repository's own files, and with them every commit that was not pushed.",
	"why": "deletes the repository's inside",
} if {
	e.effect == "delete"
	e.recursive
	is(e, "repository")
	endswith(e.target, "/.git")
} else := {
	"rule": "pharos.gate.write.device",
	"reason": "It writes to a device or file system as such, which destroys what is on it.",
	"why": "writes to a device",
} if {
	e.effect == "write-device"
	known(e)
	is(e, "device")
} else := {
	"rule": "pharos.gate.write.system",
	"reason": "It changes a file that decides who may do what on this machine.",
	"why": "changes who may do what",
} if {
	e.effect in {"write", "delete", "persist"}
	is(e, "privilege")
} else := {
	"rule": "pharos.gate.persist",
	"reason": "It makes something run, or lets somebody in, without being asked for again. Ask a person to set it up.",
	"why": "would run or open a door later",
} if {
	e.effect in {"persist", "write"}
	lasting_place(e)
	not inside(e)
} else := {
	"rule": "pharos.gate.secret.outside",
	"reason": "It reads a secret that does not belong to the project.",
	"why": "reads a secret outside the workspace",
} if {
	e.effect == "expose-secret"
	e.targetKind == "path"
	not inside(e)
	key_material(e)
} else := {
	"rule": "pharos.gate.escalate",
	"reason": "It would give itself the rights of the whole machine.",
	"why": "takes over the machine's rights",
} if {
	e.effect == "escalate"
	takes_over(e)
}

# A pattern or a search that leaves most files alone is looked at by a person instead, but not where the machine itself lies.
everything(e) if {
	e.selects == "all"
	not moved_aside(e)
}

everything(e) if e.target == "/"

everything(e) if system(e)

# What was in a folder is moved elsewhere, and can be moved back.
moved_aside(e) if {
	e.reversible
	e.pattern != null
}

destructive_place(e) if system(e)

destructive_place(e) if home(e)

destructive_place(e) if is(e, "holds-secrets")

lasting_place(e) if {
	some class in {"start-up", "schedule", "access", "hook"}
	is(e, class)
}

# Files whose whole content is a credential. Settings that may hold one are reviewed instead.
key_material(e) if is(e, "secret")

takes_over(e) if {
	e.targetKind == "path"
	system(e)
}

deny contains {
	"rule": "pharos.gate.flow.secret_to_network",
	"reason": "It sends a secret out. Whatever service needs it should read it itself.",
	"score": 1,
	"evidence": [{"segment": concat(" → ", [f.from, f.to]), "why": "a secret goes to the network"}],
} if {
	some f in input.facts.flows
	f.flow == "secret-to-network"
}

deny contains {
	"rule": "pharos.gate.flow.download_to_interpreter",
	"reason": "It runs what it has just downloaded, unread. Download it to a file, read it, then run it.",
	"score": 1,
	"evidence": [{"segment": concat(" → ", [f.from, f.to]), "why": "downloaded code is run"}],
} if {
	some f in input.facts.flows
	f.flow == "download-to-interpreter"
}
