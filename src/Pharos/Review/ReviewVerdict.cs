using System.Text.Json;
using Pharos.Gate.Memory;

namespace Pharos.Review;

/// <summary>A verdict as recorded.</summary>
public sealed record ReviewVerdict
{
    /// <summary>What was said.</summary>
    public required VerdictKind Verdict { get; init; }

    /// <summary>Who said it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, for the agent and for the record; null where an approval needs none.</summary>
    public string? Reason { get; init; }

    /// <summary>The input that was approved instead of the proposed one; null when nothing was changed.</summary>
    public JsonElement? Edited { get; init; }

    /// <summary>Keyed hash of the question that the edited input would be; null where the gate asks nobody about it.</summary>
    public string? EditedKey { get; init; }

    /// <summary>What was seen of the disk when the gate was asked about the edited input; null where it looked at nothing or the input is the proposed one.</summary>
    public Sighting? Seen { get; init; }

    /// <summary>The standing approval that came with it; null for none.</summary>
    public Guid? Grant { get; init; }

    /// <summary>Who approved before, where several people were needed.</summary>
    public IReadOnlyList<string> Endorsed { get; init; } = [];

    /// <summary>How it was given: <c>desk</c>, <c>bulk</c>, <c>link</c>, <c>expert</c>, <c>client</c>.</summary>
    public string Via { get; init; } = "desk";

    /// <summary>SHA-256 of the single-use link that gave it; null without one.</summary>
    public string? Link { get; init; }

    /// <summary>Everybody who stands behind it, for people: <c>ann, ben</c>.</summary>
    internal string Names => Endorsed.Count == 0 ? By : string.Join(", ", [.. Endorsed, By]);
}
