# METADATA
# title: Content
# description: |
#   What is put into files. Shell text is judged like the command it would be; code of a program only where it does what is refused in any case, because programs
#   are written to write files and talk to the network. Text for containers and pipelines runs elsewhere. What cannot be read of a script is asked about when it is run
#   by something that is not the project's own.
package pharos.gate

import rego.v1

# Found in a file that is written or run, and not done by the proposal itself.
of_file(e) if e.origin in {"script", "code", "elsewhere"}

judged_as_act(e) if e.origin in {"act", "argument", "script"}

permit_content(e) := "pharos.gate.content.runs" if {
	of_file(e)
	not strict
}

refer_content(e) := {
	"rule": "pharos.gate.content.secret",
	"reason": "The text holds what looks like a secret. Read it from the environment or a secret store; if it is an example, make that plain in its value.",
	"why": "a secret in the text",
} if {
	e.effect == "expose-secret"
	e.targetKind == "content"
	noticed(e)
}

# In the relaxed profile only what a checksum or its form proves.
noticed(e) if not relaxed

noticed(e) if certain(e)

# What would leave from a pipeline or an image is looked at; that they fetch is their work.
refer_content(e) := {
	"rule": "pharos.gate.upload",
	"reason": "It sends data out of the machine that builds.",
	"why": "data would leave",
} if {
	e.origin == "elsewhere"
	e.effect in {"upload", "listen"}
}
