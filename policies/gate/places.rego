# METADATA
# title: Places
# description: Words for where a path lies, so that rules read like sentences.
package pharos.gate

import rego.v1

is(e, class) if class in e.classes

inside(e) if e.inWorkspace

# The workspace itself, not something in it.
whole_workspace(e) if e.target == input.workspace.root

home(e) if e.target == input.host.home

home(e) if startswith(e.target, concat("", [input.host.home, "/"]))

temporary(e) if is(e, "temporary")

stream(e) if is(e, "stream")

secret(e) if is(e, "secret")

# Runs or lets somebody in without being asked for again.
runs_later(e) if {
	some class in {"start-up", "hook", "schedule", "access", "privilege"}
	is(e, class)
}

system(e) if {
	some class in {"system", "device", "kernel", "privilege", "schedule"}
	is(e, class)
}

# Folders whose loss is the loss of a machine, an account or a project.
precious(e) if e.target == "/"

precious(e) if regex.match(`^/[^/]+$`, e.target)

precious(e) if e.target == input.host.home

precious(e) if regex.match(`^(/home|/Users)/[^/]+$`, e.target)

precious(e) if whole_workspace(e)

precious(e) if {
	inside_ancestor(e.target)
}

# A folder above the workspace holds the workspace.
inside_ancestor(target) if startswith(input.workspace.root, concat("", [target, "/"]))

certain(e) if e.certainty == "certain"

known(e) if e.certainty != "unknown"
