namespace Pharos.Review.Tasks;

/// <summary>How long tasks may take and how many there may be. Immutable, with defaults.</summary>
public sealed record TaskOptions
{
    /// <summary>How long a task lies in an inbox before the next expert is asked. Default: 30 s.</summary>
    public TimeSpan Offer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a claim lasts without progress. Default: 2 min.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The time a task has when nobody says. Default: 10 min.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many experts may have a task in turn before it fails. Default: 5.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Most open tasks of one who asks. Default: 100.</summary>
    public int OpenPerAsker { get; init; } = 100;

    /// <summary>Most open tasks in all. Default: 10,000.</summary>
    public int Open { get; init; } = 10_000;

    /// <summary>Longest time a task may have.</summary>
    public static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(7);

    /// <summary>Longest summary in characters.</summary>
    public const int MaximumSummaryCharacters = 300;

    /// <summary>Largest input or output in bytes.</summary>
    public const int MaximumPayloadBytes = 64 * 1024;

    /// <summary>Longest note of progress, and longest reason to decline or cancel, in characters.</summary>
    public const int MaximumNoteCharacters = 1000;

    /// <summary>Most reports of progress on one task.</summary>
    public const int MaximumProgress = 200;
}
