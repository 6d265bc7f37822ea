namespace Pharos.Shell;

/// <summary>How much work one analysis may be. Reaching any of these is an entry of <see cref="ShellAnalysis.Unknowns"/>, never a silent cut.</summary>
public sealed record ShellLimits
{
    /// <summary>Limits for scripts as agents write them.</summary>
    public static ShellLimits Default { get; } = new();

    /// <summary>Longest script that is parsed, in UTF-16 units; nested scripts count on their own.</summary>
    public int MaximumScriptCharacters { get; init; } = 100_000;

    /// <summary>How deep compound commands, substitutions and nested scripts may stand inside each other; keeps the stack bounded.</summary>
    public int MaximumDepth { get; init; } = 64;

    /// <summary>Most simple commands listed in one analysis.</summary>
    public int MaximumCommands { get; init; } = 2_000;

    /// <summary>Most syntax nodes in one script.</summary>
    public int MaximumNodes { get; init; } = 100_000;

    /// <summary>Most words produced by brace expansion, word splitting and unrolled loops in one analysis.</summary>
    public int MaximumExpansions { get; init; } = 10_000;

    /// <summary>Most nested scripts and wrapped commands in one analysis.</summary>
    public int MaximumNestedScripts { get; init; } = 200;
}
