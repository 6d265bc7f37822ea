using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts.Tools;

/// <summary>A reviewed tool of a well-known server.</summary>
/// <param name="Effect">What it does beside what its arguments say; null for nothing.</param>
/// <param name="Arguments">What it does with each argument.</param>
internal sealed record KnownTool(EffectKind? Effect, IReadOnlyDictionary<string, ArgumentRole> Arguments)
{
    /// <summary>What the effect is on, for a person.</summary>
    public required string Target { get; init; }
}
