using System.Collections.Immutable;
using Pharos.Cli.Reviews.Screens;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews.Desk;

/// <summary>Everything the desk shows and knows. Immutable; keys and news make the next one.</summary>
internal sealed record DeskState
{
    /// <summary>Lines around the rows of the list: title, heading, notice, keys.</summary>
    public const int FrameLines = 4;

    /// <summary>The rows: the open reviews as the server sorts them, and the one under the cursor for as long as it stays there, whatever became of it.</summary>
    public ImmutableArray<ReviewEntry> Items { get; init; } = [];

    /// <summary>The review under the cursor; null while there is none.</summary>
    public Guid? Selected { get; init; }

    /// <summary>The first row that is shown.</summary>
    public int Top { get; init; }

    /// <summary>The review that is shown in full; null while the list is.</summary>
    public RegoObject? Detail { get; init; }

    /// <summary>The first line of it that is shown.</summary>
    public int DetailTop { get; init; }

    /// <summary>Whether the keys are explained.</summary>
    public bool IsHelp { get; init; }

    /// <summary>What is being asked; null for nothing.</summary>
    public DeskPrompt? Prompt { get; init; }

    /// <summary>What happened last.</summary>
    public (string Text, Ink Ink) Notice { get; init; } = ("", Ink.Plain);

    /// <summary>The review that a request is under way for; a second key must not judge it twice.</summary>
    public Guid? Pending { get; init; }

    /// <summary>What was judged here last, for undo.</summary>
    public Guid? LastJudged { get; init; }

    /// <summary>Who one is, as soon as a claim has told.</summary>
    public string? Me { get; init; }

    /// <summary>When the claim was renewed last.</summary>
    public DateTimeOffset RenewedAt { get; init; }

    /// <summary>How many are open in all.</summary>
    public int Open { get; init; }

    /// <summary>Where the list goes on behind the rows that have come; null at its end.</summary>
    public string? Next { get; init; }

    /// <summary>Whether more rows are on their way.</summary>
    public bool IsReaching { get; init; }

    /// <summary>Whether the list has come at all.</summary>
    public bool IsLoaded { get; init; }

    /// <summary>Whether the server does not answer.</summary>
    public bool IsLost { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Lines of the terminal.</summary>
    public int Height { get; init; } = 24;

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How many rows fit.</summary>
    public int Rows => Math.Max(1, Height - FrameLines);

    /// <summary>Where the cursor is; -1 for nowhere.</summary>
    public int Index => Selected is { } id ? IndexOf(id) : -1;

    /// <summary>The review under the cursor.</summary>
    public ReviewEntry? Current => Index is >= 0 and var at ? Items[at] : null;

    /// <summary>Where a review stands in the list; -1 when it is not there.</summary>
    public int IndexOf(Guid id)
    {
        for (var i = 0; i < Items.Length; i++)
        {
            if (Items[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Says something.</summary>
    public DeskState Say(string text, Ink ink = Ink.Plain) => this with { Notice = (text, ink) };

    /// <summary>Puts a newer state of a review into its row.</summary>
    public DeskState Put(ReviewEntry entry) => IndexOf(entry.Id) is >= 0 and var at ? this with { Items = Items.SetItem(at, entry) } : this;
}
