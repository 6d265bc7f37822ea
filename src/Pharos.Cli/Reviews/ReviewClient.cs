using Pharos.Cli.Connection;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews;

/// <summary>The requests about reviews.</summary>
/// <param name="connection">The connection.</param>
internal sealed class ReviewClient(ServerConnection connection)
{
    private const int FewestIdCharacters = 6;
    private const int LargestPage = 500;

    // Ten thousand of each: as many decided ones as a server keeps in its list.
    private const int MostPagesLookedAt = 20;

    /// <summary>A page of reviews.</summary>
    /// <param name="query">Pairs of name and value; those without a value are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ServerReply> ListAsync(IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken)
    {
        var given = query.Where(pair => !string.IsNullOrEmpty(pair.Value)).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}");
        return connection.SendAsync(HttpMethod.Get, $"/api/reviews?{string.Join('&', given)}", null, cancellationToken);
    }

    /// <summary>One review with its proposal.</summary>
    public Task<ServerReply> ShowAsync(Guid id, CancellationToken cancellationToken) => connection.SendAsync(HttpMethod.Get, $"/api/reviews/{id}", null, cancellationToken);

    /// <summary>Moves a review.</summary>
    /// <param name="id">Which.</param>
    /// <param name="step">claim, release, renew, snooze, escalate or undo.</param>
    /// <param name="body">The members of the body; those without a value are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ServerReply> StepAsync(Guid id, string step, IEnumerable<(string Name, RegoValue? Value)> body, CancellationToken cancellationToken) =>
        connection.SendAsync(HttpMethod.Post, $"/api/reviews/{id}/{step}", BodyOf(body), cancellationToken);

    /// <summary>Judges a review.</summary>
    public Task<ServerReply> JudgeAsync(Guid id, string verdict, IEnumerable<(string Name, RegoValue? Value)> body, CancellationToken cancellationToken) =>
        StepAsync(id, "verdict", [("verdict", RegoString.Of(verdict)), .. body], cancellationToken);

    /// <summary>Finds the review that somebody means: by its whole id, or by the end of it that lists show.</summary>
    public async Task<(Guid Id, Problem? Problem)> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(name, out var whole))
        {
            return (whole, null);
        }

        if (name.Length < FewestIdCharacters || !name.All(char.IsAsciiHexDigit))
        {
            return (Guid.Empty, new Problem("review.name", $"A review is named by its id, or by the last {FewestIdCharacters} or more characters of it, as \"review list\" shows them."));
        }

        var found = new HashSet<Guid>();
        foreach (var state in (string[])["open", "closed"])
        {
            if (await FindAsync(name, state, found, cancellationToken) is { } problem)
            {
                return (Guid.Empty, problem);
            }
        }

        return found.Count == 1
            ? (found.Single(), null)
            : (Guid.Empty, new Problem("review.name", found.Count == 0
                ? $"No review that the lists still hold ends with {name}. Name it by its whole id."
                : $"{found.Count} reviews end with {name}. Name it by its whole id."));
    }

    private async Task<Problem?> FindAsync(string name, string state, HashSet<Guid> found, CancellationToken cancellationToken)
    {
        var after = default(string);
        for (var page = 0; page < MostPagesLookedAt; page++)
        {
            var reply = await ListAsync([("state", state), ("after", after), ("limit", $"{LargestPage}")], cancellationToken);
            if (!reply.IsOk)
            {
                return new Problem(reply.Code, reply.Message);
            }

            found.UnionWith(reply.Body.ItemsOf("items").Select(item => new ReviewEntry(item).Id).Where(id => id.ToString("N").EndsWith(name, StringComparison.OrdinalIgnoreCase)));
            if ((after = reply.Text("next")) is null)
            {
                break;
            }
        }

        return null;
    }

    private static RegoObject BodyOf(IEnumerable<(string Name, RegoValue? Value)> members)
    {
        var body = new RegoObject.Builder();
        foreach (var (name, value) in members.Where(member => member.Value is not null))
        {
            body.Set(name, value!);
        }

        return body.Build();
    }
}
