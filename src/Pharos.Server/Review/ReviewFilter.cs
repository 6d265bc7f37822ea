using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Review;

namespace Pharos.Server.Review;

/// <summary>Which reviews a list is about.</summary>
internal sealed record ReviewFilter(IReadOnlySet<ReviewState> States, string? Kind, ReviewRisk? Risk, string? Assignee, string? Agent, int Limit)
{
    private static readonly HashSet<ReviewState> OpenStates = [ReviewState.Waiting, ReviewState.Claimed, ReviewState.Snoozed, ReviewState.Escalated];

    /// <summary>The parameters of a list, for the description.</summary>
    public static IReadOnlyList<string> Known { get; } = ["state", "kind", "risk", "assignee", "agent", "after", "limit", "wait", "seen"];

    /// <summary>Behind which place: by urgency among the open ones, by their end among the closed ones.</summary>
    public (DateTimeOffset At, Guid Id)? After { get; init; }

    public bool IsAboutClosed => States.All(ReviewStates.IsClosed);

    public bool Matches(ReviewItem item, DateTimeOffset now) =>
        States.Contains(item.StateAt(now))
        && (Kind is null || item.Request.Kind == Kind)
        && (Risk is null || item.Request.Risk == Risk)
        && (Agent is null || item.Request.Agent == Agent)
        && (Assignee is null || (item.IsClosed ? item.Verdict?.By : item.HolderAt(now)) == Assignee);

    /// <summary>Reads <c>state kind risk assignee agent after limit</c>; a state may be several with commas, or <c>open</c> or <c>closed</c>; an assignee may be <c>me</c>.</summary>
    public static (ReviewFilter? Filter, Problem? Problem) Read(IQueryCollection query, string me)
    {
        if (StatesOf(query["state"]) is not { } states)
        {
            return Refuse("state", "open (the default), closed, or of one of these kinds only: waiting, claimed, snoozed, escalated; approved, rejected, responded, expired, superseded; several with commas");
        }

        var risk = default(ReviewRisk?);
        if (query["risk"].ToString() is { Length: > 0 } riskName)
        {
            if (!ReviewRisks.TryParse(riskName, out var named))
            {
                return Refuse("risk", "low, medium or high");
            }

            risk = named;
        }

        var kind = Text(query, "kind");
        if (kind is not null && !ProposalKinds.TryParse(kind, out _))
        {
            return Refuse("kind", "a kind of proposal such as command or reply");
        }

        var limit = ReviewList.DefaultLimit;
        if (Text(query, "limit") is { } limitText && (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > ReviewList.MaximumLimit))
        {
            return Refuse("limit", $"1 to {ReviewList.MaximumLimit}");
        }

        var filter = new ReviewFilter(states, kind, risk, Text(query, "assignee") is "me" ? me : Text(query, "assignee"), Text(query, "agent"), limit);
        return Text(query, "after") is not { } after ? (filter, null)
            : PlaceOf(after) is { } place ? (filter with { After = place }, null)
            : Refuse("after", "the \"next\" of the page before");
    }

    /// <summary>The place of a review in its list, as it stands in a URL.</summary>
    public string PlaceOf(ReviewItem item) =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsAboutClosed ? item.EndedAt ?? item.RequestedAt : item.Urgency).UtcTicks:x}-{item.Id:N}");

    private static HashSet<ReviewState>? StatesOf(string? text)
    {
        if (string.IsNullOrEmpty(text) || text == "open")
        {
            return OpenStates;
        }

        if (text == "closed")
        {
            return [.. Enum.GetValues<ReviewState>().Where(ReviewStates.IsClosed)];
        }

        var states = new HashSet<ReviewState>();
        foreach (var name in text.Split(','))
        {
            if (!ReviewStates.TryParse(name, out var state))
            {
                return null;
            }

            states.Add(state);
        }

        // Open and closed ones stand in different orders, so a page holds one sort only.
        return states.Select(ReviewStates.IsClosed).Distinct().Count() == 1 ? states : null;
    }

    private static (DateTimeOffset, Guid)? PlaceOf(string after) =>
        after.IndexOf('-') is > 0 and var dash
        && long.TryParse(after.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
        && ticks is >= 0 and <= 3155378975999999999
        && Guid.TryParseExact(after.AsSpan(dash + 1), "N", out var id)
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), id)
            : null;

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static (ReviewFilter?, Problem?) Refuse(string name, string expected) => (null, new Problem("review.query", $"\"{name}\" is {expected}."));
}
