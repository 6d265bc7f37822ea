using System.Text.Json;
using Pharos.Gate.Memory;
using Pharos.Grants;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>What a reviewer sends.</summary>
/// <param name="Verdict">What is said.</param>
public sealed record Judgement(VerdictKind Verdict)
{
    /// <summary>Why; required unless it approves. At most <see cref="MaximumReasonCharacters"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The input to approve instead; null for the proposed one.</summary>
    public JsonElement? Edited { get; init; }

    /// <summary>Keyed hash of the question that the edited input would be; null where the gate asks nobody about it.</summary>
    public string? EditedKey { get; init; }

    /// <summary>What was seen of the disk when the gate was asked about the edited input; null for nothing.</summary>
    public Sighting? Seen { get; init; }

    /// <summary>What is granted for the future with the approval; null for nothing.</summary>
    public GrantRequest? Grant { get; init; }

    /// <summary>The version of the review that was seen; null for whatever it is.</summary>
    public long? Version { get; init; }

    /// <summary>How it came: <c>desk</c>, <c>bulk</c>, <c>link</c>, <c>expert</c>, <c>client</c>.</summary>
    public string Via { get; init; } = "desk";

    /// <summary>SHA-256 of the single-use link it came by.</summary>
    public string? Link { get; init; }

    /// <summary>The <see cref="Via"/> of a verdict on several reviews at once.</summary>
    public const string Bulk = "bulk";

    /// <summary>The <see cref="Via"/> of a verdict that the votes of experts came to.</summary>
    public const string Experts = "expert";

    /// <summary>Longest reason.</summary>
    public const int MaximumReasonCharacters = 4000;

    internal ReviewVerdict VerdictOf(string by, DateTimeOffset at) => new()
    {
        Verdict = Verdict,
        By = by,
        At = at,
        Reason = string.IsNullOrWhiteSpace(Reason) ? null : SecretMask.Mask(Reason.Trim()),
        Edited = Edited,
        EditedKey = EditedKey,
        Seen = Seen,
        Via = Via,
        Link = Link,
    };
}
