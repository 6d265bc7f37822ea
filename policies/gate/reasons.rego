package pharos.gate

import rego.v1

# Why an effect is permitted, by rule; a permission says little, because there is nothing to do about it.
permit_reason := {
	"pharos.gate.look": "Looks at names and attributes only.",
	"pharos.gate.read": "Reads a file that holds no secret.",
	"pharos.gate.write.settings": "Changes a tool's own settings, which can be changed back.",
	"pharos.gate.write.workspace": "Changes a file in the workspace.",
	"pharos.gate.write.temporary": "Changes a temporary file.",
	"pharos.gate.write.stream": "Writes to a harmless device.",
	"pharos.gate.delete.workspace": "Removes something in the workspace.",
	"pharos.gate.delete.temporary": "Removes a temporary file.",
	"pharos.gate.execute.project": "Runs the project's own build, test, lint or program.",
	"pharos.gate.execute.version_control": "Works on the local repository.",
	"pharos.gate.install.locked": "Installs what the lock file names.",
	"pharos.gate.remote.fetch": "Exchanges with the repository's own remote.",
	"pharos.gate.network.look": "Looks something up without sending anything.",
	"pharos.gate.network.here": "Talks to a program on this machine.",
	"pharos.gate.network.download": "Downloads from a public address.",
	"pharos.gate.listen.possible": "May open a port, as programs under development do.",
	"pharos.gate.nothing": "Runs nothing.",
	"pharos.gate.process.own": "Starts or stops what a developer runs on his own machine.",
	"pharos.gate.content.runs": "Writes or runs the project's own script, and nothing in it is refused.",
	"pharos.gate.tool.look": "Asks a service for something without changing it.",
	"pharos.gate.tool.repository": "Works on the local repository.",
	"pharos.gate.tool.trusted": "A trusted server says that the tool changes nothing.",
	"pharos.gate.tool.harmless": "The tool only organises the agent's own work.",
}
