using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate;

/// <summary>What the gate concluded about one proposal, with what it rests on.</summary>
/// <param name="Answer">The answer; not recorded yet, so without a position.</param>
/// <param name="Input">The whole policy input, facts included, unmasked.</param>
/// <param name="Remembered">The remembered decision this repeats, or that was remembered now; null when it may not be remembered.</param>
public sealed record GateVerdict(Answer Answer, RegoObject Input, Memory.RememberedDecision? Remembered)
{
    /// <summary>What the analysis saw of the disk; null when it saw more than can be held, or was not made for this question.</summary>
    public Memory.Fingerprint? Seen { get; init; }

    /// <summary>What the analysis saw of the disk, as far as it can be held: also where that is not all.</summary>
    public Memory.Fingerprint? Glimpsed { get; init; }

    /// <summary>What was known of the tool's definition; null for what is about no tool of a server.</summary>
    public Definitions.DefinitionSight? Sight { get; init; }

    /// <summary>The facts part of the input.</summary>
    public RegoValue Facts => Input.TryGet("facts", out var facts) ? facts : RegoObject.Empty;
}
