using System.Collections.Immutable;
using Pharos.Cli.Connection;
using Pharos.Cli.Reviews.Screens;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews.Desk;

/// <summary>What comes from the server, and what it makes of the state. Pure, like the keys.</summary>
internal static class DeskNews
{
    /// <summary>A new list. The row under the cursor keeps its line on the screen, also when it is decided or another one comes before it: a key must never meet another review than the one aimed at.</summary>
    /// <param name="state">Before.</param>
    /// <param name="items">The rows.</param>
    /// <param name="open">How many are open in all.</param>
    /// <param name="more">Where the list goes on behind the rows; null at its end.</param>
    public static (DeskState State, IReadOnlyList<DeskEffect> Effects) Listed(DeskState state, IReadOnlyList<ReviewEntry> items, int open, string? more = null)
    {
        var next = state with { Open = open, Next = more, IsReaching = false, IsLost = false, IsLoaded = true, Notice = state.IsLost ? ("Connected again.", Ink.Good) : state.Notice };
        var rows = items.ToImmutableArray();
        if (state.Current is not { } current)
        {
            return (next with { Items = rows, Selected = rows.IsEmpty ? null : rows[0].Id, Top = 0 }, []);
        }

        var line = state.Index - state.Top;
        List<DeskEffect> effects = [];
        var fresh = items.FirstOrDefault(item => item.Id == current.Id);
        if (fresh is null)
        {
            rows = rows.Insert(PlaceOf(state, items), current);
            if (!current.IsClosed)
            {
                effects.Add(new DeskEffect.Load(current.Id, IsAsked: false));
            }
        }
        else if (state.Detail is not null && fresh.Version != new ReviewEntry(state.Detail.ObjectOf("review")).Version)
        {
            effects.Add(new DeskEffect.Load(current.Id, IsAsked: false));
        }

        next = next with { Items = rows };
        return (next with { Top = Math.Clamp(next.Index - line, 0, Math.Max(0, next.Index)) }, effects);
    }

    /// <summary>The rows behind those that are there. A list that came meanwhile makes them the continuation of another one, and they are left out.</summary>
    /// <param name="state">Before.</param>
    /// <param name="after">Behind which place.</param>
    /// <param name="reply">What the server said.</param>
    public static DeskState Reached(DeskState state, string after, ServerReply reply)
    {
        if (state.Next != after)
        {
            return state;
        }

        var next = state with { IsReaching = false };
        if (!reply.IsOk)
        {
            return next.Say($"{reply.Message} ({reply.Code})", Ink.Danger);
        }

        var rows = reply.Body.ItemsOf("items").Select(item => new ReviewEntry(item)).Where(entry => state.IndexOf(entry.Id) < 0);
        return next with { Items = [.. state.Items, .. rows], Next = reply.Text("next") };
    }

    /// <summary>Everything about a review.</summary>
    /// <param name="state">Before.</param>
    /// <param name="id">Which.</param>
    /// <param name="reply">What the server said.</param>
    /// <param name="isAsked">Whether somebody asked to see it; else it is news about what is on the screen.</param>
    public static DeskState Shown(DeskState state, Guid id, ServerReply reply, bool isAsked)
    {
        if (!reply.IsOk)
        {
            return state.Say($"{reply.Message} ({reply.Code})", Ink.Danger);
        }

        var entry = new ReviewEntry(reply.Body.ObjectOf("review"));
        var before = state.IndexOf(id) is >= 0 and var at ? state.Items[at] : null;
        var next = state.Put(entry);
        if (before is { IsClosed: false } && entry.IsClosed)
        {
            // What is being asked stays: whoever types a reason would go on typing, and the rest of it would fire keys.
            next = next.Say($"Decided elsewhere: {entry.Outcome}", Ink.Caution);
        }

        var isShown = state.Detail is { } detail && new ReviewEntry(detail.ObjectOf("review")).Id == id;
        return isShown ? next with { Detail = reply.Body }
            : isAsked && state.Selected == id ? next with { Detail = reply.Body, DetailTop = 0 }
            : next;
    }

    /// <summary>What a verdict or a step came to.</summary>
    public static DeskState Moved(DeskState state, DeskEffect effect, ServerReply reply)
    {
        var (id, name) = effect is DeskEffect.Judge verdict ? (verdict.Id, verdict.Verdict) : effect is DeskEffect.Step step ? (step.Id, step.Name) : throw new InvalidOperationException("This effect moves nothing.");
        var next = state.Pending == id ? state with { Pending = null } : state;
        if (!reply.IsOk)
        {
            var known = reply.Body.ObjectOf("review") is { Count: > 0 } current ? next.Put(new ReviewEntry(current)) : next;
            var told = reply.Code == "review.decided" ? $"Decided elsewhere: {reply.Message}" : ReviewOutput.Explain(reply.Code, reply.Message);
            return (known with { Detail = Renewed(known, id, reply.Body.ObjectOf("review")) }).Say(name == "renew" ? $"Your claim is gone: {reply.Message}" : told, Ink.Caution);
        }

        var entry = new ReviewEntry(reply.Body);
        next = next.Put(entry);
        next = next with
        {
            LastJudged = effect is DeskEffect.Judge ? id : name == "undo" ? null : next.LastJudged,
            Me = name is "claim" ? entry.Holder : effect is DeskEffect.Judge && entry.Judge is { } me ? me : next.Me,
            RenewedAt = name is "claim" or "renew" ? next.Now : next.RenewedAt,
            Detail = Renewed(next, id, reply.Body),
        };
        return name == "renew" ? next : next.Say($"{entry.ShortId}: {Told(entry, name)}", effect is DeskEffect.Judge ? Ink.Good : Ink.Plain);
    }

    /// <summary>The server does not answer.</summary>
    public static DeskState Lost(DeskState state, string why) => (state with { IsLost = true, IsReaching = false, Pending = null }).Say(why, Ink.Danger);

    private static string Told(ReviewEntry entry, string name) => name switch
    {
        "approve" when !entry.IsClosed => "approved by you; it needs another person too",
        "approve" or "reject" or "respond" => $"{entry.State}; u takes it back until the agent has it",
        "undo" => "taken back; it is open again",
        "claim" => "yours for five minutes, longer while you are at it",
        "release" => "given back",
        "snooze" => $"set aside until {Times.Clock(entry.Time("snoozedUntil"))}",
        "escalate" => "handed up",
        _ => entry.State,
    };

    private static RegoObject? Renewed(DeskState state, Guid id, RegoObject review)
    {
        if (state.Detail is not { } detail || review.Count == 0 || new ReviewEntry(detail.ObjectOf("review")).Id != id)
        {
            return state.Detail;
        }

        var renewed = new RegoObject.Builder();
        foreach (var (name, value) in detail)
        {
            renewed.Set(name, name is RegoString { Value: "review" } ? review : value);
        }

        return renewed.Build();
    }

    // Behind the last of those that stood before it.
    private static int PlaceOf(DeskState state, IReadOnlyList<ReviewEntry> items)
    {
        var before = state.Items.Take(state.Index).Select(item => item.Id).ToHashSet();
        for (var i = items.Count; i > 0; i--)
        {
            if (before.Contains(items[i - 1].Id))
            {
                return i;
            }
        }

        return Math.Min(state.Index, items.Count);
    }
}
