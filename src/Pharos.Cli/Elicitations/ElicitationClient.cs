using Pharos.Cli.Connection;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Elicitations;

/// <summary>The requests about elicitations.</summary>
/// <param name="connection">The connection.</param>
internal sealed class ElicitationClient(ServerConnection connection)
{
    /// <summary>Characters of an id that lists show: its end, because the beginning is a time.</summary>
    public const int ShownIdCharacters = 8;

    private const int FewestIdCharacters = 6;
    private const int MostIdsLookedAt = 500;

    /// <summary>A list.</summary>
    /// <param name="query">Pairs of name and value; those without a value are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ServerReply> ListAsync(IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken)
    {
        var given = query.Where(pair => !string.IsNullOrEmpty(pair.Value)).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}");
        return connection.SendAsync(HttpMethod.Get, $"/api/elicitations?{string.Join('&', given)}", null, cancellationToken);
    }

    /// <summary>One, by its id or the end of it.</summary>
    public async Task<ServerReply> FindAsync(string name, CancellationToken cancellationToken)
    {
        var (id, problem) = await ResolveAsync(name, cancellationToken);
        return problem is null
            ? await connection.SendAsync(HttpMethod.Get, $"/api/elicitations/{id}", null, cancellationToken)
            : new ServerReply(404, RegoObject.Of(("code", RegoString.Of(problem.Code)), ("detail", RegoString.Of(problem.Message))));
    }

    /// <summary>Ends one: respond, decline or cancel.</summary>
    public Task<ServerReply> EndAsync(RegoObject question, string step, IEnumerable<(string Name, RegoValue? Value)> members, CancellationToken cancellationToken)
    {
        var body = new RegoObject.Builder();
        foreach (var (name, value) in members.Append(("nonce", question.TextOf("nonce") is { } nonce ? RegoString.Of(nonce) : null)).Where(member => member.Item2 is not null))
        {
            body.Set(name, value!);
        }

        return connection.SendAsync(HttpMethod.Post, $"/api/elicitations/{question.TextOf("id")}/{step}", body.Build(), cancellationToken);
    }

    private async Task<(string Id, Problem? Problem)> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(name, out var whole))
        {
            return ($"{whole}", null);
        }

        if (name.Length < FewestIdCharacters || !name.All(char.IsAsciiHexDigit))
        {
            return ("", new Problem("elicitation.name", $"An elicitation is named by its id, or by the last {FewestIdCharacters} or more characters of it, as \"elicitations list\" shows them."));
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (side, state) in (IReadOnlyList<(string, string)>)[("for", "pending"), ("from", "pending"), ("for", "closed"), ("from", "closed")])
        {
            var reply = await ListAsync([(side, "me"), ("state", state), ("limit", $"{MostIdsLookedAt}")], cancellationToken);
            if (!reply.IsOk)
            {
                return ("", new Problem(reply.Code, reply.Message));
            }

            found.UnionWith(reply.Body.ItemsOf("items").Select(item => item.TextOf("id") ?? "").Where(id => id.EndsWith(name, StringComparison.OrdinalIgnoreCase)));
        }

        return found.Count == 1
            ? (found.Single(), null)
            : ("", new Problem("elicitation.name", $"{(found.Count == 0 ? "None" : found.Count)} of your elicitations end with {name}. Name it by its whole id."));
    }
}
