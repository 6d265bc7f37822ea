using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review.Elicitations;
using Pharos.Server.Security;

namespace Pharos.Server.Elicitations;

/// <summary>Which elicitations a list is about.</summary>
/// <param name="For">Who is asked; null for anybody.</param>
/// <param name="From">Who asks; null for anybody.</param>
/// <param name="State">One state; null for every ended one.</param>
/// <param name="Limit">How many.</param>
internal sealed record ElicitationFilter(string? For, string? From, ElicitationState? State, int Limit)
{
    public const int DefaultLimit = 50;

    public const int MaximumLimit = 500;

    /// <summary>Reads the parameters; somebody who does not read everything sees what concerns them.</summary>
    public static (ElicitationFilter? Filter, Problem? Problem) Read(IQueryCollection query, Caller caller)
    {
        string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
        string? Who(string name) => Text(name) is "me" ? caller.Subject : Text(name);
        var (to, from) = (Who("for"), Who("from"));
        if (!RouteAccess.Readers.Permits(caller.Role))
        {
            to ??= from is null ? caller.Subject : null;
            if (to != caller.Subject && from != caller.Subject)
            {
                return (null, new Problem("elicitation.forbidden", "You see what you are asked (for=me) and what you ask (from=me).", StatusCodes.Status403Forbidden));
            }
        }

        var state = (ElicitationState?)ElicitationState.Pending;
        if (Text("state") is { } name)
        {
            if (name != "closed" && !ElicitationStates.TryParse(name, out _))
            {
                return (null, new Problem("elicitation.query", "\"state\" is pending (the default), accepted, declined, cancelled, expired, or closed for every ended one."));
            }

            state = ElicitationStates.TryParse(name, out var named) ? named : null;
        }

        var limit = DefaultLimit;
        return Text("limit") is { } count && (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaximumLimit)
            ? (null, new Problem("elicitation.query", $"\"limit\" is 1 to {MaximumLimit}."))
            : (new ElicitationFilter(to, from, state, limit), null);
    }

    /// <summary>The elicitations that are meant.</summary>
    public IReadOnlyList<Elicitation> Of(ElicitationBoard board, DateTimeOffset now)
    {
        // What has run out may wait for its event still; it is no question any more.
        var all = State != ElicitationState.Pending ? board.Closed : For is { } answerer ? board.PendingFor(answerer) : board.Pending;
        return [.. all.Where(item => (For is null || item.Question.To == For) && (From is null || item.Question.From == From) && (State is null || item.StateAt(now) == State)).Take(Limit)];
    }

    /// <summary>Names what a page shows.</summary>
    public static string TagOf(IEnumerable<Elicitation> items)
    {
        var text = new StringBuilder();
        foreach (var item in items)
        {
            text.Append(CultureInfo.InvariantCulture, $"/{item.Id:N}.{item.Version}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }
}
