using System.Text.Json;

namespace Pharos.Review.Elicitations;

/// <summary>An elicitation as its events make it. Immutable; time passes without events, so the state is asked for a moment.</summary>
public sealed record Elicitation
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is asked of whom.</summary>
    public required ElicitationQuestion Question { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Version of its stream; every change is made against it.</summary>
    public required long Version { get; init; }

    /// <summary>How it ended; null while it waits.</summary>
    public ElicitationState? Closed { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who ended it; null where it was time that did.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>Why, in the words of who ended it.</summary>
    public string? Reason { get; init; }

    /// <summary>The answer; null unless it was accepted.</summary>
    public JsonElement? Content { get; init; }

    /// <summary>Whether the answer held secrets, which the record does not.</summary>
    public bool IsMasked { get; init; }

    /// <summary>The id.</summary>
    public ElicitationId ElicitationId => new(Id);

    /// <summary>Where it stands at a moment: once its time has run out nobody answers it any more, whether that is recorded already or not.</summary>
    public ElicitationState StateAt(DateTimeOffset now) => Closed ?? (Question.ExpiresAt <= now ? ElicitationState.Expired : ElicitationState.Pending);

    /// <summary>Whether somebody asked it or is asked.</summary>
    public bool Concerns(string subject) => subject == Question.From || subject == Question.To;
}
