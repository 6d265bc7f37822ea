using Pharos.Cli.Connection;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Mcp.Pins;

/// <summary>Finds the definition that somebody means.</summary>
internal static class PinEntry
{
    private const int FewestIdCharacters = 6;

    /// <summary>How many characters of an id lists show: its last ones.</summary>
    public const int ShownIdCharacters = 8;

    /// <summary>The definition of an id, of the end of one, or of a tool's name that only one has.</summary>
    public static async Task<(RegoObject? Entry, Problem? Problem)> FindAsync(ServerConnection connection, string name, CancellationToken cancellationToken)
    {
        var reply = await connection.SendAsync(HttpMethod.Get, "/api/definitions", null, cancellationToken);
        if (!reply.IsOk)
        {
            return (null, new Problem(reply.Code, reply.Message));
        }

        var found = reply.Body.ItemsOf("definitions").Where(entry => Fits(entry, name)).ToList();
        return found switch
        {
            [var one] => (one, null),
            [] => (null, new Problem("definition.unknown", $"There is no definition {VisibleText.Of(name)}; \"pharos mcp pins list\" shows them.", 404)),
            _ => (null, new Problem("definition.name", $"{found.Count} definitions are called so; name one by its id, as \"pharos mcp pins list\" shows it.")),
        };
    }

    private static bool Fits(RegoObject entry, string name)
    {
        var id = entry.TextOf("id") ?? "";
        return name == id || name == $"mcp__{entry.TextOf("server")}__{entry.TextOf("tool")}" || name == entry.TextOf("tool")
            || (name.Length >= FewestIdCharacters && name.All(char.IsAsciiHexDigit) && id.Replace("-", "", StringComparison.Ordinal).EndsWith(name, StringComparison.OrdinalIgnoreCase));
    }
}
