using Pharos.Shell.Effects;

namespace Pharos.Shell;

/// <summary>Everything known about what a script would do. Nothing is truncated: a limit that was reached is an entry of <see cref="Unknowns"/>.</summary>
public sealed record ShellAnalysis
{
    /// <summary>False when the text is not a script the parser understands; then <see cref="Unknowns"/> says where and why.</summary>
    public required bool Parsed { get; init; }

    /// <summary>Parts that could not be understood. Any entry means that a person has to look.</summary>
    public IReadOnlyList<Unknown> Unknowns { get; init; } = [];

    /// <summary>Every simple command that would or might run, in order of appearance; nested ones follow the command that holds them.</summary>
    public IReadOnlyList<ShellCommand> Commands { get; init; } = [];

    /// <summary>What those commands would do.</summary>
    public IReadOnlyList<Effect> Effects { get; init; } = [];

    /// <summary>Data moving between commands or from a file to the network.</summary>
    public IReadOnlyList<Flow> Flows { get; init; } = [];

    /// <summary>Texts that the script itself holds and puts into files.</summary>
    public IReadOnlyList<WrittenText> Written { get; init; } = [];

    /// <summary>URLs named anywhere in the commands.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];
}

/// <summary>A part that could not be understood.</summary>
/// <param name="At">Where.</param>
/// <param name="Why">What stands in the way, in words for a person.</param>
public sealed record Unknown(SourceSpan At, string Why);
