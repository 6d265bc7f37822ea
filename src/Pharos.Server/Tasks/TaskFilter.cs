using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Review.Tasks;

namespace Pharos.Server.Tasks;

/// <summary>Which tasks a list is about.</summary>
internal sealed record TaskFilter(IReadOnlySet<TaskState> States, string? Kind, string? AskedBy, string? Assignee, Guid? Review, TaskPlace? After, int Limit)
{
    private const int DefaultLimit = 50;
    private const int MaximumLimit = 500;

    public bool Matches(TaskItem item) =>
        States.Contains(item.State)
        && (Kind is null || item.Request.Kind == Kind)
        && (AskedBy is null || item.Request.AskedBy == AskedBy)
        && (Assignee is null || item.Assignee == Assignee)
        && (Review is null || item.Request.Review == Review);

    /// <summary>Reads a list's parameters; a state may be several with commas, or <c>open</c>, <c>closed</c> or <c>all</c>; a name may be <c>me</c>.</summary>
    public static (TaskFilter? Filter, Problem? Problem) Read(IQueryCollection query, string me)
    {
        if (StatesOf(Text(query, "state")) is not { } states)
        {
            return Refuse("state", "open (the default), closed, all, or some of queued, assigned, claimed, done, failed, expired, cancelled with commas");
        }

        var limit = DefaultLimit;
        if (Text(query, "limit") is { } limitText && (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaximumLimit))
        {
            return Refuse("limit", $"1 to {MaximumLimit}");
        }

        var review = default(Guid?);
        if (Text(query, "review") is { } reviewText)
        {
            if (!Guid.TryParseExact(reviewText, "D", out var id))
            {
                return Refuse("review", "a UUID");
            }

            review = id;
        }

        var after = default(TaskPlace?);
        if (Text(query, "after") is { } afterText)
        {
            if (!TaskPlace.TryParse(afterText, out var place))
            {
                return Refuse("after", "the \"next\" of the page before");
            }

            after = place;
        }

        return (new TaskFilter(states, Text(query, "kind"), Name(query, "askedBy", me), Name(query, "assignee", me), review, after, limit), null);
    }

    private static HashSet<TaskState>? StatesOf(string? text)
    {
        var all = Enum.GetValues<TaskState>();
        switch (text)
        {
            case null or "open":
                return [.. all.Where(state => !TaskStates.IsClosed(state))];
            case "closed":
                return [.. all.Where(TaskStates.IsClosed)];
            case "all":
                return [.. all];
        }

        var states = new HashSet<TaskState>();
        foreach (var name in text.Split(','))
        {
            if (!TaskStates.TryParse(name, out var state))
            {
                return null;
            }

            states.Add(state);
        }

        return states;
    }

    private static string? Name(IQueryCollection query, string name, string me) => Text(query, name) is "me" ? me : Text(query, name);

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static (TaskFilter?, Problem?) Refuse(string name, string expected) => (null, new Problem("task.query", $"\"{name}\" is {expected}."));
}
