using Pharos.Cli.Reviews.Screens;

namespace Pharos.Cli.Reviews.Desk;

/// <summary>The screen of a state: as many lines as the terminal has, none wider than it.</summary>
internal static class DeskScreen
{
    private const int CursorCells = 2;

    private static readonly (string Keys, string What)[] Help =
    [
        ("j k ↓ ↑", "next and previous; space and page keys by a screen, g and G to the ends"),
        ("Enter", "show everything about it; q or Esc goes back"),
        ("a", "approve; what is risky or does not fit its row is shown first, and a high risk asks once more"),
        ("r", "reject; the agent gets your reason"),
        ("e", "respond: a question or an instruction for the agent"),
        ("u", "take the verdict back, until the agent has it"),
        ("s", "set aside for half an hour"),
        ("x", "hand up to the next in the chain"),
        ("c", "claim, or give back what you hold"),
        ("t", "take over from whoever holds it"),
        ("q Ctrl-C", "quit"),
    ];

    /// <summary>The lines.</summary>
    public static IReadOnlyList<ScreenLine> Of(DeskState state)
    {
        List<ScreenLine> lines = [Title(state)];
        lines.AddRange(state.IsHelp ? HelpLines(state.Width) : state.Detail is not null ? DetailOf(state).Skip(state.DetailTop).Take(state.Rows + 1) : Rows(state));
        while (lines.Count < state.Height - 2)
        {
            lines.Add(ScreenLine.Empty);
        }

        lines = [.. lines.Take(Math.Max(1, state.Height - 2)), ScreenLine.Of(state.Notice.Text, state.Notice.Ink), Bottom(state)];
        return [.. lines.TakeLast(state.Height).Select(line => line.Within(state.Width))];
    }

    /// <summary>Whether a row shows all there is to judge: a command that is not cut.</summary>
    public static bool IsWhole(ReviewEntry entry, DeskState state) =>
        entry.Kind == "command" && !entry.Summary.EndsWith('…') && ListLines.Of(entry, state.Now, int.MaxValue).Cells <= state.Width - CursorCells;

    /// <summary>How far a shown review can be scrolled.</summary>
    public static int LastDetailTop(DeskState state) => Math.Max(0, DetailOf(state).Count - state.Rows - 1);

    private static IReadOnlyList<ScreenLine> DetailOf(DeskState state) => state.Detail is { } detail ? DetailLines.Of(detail, state.Now, state.Width) : [];

    private static ScreenLine Title(DeskState state)
    {
        var more = state.IsHelp ? "keys"
            : state.Detail is not null && LastDetailTop(state) is > 0 and var last ? $"line {state.DetailTop + 1}{(state.DetailTop < last ? ", more below" : ", the end")}"
            : state.Detail is not null ? "all of it"
            : state.Top > 0 ? $"{state.Top} more above"
            : "";
        more += state.Next is null || state.IsHelp || state.Detail is not null ? "" : $"{(more.Length > 0 ? "  " : "")}the first {state.Items.Length} here, the next ones at their end";
        return new ScreenLine().Add("pharos review", Ink.Strong).Add($"  {state.Open} open").Add(more.Length > 0 ? $"  {more}" : "", Ink.Caution).Add(state.IsLost ? "  NOT CONNECTED" : "", Ink.Danger);
    }

    private static IEnumerable<ScreenLine> Rows(DeskState state)
    {
        yield return new ScreenLine().Add(new string(' ', CursorCells)).Append(ListLines.Heading(state.Width - CursorCells));
        if (state.Items.IsEmpty)
        {
            yield return ScreenLine.Of(state.IsLoaded ? "  Nothing waits. New reviews show up here by themselves." : "  …", Ink.Faint);
        }

        foreach (var entry in state.Items.Skip(state.Top).Take(state.Rows))
        {
            var isCurrent = entry.Id == state.Selected;
            var row = new ScreenLine().Add(isCurrent ? "› " : "  ").Append(ListLines.Of(entry, state.Now, state.Width - CursorCells));
            yield return isCurrent ? row.Within(state.Width, Ink.Cursor) : row;
        }
    }

    private static IEnumerable<ScreenLine> HelpLines(int width)
    {
        yield return ScreenLine.Empty;
        foreach (var (keys, what) in Help)
        {
            foreach (var (part, i) in TextCells.Wrap(what, Math.Max(10, width - 14)).Select((part, i) => (part, i)))
            {
                yield return new ScreenLine().Add("  ").Column(i == 0 ? keys : "", 10, Ink.Strong).Add(part);
            }
        }
    }

    private static ScreenLine Bottom(DeskState state)
    {
        if (state.Prompt is not { } prompt)
        {
            return ScreenLine.Of(state.Detail is null ? "j/k move  Enter show  a approve  r reject  e respond  u undo  ? help  q quit" : "j/k scroll  a approve  r reject  e respond  s snooze  x escalate  t take  q back", Ink.Faint);
        }

        var name = prompt.Id.ToString("N")[^ReviewEntry.ShownIdCharacters..];
        if (prompt.Kind == PromptKind.Approve)
        {
            return ScreenLine.Of($"{name} is of HIGH RISK. Approve it? y, any other key: no", Ink.Danger);
        }

        var question = prompt.Kind switch { PromptKind.Reject => $"Reject {name}, because: ", PromptKind.Respond => $"Tell the agent of {name}: ", _ => $"Hand {name} up, because (may be empty): " };
        var room = Math.Max(1, state.Width - TextCells.Of(question) - 1);
        var draft = VisibleText.Of(prompt.Draft);
        draft = draft[Math.Max(0, draft.Length - (2 * room))..];
        while (TextCells.Of(draft) > room)
        {
            // The end is what is being written. A surrogate pair goes as a whole.
            draft = draft[(char.IsHighSurrogate(draft[0]) && draft.Length > 1 ? 2 : 1)..];
        }

        return new ScreenLine().Add(question, Ink.Strong).Add(draft).Add("_", Ink.Strong);
    }
}
