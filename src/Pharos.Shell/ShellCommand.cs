namespace Pharos.Shell;

/// <summary>A simple command that would run: one program with its arguments, after expansion.</summary>
public sealed record ShellCommand
{
    /// <summary>Position in <see cref="ShellAnalysis.Commands"/>.</summary>
    public required int Index { get; init; }

    /// <summary>Where it stands in the script that was analysed; commands inside a quoted script point at the word that holds them.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>The program as written (name or path). Unknown when it comes from a substitution.</summary>
    public required ShellWord Program { get; init; }

    /// <summary>Arguments, without the program.</summary>
    public IReadOnlyList<ShellWord> Arguments { get; init; } = [];

    /// <summary>Assignments that stand before the command and apply to it alone, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, ShellWord>> Environment { get; init; } = [];

    /// <summary>Redirections of this command and of the compound commands around it, in order.</summary>
    public IReadOnlyList<ShellRedirect> Redirects { get; init; } = [];

    /// <summary>Programs that start this one (<c>sudo</c>, <c>env</c>, <c>timeout</c> …), outermost first.</summary>
    public IReadOnlyList<string> Wrappers { get; init; } = [];

    /// <summary>Index of the command this one stands inside (<c>sh -c</c>, <c>find -exec</c>, a substitution), if any.</summary>
    public int? Parent { get; init; }

    /// <summary>Index of the command whose standard output is this one's standard input through a pipe, if any.</summary>
    public int? PipedFrom { get; init; }

    /// <summary>
    /// The other commands whose output comes through that pipe, when a group, a loop, a substitution or a wrapper stands there (<c>{ a; b; } | c</c>):
    /// <see cref="PipedFrom"/> is then only the last of them.
    /// </summary>
    public IReadOnlyList<int> AlsoPipedFrom { get; init; } = [];

    /// <summary>The working directory it would run in: absolute, or null when a <c>cd</c> before it cannot be followed.</summary>
    public string? WorkingDirectory { get; init; }
}
