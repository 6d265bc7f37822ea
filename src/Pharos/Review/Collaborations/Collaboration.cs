using System.Collections.Immutable;

namespace Pharos.Review.Collaborations;

/// <summary>A session as its events make it: the head with everything that was said, suggested, decided and attached. Immutable.</summary>
public sealed record Collaboration
{
    /// <summary>Who, what for, where it stands.</summary>
    public required CollaborationHead Head { get; init; }

    /// <summary>Everything that was said.</summary>
    public ImmutableList<CollaborationMessage> Messages { get; init; } = [];

    /// <summary>Everything that was suggested.</summary>
    public ImmutableList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>Everything that was decided.</summary>
    public ImmutableList<CollaborationDecision> Decisions { get; init; } = [];

    /// <summary>Everything that was attached.</summary>
    public ImmutableList<SharedContext> Contexts { get; init; } = [];

    /// <summary>A suggestion by its number, or null.</summary>
    public Suggestion? FindSuggestion(int number) => number >= 1 && number <= Suggestions.Count ? Suggestions[number - 1] : null;

    /// <summary>What was attached under a hash; of several the one that is shared longest. Null when nothing was.</summary>
    public SharedContext? FindContext(string hash) => Contexts.Where(context => context.Hash == hash).MaxBy(context => context.ExpiresAt);
}

/// <summary>Something that was said.</summary>
/// <param name="Number">Counts from 1 in its session.</param>
/// <param name="By">Who said it.</param>
/// <param name="At">When.</param>
/// <param name="Text">What; null when it was erased.</param>
/// <param name="About">The suggestion it is about; null for none.</param>
public sealed record CollaborationMessage(int Number, string By, DateTimeOffset At, string? Text, int? About);

/// <summary>Something that was decided.</summary>
/// <param name="Number">Counts from 1 in its session.</param>
/// <param name="By">Who said so.</param>
/// <param name="At">When.</param>
/// <param name="Text">What; null when it was erased.</param>
/// <param name="Reason">Why.</param>
public sealed record CollaborationDecision(int Number, string By, DateTimeOffset At, string? Text, string? Reason);

/// <summary>A text that was attached: known by its hash, shared until a time.</summary>
public sealed record SharedContext
{
    /// <summary>SHA-256 of its bytes, in lower-case hex; empty when the reference was erased.</summary>
    public required string Hash { get; init; }

    /// <summary>Its bytes.</summary>
    public required long Size { get; init; }

    /// <summary>What kind of text it is.</summary>
    public required string MediaType { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Who attached it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Until when it is shared.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
