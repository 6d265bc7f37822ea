using System.Text.Json;
using Pharos.Policies;

namespace Pharos.Server.Opa;

/// <summary>What answered: the program and the policies.</summary>
internal static class OpaProvenance
{
    /// <summary>Writes the member <c>provenance</c>. The machine's name and the build's time are left out: they tell a caller nothing that a decision depends on.</summary>
    public static void Write(Utf8JsonWriter writer, PolicyBundle bundle)
    {
        writer.WriteStartObject("provenance");
        writer.WriteString("version", PharosServer.Version);
        writer.WriteString("build_commit", "");
        writer.WriteString("build_timestamp", "");
        writer.WriteString("build_hostname", "");
        writer.WriteStartObject("bundles");
        writer.WriteStartObject("pharos");
        writer.WriteString("revision", bundle.Version);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
