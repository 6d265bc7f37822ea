using Pharos.Rego.Values;

namespace Pharos.Server.Opa.Decisions;

/// <summary>What the mask policies made of a decision.</summary>
internal abstract record MaskOutcome
{
    private MaskOutcome()
    {
    }

    /// <summary>The policies say that it is not to be recorded.</summary>
    public sealed record Dropped : MaskOutcome;

    /// <summary>What is to be recorded.</summary>
    public sealed record Kept(RegoObject Decision) : MaskOutcome;

    /// <summary>The mask policies failed, so what they would have hidden is unknown.</summary>
    /// <param name="Decision">The decision without anything they could have hidden.</param>
    /// <param name="Why">What went wrong, in words that hold nothing of the decision.</param>
    public sealed record Unmasked(RegoObject Decision, string Why) : MaskOutcome;
}
