using System.Text.Json;

namespace Pharos.Review.Elicitations;

/// <summary>What is asked of whom, as recorded. The message is masked, and the schema holds no secret.</summary>
public sealed record ElicitationQuestion
{
    /// <summary>Who asks: the subject of the token that was shown.</summary>
    public required string From { get; init; }

    /// <summary>Who is asked.</summary>
    public required string To { get; init; }

    /// <summary>The question in words.</summary>
    public required string Message { get; init; }

    /// <summary>The form of the answer: JSON Schema 2020-12.</summary>
    public required JsonElement Schema { get; init; }

    /// <summary>Until when it may be answered.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
