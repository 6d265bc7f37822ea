# METADATA
# title: What passes
# description: Ordinary work in the workspace. The strict profile permits only looking; the relaxed one also what can be undone.
package pharos.gate

import rego.v1

permit(e) := "pharos.gate.look" if {
	e.effect == "list"
} else := "pharos.gate.write.stream" if {
	e.effect in {"write", "read"}
	stream(e)
} else := "pharos.gate.read" if {
	e.effect == "read"
	known(e)
	not secret(e)
	readable(e)
} else := "pharos.gate.write.workspace" if {
	e.effect == "write"
	not strict
	known(e)
	inside(e)
	editable(e)
} else := "pharos.gate.write.temporary" if {
	e.effect in {"write", "delete"}
	not strict
	known(e)
	temporary(e)
	count(e.classes) == 1
	e.target != "/tmp"
	e.target != "/var/tmp"
} else := "pharos.gate.write.settings" if {
	e.effect == "write"
	not strict
	e.reversible
	known(e)
	settings(e)
	not runs_later(e)
	not secret(e)
	not is(e, "holds-secrets")
} else := "pharos.gate.delete.workspace" if {
	e.effect == "delete"
	not strict
	known(e)
	inside(e)
	cleaning(e)
	not is(e, "repository")
	deletable(e)
} else := "pharos.gate.execute.project" if {
	e.effect in {"execute", "install", "network"}
	not strict
	known(e)
	e.targetKind in {"program", "package"}
	runs_project(e)
} else := "pharos.gate.execute.version_control" if {
	e.effect == "write"
	not strict
	known(e)
	e.reversible
	e.target == concat("", [input.workspace.root, "/.git"])
	program_names[e.command] == "git"
} else := "pharos.gate.remote.fetch" if {
	e.effect in {"download", "network"}
	not strict
	known(e)
	e.target == "remote"
	program_names[e.command] == "git"
} else := "pharos.gate.execute.project" if {
	e.effect == "execute"
	not strict
	certain(e)
	e.targetKind == "path"
	inside(e)
	e.exists != null
	regex.match(`^[\pL\pN_./+@%,:=~-]+$`, e.target)
} else := "pharos.gate.execute.project" if {
	e.effect == "execute"
	not strict
	certain(e)
	inside(e)
	endswith(e.target, "/bin/activate")
	is(e, "generated")
} else := "pharos.gate.execute.version_control" if {
	e.effect == "execute"
	not strict
	e.certainty == "possible"
	e.targetKind == "path"
	inside(e)
	endswith(e.target, "/.git/config")
} else := "pharos.gate.install.locked" if {
	e.effect == "install"
	not strict
	data.pharos.programs.locked_install[e.target]
} else := "pharos.gate.network.look" if {
	e.effect == "network"
	input.proposal.tool == "WebSearch"
} else := "pharos.gate.network.look" if {
	e.effect in {"network", "download"}
	not strict
	known(e)
	e.command != null
	e.targetKind == "program"
} else := "pharos.gate.network.look" if {
	e.effect == "network"
	not strict
	known(e)
	e.command != null
	e.addressClass in {"public", "loopback", "private"}
} else := "pharos.gate.network.here" if {
	e.effect in {"download", "upload"}
	not strict
	known(e)
	e.command != null
	e.addressClass == "loopback"
} else := "pharos.gate.process.own" if {
	e.effect == "control-process"
	not strict
	known(e)
	e.command != null
	data.pharos.programs.own_machines[program_names[e.command]]
} else := "pharos.gate.listen.possible" if {
	e.effect == "listen"
	not strict
	e.certainty == "possible"
} else := "pharos.gate.write.workspace" if {
	e.effect == "weaken"
	not strict
	e.certainty == "possible"
	e.targetKind == "path"
	inside(e)
	not whole_workspace(e)
	editable(e)
} else := "pharos.gate.network.download" if {
	e.effect == "download"
	not strict
	certain(e)
	public_address(e)
}

# What may be read: the workspace, and of the rest of the machine what is not somebody's private folder.
readable(e) if inside(e)

readable(e) if {
	not strict
	not e.recursive
	not is(e, "holds-secrets")
	not is(e, "device")
}

readable(e) if {
	not strict
	e.recursive
	not home(e)
	not is(e, "holds-secrets")
	not is(e, "device")
}

# Settings and caches that a tool keeps of its own, in the home folder: not a folder that all tools share.
settings(e) if {
	startswith(e.target, concat("", [input.host.home, "/."]))
	not trim_prefix(e.target, concat("", [input.host.home, "/"])) in {".config", ".local", ".local/share", ".local/bin", ".cache"}
}

# What may be edited in the workspace: everything but the repository's inside and what would run by itself.
editable(e) if {
	not is(e, "repository")
	not runs_later(e)
	not secret(e)
}

# Files of one form of name may be cleaned out of the whole workspace; of a folder in it, everything.
cleaning(e) if not whole_workspace(e)

cleaning(e) if e.selects == "named"

deletable(e) if not e.recursive

deletable(e) if e.selects == "named"

deletable(e) if {
	e.recursive
	is(e, "generated")
}

deletable(e) if {
	e.recursive
	count(split(trim_prefix(e.target, input.workspace.root), "/")) > 1
}

runs_project(e) if {
	e.effect == "execute"
	data.pharos.programs.project[e.target]
	not another_project[e.command]
}

# What the catalogue knows to run the workspace\'s own code: builds, tests, linters with their plug-ins.
runs_project(e) if {
	e.projectCode
	not another_project[e.command]
}

# A build that is pointed at a folder or a file elsewhere runs what lies there.
another_project contains x.command if {
	some x in effects
	x.effect in {"read", "list"}
	x.targetKind == "path"
	not inside(x)
	not is(x, "system")
	not stream(x)
}

# npx and its like run the project's own tool when it is installed; only tools that are ordinary in projects pass.
runs_project(e) if {
	e.target in {"npx", "pnpx", "bunx"}
	words := [word | some word in commands[e.command].args; not startswith(word, "-")]
	data.pharos.programs.project[words[0]]
}

# A wrapper's start-up is judged by what it starts, which is a command of its own.
runs_project(e) if {
	e.effect == "execute"
	e.target in {"poetry run", "pipenv run", "uv run", "bundle exec", "npm exec", "pnpm exec", "yarn exec"}
}

# The programs of the commands by their last name, in the order of the commands.
program_names := [base_name(c.program) | some c in commands]

base_name(program) := program if {
	not contains(program, "/")
} else := parts[count(parts) - 1] if parts := split(program, "/")

# A script of tests, assignments and comments runs nothing.
allow contains {
	"rule": "pharos.gate.nothing",
	"reason": permit_reason["pharos.gate.nothing"],
	"score": 1,
	"covers": "all",
} if {
	input.proposal.kind == "command"
	input.facts.parsed
	count(commands) == 0
	count(effects) == 0
	count(input.facts.flows) == 0
}

allow contains {
	"rule": "pharos.gate.tool.harmless",
	"reason": permit_reason["pharos.gate.tool.harmless"],
	"score": 1,
	"covers": "all",
} if {
	input.proposal.kind == "tool-call"
	data.pharos.tools.harmless[input.proposal.tool]
}
