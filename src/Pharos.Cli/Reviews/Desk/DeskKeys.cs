using Pharos.Cli.Connection;
using Pharos.Cli.Reviews.Screens;

namespace Pharos.Cli.Reviews.Desk;

/// <summary>What a key does. Pure: the state before and the key give the state after and what is to be done outside.</summary>
internal static class DeskKeys
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(1);

    /// <summary>Presses a key.</summary>
    public static (DeskState State, IReadOnlyList<DeskEffect> Effects) Press(DeskState state, DeskKey key)
    {
        var (next, effect) = key.IsInterrupt ? (state, new DeskEffect.Quit())
            : state.Prompt is not null ? PromptKeys.Press(state, key)
            : key.IsPasted ? (state.Say("Pasted text fires no keys here.", Ink.Caution), null)
            : state.IsHelp ? (state with { IsHelp = false }, null)
            : Fire(state with { Notice = ("", Ink.Plain) }, key);
        var (renewal, reach) = (Renewal(next), Reach(next));
        next = renewal is null ? next : next with { RenewedAt = next.Now };
        return (reach is null ? next : next with { IsReaching = true }, [.. new[] { effect, renewal, reach }.OfType<DeskEffect>()]);
    }

    private static (DeskState State, DeskEffect? Effect) Fire(DeskState state, DeskKey key) => key switch
    {
        { Character: 'q' } or { Key: ConsoleKey.Escape } => state.Detail is not null ? (state with { Detail = null }, null) : key.Character == 'q' ? (state, new DeskEffect.Quit()) : (state, null),
        { Character: '?' } => (state with { IsHelp = true }, null),
        { Character: 'j' } or { Key: ConsoleKey.DownArrow } => (Move(state, 1), null),
        { Character: 'k' } or { Key: ConsoleKey.UpArrow } => (Move(state, -1), null),
        { Character: ' ' } or { Key: ConsoleKey.PageDown } => (Move(state, state.Rows), null),
        { Key: ConsoleKey.PageUp } => (Move(state, -state.Rows), null),
        { Character: 'g' } or { Key: ConsoleKey.Home } => (Move(state, -int.MaxValue / 2), null),
        { Character: 'G' } or { Key: ConsoleKey.End } => (Move(state, int.MaxValue / 2), null),
        { Character: 'u' } => Undo(state),
        _ => OnCurrent(state, key),
    };

    private static (DeskState State, DeskEffect? Effect) OnCurrent(DeskState state, DeskKey key)
    {
        if (state.Current is not { } current || (key.Key != ConsoleKey.Enter && !"arestxc".Contains(key.Character, StringComparison.Ordinal)))
        {
            return (state, null);
        }

        if (key.Key == ConsoleKey.Enter)
        {
            return (state, new DeskEffect.Load(current.Id, IsAsked: true));
        }

        if (state.Pending is not null)
        {
            return (state.Say("One moment: the server has not answered yet.", Ink.Caution), null);
        }

        if (current.IsClosed)
        {
            return (state.Say($"It is {current.Outcome}. u takes a verdict of yours back.", Ink.Caution), null);
        }

        var version = SeenVersion(state, current);
        return key.Character switch
        {
            'a' => Approve(state, current, version),
            'r' => (state with { Prompt = new DeskPrompt(PromptKind.Reject, current.Id, version) }, null),
            'e' => (state with { Prompt = new DeskPrompt(PromptKind.Respond, current.Id, version) }, null),
            'x' => (state with { Prompt = new DeskPrompt(PromptKind.Escalate, current.Id, version) }, null),
            's' => Step(state, current.Id, "snooze"),
            't' => Step(state, current.Id, "claim", isTakeover: true),
            _ => Step(state, current.Id, current.Holder is { } holder && holder == state.Me ? "release" : "claim"),
        };
    }

    // Nobody approves what they cannot have read: a row that is cut, or that names a file without what would be written, is opened first.
    private static (DeskState State, DeskEffect? Effect) Approve(DeskState state, ReviewEntry current, long version)
    {
        if (state.Detail is null && (current.IsHighRisk || !DeskScreen.IsWhole(current, state)))
        {
            return (state.Say("Look at it first; then a approves it.", Ink.Caution), new DeskEffect.Load(current.Id, IsAsked: true));
        }

        return current.IsHighRisk
            ? (state with { Prompt = new DeskPrompt(PromptKind.Approve, current.Id, version) }, null)
            : Judge(state, new DeskEffect.Judge(current.Id, "approve", null, version));
    }

    /// <summary>Sends a verdict.</summary>
    internal static (DeskState State, DeskEffect? Effect) Judge(DeskState state, DeskEffect.Judge verdict) => (state with { Prompt = null, Pending = verdict.Id }, verdict);

    private static (DeskState State, DeskEffect? Effect) Step(DeskState state, Guid id, string name, bool isTakeover = false) =>
        (state with { Pending = id }, new DeskEffect.Step(id, name, IsTakeover: isTakeover));

    private static (DeskState State, DeskEffect? Effect) Undo(DeskState state)
    {
        var id = state.Current is { IsClosed: true, Judge: not null } current ? current.Id : state.LastJudged;
        return state.Pending is not null ? (state.Say("One moment: the server has not answered yet.", Ink.Caution), null)
            : id is { } judged ? Step(state, judged, "undo")
            : (state.Say("Nothing was judged here yet.", Ink.Caution), null);
    }

    private static DeskState Move(DeskState state, int by)
    {
        if (state.Detail is not null)
        {
            return state with { DetailTop = Math.Clamp(state.DetailTop + by, 0, DeskScreen.LastDetailTop(state)) };
        }

        if (state.Items.IsEmpty)
        {
            return state;
        }

        var target = state.Items[Math.Clamp(state.Index + by, 0, state.Items.Length - 1)].Id;

        // What was decided stays for as long as the cursor is on it, and no longer.
        var items = state.Items.RemoveAll(item => item.IsClosed && item.Id != target);
        var moved = state with { Items = items, Selected = target };
        return moved with { Top = Math.Clamp(state.Top, Math.Max(0, moved.Index - state.Rows + 1), Math.Max(0, moved.Index)) };
    }

    // Whoever comes within a screen of the last row has the next ones before they are there.
    private static DeskEffect.Reach? Reach(DeskState state) =>
        state is { Next: { } next, IsReaching: false, IsLost: false, Detail: null } && state.Index >= state.Items.Length - state.Rows ? new DeskEffect.Reach(next) : null;

    private static long SeenVersion(DeskState state, ReviewEntry current) => state.Detail is { } detail ? new ReviewEntry(detail.ObjectOf("review")).Version : current.Version;

    // A claim lasts for as long as somebody is at it, which keys show.
    private static DeskEffect.Step? Renewal(DeskState state) =>
        state is { Me: { } me, Pending: null, Current: { IsClosed: false } current } && current.Holder == me && state.Now - state.RenewedAt >= RenewEvery ? new DeskEffect.Step(current.Id, "renew") : null;
}
