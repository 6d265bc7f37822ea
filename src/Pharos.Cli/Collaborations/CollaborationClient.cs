using Pharos.Cli.Connection;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Collaborations;

/// <summary>The requests about sessions.</summary>
/// <param name="connection">The connection.</param>
internal sealed class CollaborationClient(ServerConnection connection)
{
    /// <summary>How many of an id's last characters lists show: those are random, the first ones are the time.</summary>
    public const int ShownIdCharacters = 8;

    private const int FewestIdCharacters = 6;
    private const int MostIdsLookedAt = 500;

    /// <summary>A page of sessions.</summary>
    /// <param name="query">Pairs of name and value; those without a value are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ServerReply> ListAsync(IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken)
    {
        var given = query.Where(pair => !string.IsNullOrEmpty(pair.Value)).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}");
        return connection.SendAsync(HttpMethod.Get, $"/api/collaborations?{string.Join('&', given)}", null, cancellationToken);
    }

    /// <summary>One session, as it stands or stood.</summary>
    public Task<ServerReply> ShowAsync(Guid id, long? at, CancellationToken cancellationToken) =>
        connection.SendAsync(HttpMethod.Get, at is { } position ? $"/api/collaborations/{id}?at={position}" : $"/api/collaborations/{id}", null, cancellationToken);

    /// <summary>Removes a participant.</summary>
    public Task<ServerReply> RemoveAsync(Guid id, string agent, string? reason, CancellationToken cancellationToken) => connection.SendAsync(
        HttpMethod.Post,
        $"/api/collaborations/{id}/participants/{Uri.EscapeDataString(agent)}/remove",
        reason is null ? RegoObject.Empty : RegoObject.Of(("reason", RegoString.Of(reason))),
        cancellationToken);

    /// <summary>Finds the session that somebody means: by its whole id, or by the end of it that lists show.</summary>
    public async Task<(Guid Id, Problem? Problem)> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(name, out var whole))
        {
            return (whole, null);
        }

        if (name.Length < FewestIdCharacters || !name.All(char.IsAsciiHexDigit))
        {
            return (Guid.Empty, new Problem("collaboration.name", $"A session is named by its id, or by the last {FewestIdCharacters} or more characters of it, as \"collaborations list\" shows them."));
        }

        var reply = await ListAsync([("state", "all"), ("limit", $"{MostIdsLookedAt}")], cancellationToken);
        if (!reply.IsOk)
        {
            return (Guid.Empty, new Problem(reply.Code, reply.Message));
        }

        var found = reply.Body.ItemsOf("items")
            .Select(item => Guid.TryParse(item.TextOf("id"), out var id) ? id : Guid.Empty)
            .Where(id => id.ToString("N").EndsWith(name, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return found.Count == 1
            ? (found[0], null)
            : (Guid.Empty, new Problem("collaboration.name", found.Count == 0
                ? $"None of the first {MostIdsLookedAt} sessions ends with {name}. Name it by its whole id."
                : $"{found.Count} sessions end with {name}. Name it by its whole id."));
    }
}
