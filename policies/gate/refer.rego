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
	e.targetKind != "content"
} else := {
	"rule": "pharos.gate.escalate.review",
	"reason": "It asks for more rights than the agent has.",
	"why": "runs with more rights",
} if {
	e.effect == "escalate"
} else := {
	"rule": "pharos.gate.delete.uncommitted",
	"reason": "It throws away changes that were not committed.",
	"why": "uncommitted work would be lost",
} if {
	e.effect == "delete"
	endswith(e.target, "/.git/uncommitted")
} else := {
	"rule": "pharos.gate.delete.chosen",
	"reason": "It deletes what a search finds outside the workspace, or what is only known by its age or size.",
	"why": "nobody can see beforehand what would go",
} if {
	e.effect == "delete"
	e.selects != "all"
	not permit(e)
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
	not permit(e)
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
	not permit(e)
} else := {
	"rule": "pharos.gate.listen",
	"reason": "It opens a port for others.",
	"why": "others could connect",
} if {
	e.effect == "listen"
	not relaxed
	not permit(e)
} else := {
	"rule": "pharos.gate.metadata",
	"reason": "The address belongs to this machine, a private network or a cloud's metadata service, where credentials are handed out.",
	"why": "a private or metadata address",
} if {
	e.effect in {"download", "network", "upload"}
	private_address(e)
	not permit(e)
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

review contains {
	"rule": "pharos.gate.flow.written_file_run",
	"reason": "It runs a file that it has just written or unpacked. Write it, let it be read, then run it.",
	"score": 0.9,
	"evidence": [{"segment": concat(" → ", [f.from, f.to]), "why": "a file just written is run"}],
} if {
	some f in input.facts.flows
	f.flow == "written-file-run"
}

# The environment of a developer's shell holds keys of clouds and registries; printing it hands them to the model.
review contains {
	"rule": "pharos.gate.secret.environment",
	"reason": "It prints environment variables that may hold keys. Ask for the one variable that is needed.",
	"score": 0.9,
	"evidence": [{"segment": command_text(c), "why": "prints the environment"}],
} if {
	some i, name in program_names
	name in {"env", "printenv", "export", "declare", "typeset", "set", "echo", "printf"}
	c := commands[i]
	prints_environment(name, c)
}

prints_environment(name, c) if {
	name in {"env", "printenv", "export", "declare", "typeset"}
	count([word | some word in c.args; not startswith(word, "-")]) == 0
}

prints_environment("set", c) if {
	c.program == "set"
	count(c.args) == 0
}

prints_environment("printenv", c) if {
	some word in c.args
	regex.match(secret_name, word)
}

prints_environment(name, c) if {
	name in {"echo", "printf"}
	some word in c.args
	regex.match(concat("", [`\$\{?`, secret_name]), word)
}

secret_name := `[A-Za-z0-9_]*(SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS)`

# A link into the workspace from outside, or out of it, changes what later paths mean.
review contains {
	"rule": "pharos.gate.link",
	"reason": "It makes a link to a place outside the workspace, so that later paths mean something else than they say.",
	"score": 0.8,
	"evidence": [{"segment": command_text(c), "why": "links outside the workspace"}],
} if {
	some i, name in program_names
	name in {"ln", "symlink", "link"}
	c := commands[i]
	some e in effects
	e.command == i
	e.targetKind == "path"
	not inside(e)
	not temporary(e)
}
