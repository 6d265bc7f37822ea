namespace Pharos.Rego.Builtins;

/// <summary>Bounds of what one builtin call may produce, so that a policy cannot exhaust the process that evaluates it.</summary>
public sealed record BuiltinLimits
{
    /// <summary>The longest text a builtin may return, in UTF-16 units.</summary>
    public int MaxText { get; init; } = 16 * 1024 * 1024;

    /// <summary>The most elements a builtin may return in one collection.</summary>
    public int MaxElements { get; init; } = 1_000_000;

    /// <summary>The largest integer result, in bits.</summary>
    public int MaxIntegerBits { get; init; } = 100_000;

    /// <summary>The most notes of <c>trace</c> and lines of <c>print</c> kept for one query.</summary>
    public int MaxNotes { get; init; } = 10_000;
}
