# METADATA
# title: Content
# description: |
#   What is put into files, by an effect's origin (entries.rego). "script", shell text that is put into a file, is judged like the command it would be. "run", the text of
#   the workspace's own script that is run, only has nothing in it that is refused or looked at: it was judged when it was written. "code" of a program is judged only by
#   what is refused in any case, because programs are written to write files and talk to the network. "elsewhere" is text that a container or a pipeline runs.
package pharos.gate

import rego.v1

refer_secret(e) := {
	"rule": "pharos.gate.content.secret",
	"reason": "The text holds what looks like a secret. Read it from the environment or a secret store; if it is an example, make that plain in its value.",
	"why": "a secret in the text",
} if {
	e.effect == "expose-secret"
	noticed(e)
}

# In the relaxed profile only what a checksum or its form proves.
noticed(e) if not relaxed

noticed(e) if certain(e)

# What would leave from a pipeline or an image is looked at; that they fetch is their work.
refer_elsewhere(e) := {
	"rule": "pharos.gate.upload",
	"reason": "It sends data out of the machine that builds.",
	"why": "data would leave",
} if {
	e.effect in {"upload", "listen"}
}
