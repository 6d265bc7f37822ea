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

    /// <summary>The definitions of several names, each as <see cref="FindAsync"/> finds it; none where one of them is not found, so that nothing is half done.</summary>
    public static async Task<(IReadOnlyList<RegoObject>? Entries, Problem? Problem)> FindAllAsync(ServerConnection connection, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var entries = new List<RegoObject>();
        foreach (var name in names)
        {
            var (entry, problem) = await FindAsync(connection, name, cancellationToken);
            if (entry is null)
            {
                return (null, problem);
            }

            entries.Add(entry);
        }

        return (entries, null);
    }

    /// <summary>What a server says of its tools and nobody has looked at yet.</summary>
    public static async Task<(IReadOnlyList<RegoObject>? Entries, Problem? Problem)> WaitingAsync(ServerConnection connection, string server, CancellationToken cancellationToken)
    {
        var reply = await connection.SendAsync(HttpMethod.Get, $"/api/definitions?state=waiting&server={Uri.EscapeDataString(server)}", null, cancellationToken);
        return !reply.IsOk ? (null, new Problem(reply.Code, reply.Message))
            : reply.Body.ItemsOf("definitions").ToList() is { Count: > 0 } waiting ? (waiting, null)
            : (null, new Problem("definition.unknown", $"Nothing of the server {VisibleText.Of(server)} waits for anybody; \"pharos mcp pins list\" shows what was seen.", 404));
    }

    private static bool Fits(RegoObject entry, string name)
    {
        var id = entry.TextOf("id") ?? "";
        return name == id || name == $"mcp__{entry.TextOf("server")}__{entry.TextOf("tool")}" || name == entry.TextOf("tool")
            || (name.Length >= FewestIdCharacters && name.All(char.IsAsciiHexDigit) && id.Replace("-", "", StringComparison.Ordinal).EndsWith(name, StringComparison.OrdinalIgnoreCase));
    }
}
