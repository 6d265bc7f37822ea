# METADATA
# title: Addresses
# description: Tells public addresses from those that reach this machine, a private network or a cloud's metadata service.
package pharos.gate

import rego.v1

# Part of a URL or host:port that names the host, in lower case.
host_of(target) := host if {
	rest := trim_prefix(regex.replace(lower(target), `^[a-z][a-z0-9+.-]*://`, ""), "//")
	authority := split(split(split(rest, "/")[0], "?")[0], "#")[0]
	parts := split(authority, "@")
	host := regex.replace(parts[count(parts) - 1], `:[0-9]+$`, "")
}

private_address(target) if {
	host := host_of(target)
	regex.match(`^(localhost|.*\.localhost|.*\.local|.*\.internal|metadata|metadata\..*|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2[0-9]|3[01])\..*|169\.254\..*|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\..*|0|0\..*|0x[0-9a-f]+|[0-9]+|\[.*\])$`, host)
}

public_url(target) if {
	regex.match(`^https?://[^\s$]+$`, target)
	not private_address(target)
}
