namespace Pharos.Review.Collaborations;

/// <summary>What became of a suggestion.</summary>
public enum SuggestionState
{
    /// <summary>Nobody has judged it.</summary>
    Open,

    /// <summary>It was accepted as it stands. Whoever drives still proposes it to the gate.</summary>
    Accepted,

    /// <summary>It was accepted with another text.</summary>
    Modified,

    /// <summary>It was rejected.</summary>
    Rejected,

    /// <summary>Who made it took it back.</summary>
    Withdrawn,
}

/// <summary>A change that a participant suggests: a file, where in it, and what should stand there.</summary>
public sealed record Suggestion
{
    /// <summary>Counts from 1 in its session.</summary>
    public required int Number { get; init; }

    /// <summary>The file; empty when it was erased.</summary>
    public required string File { get; init; }

    /// <summary>Every version of it, the first one first.</summary>
    public required IReadOnlyList<SuggestionRevision> Revisions { get; init; }

    /// <summary>What became of it.</summary>
    public SuggestionState State { get; init; }

    /// <summary>Who judged it; null while nobody has.</summary>
    public string? JudgedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? JudgedAt { get; init; }

    /// <summary>Why.</summary>
    public string? JudgedWhy { get; init; }

    /// <summary>Proposals to the gate that carry it out, as participants reported them.</summary>
    public IReadOnlyList<SuggestionProposal> Proposals { get; init; } = [];

    /// <summary>The version that counts.</summary>
    public SuggestionRevision Current => Revisions[^1];

    /// <summary>Whether it may be carried out as far as the session is concerned.</summary>
    public bool IsAgreed => State is SuggestionState.Accepted or SuggestionState.Modified;

    /// <summary>The state's lower-case name.</summary>
    public static string NameOf(SuggestionState state) => state switch
    {
        SuggestionState.Open => "open",
        SuggestionState.Accepted => "accepted",
        SuggestionState.Modified => "modified",
        SuggestionState.Rejected => "rejected",
        _ => "withdrawn",
    };
}

/// <summary>One version of a suggestion.</summary>
/// <param name="By">Who wrote it.</param>
/// <param name="At">When.</param>
/// <param name="Change">What should stand there; null when it was erased.</param>
public sealed record SuggestionRevision(string By, DateTimeOffset At, SuggestedChange? Change);

/// <summary>What should stand where: a text for a range of lines, or a difference. Every text is masked.</summary>
public sealed record SuggestedChange
{
    /// <summary>The first line that is replaced, from 1; null for the whole file.</summary>
    public int? FromLine { get; init; }

    /// <summary>The last line that is replaced; one below the first inserts before it.</summary>
    public int? ToLine { get; init; }

    /// <summary>The text that should stand there.</summary>
    public string? Text { get; init; }

    /// <summary>A unified difference in a text's place.</summary>
    public string? Diff { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>A proposal to the gate that carries a suggestion out.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="By">Who proposed it.</param>
/// <param name="At">When that was reported.</param>
/// <param name="IsSame">Whether the proposal holds the file and the text that were agreed on; null where the record cannot tell, as for a difference.</param>
public sealed record SuggestionProposal(Guid Proposal, string By, DateTimeOffset At, bool? IsSame);
