using Pharos.Gate.Pattern;
using Pharos.Rego.Network;
using Pharos.Shell;

namespace Pharos.Gate;

/// <summary>Bounds of the gate. Reaching one never allows: it reviews or denies with the reason.</summary>
public sealed record GateOptions
{
    /// <summary>Most remembered decisions.</summary>
    public int MemoryCapacity { get; init; } = 10_000;

    /// <summary>How long a decision is remembered.</summary>
    public TimeSpan MemoryLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time one policy question may take.</summary>
    public TimeSpan PolicyTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How the gate's policies reach the network; what they decide with it is never remembered, and what they wait for counts against <see cref="PolicyTimeout"/>.
    /// Default: null, not at all.
    /// </summary>
    public IRegoNetwork? Network { get; init; }

    /// <summary>Bounds of the shell analysis.</summary>
    public ShellLimits Shell { get; init; } = new();

    /// <summary>What the pattern tier has learned.</summary>
    public PatternModel Model { get; init; } = PatternModel.Shipped;

    /// <summary>Most pieces of evidence in an answer; rules may give more.</summary>
    public int MaximumEvidence { get; init; } = 20;
}
