using Pharos.Rego.Builtins;

namespace Pharos.Rego;

/// <summary>How modules are compiled.</summary>
public sealed record CompileOptions
{
    /// <summary>The options used where nothing else is asked for.</summary>
    public static CompileOptions Default { get; } = new();

    /// <summary>The dialect of modules and queries that do not say otherwise.</summary>
    /// <value>The default value is <see cref="RegoVersion.V1"/>.</value>
    public RegoVersion RegoVersion { get; init; }

    /// <summary>Whether what is legal but surely a mistake is refused: unused imports, variables and arguments, and deprecated builtins.</summary>
    /// <value>The default value is false.</value>
    public bool Strict { get; init; }

    /// <summary>Whether <c>future.keywords.and</c> and <c>future.keywords.or</c> may be imported, which the language may yet change.</summary>
    /// <value>The default value is false.</value>
    public bool ExperimentalKeywords { get; init; }

    /// <summary>
    /// Builtins of the host beside those of the language, whose names they cannot take. They are called by any number of threads, their arguments
    /// are not type-checked, and one whose answer changes has to say so (<see cref="Builtin.IsNondeterministic"/>).
    /// </summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<Builtin> Builtins { get; init; } = [];

    /// <summary>Whether rules are indexed and what cannot change is kept: off only to compare answers, which are the same.</summary>
    internal bool Optimize { get; init; } = true;

    /// <summary>Whether steps tell a trace what they do, which costs every evaluation something.</summary>
    internal bool Instrument { get; init; }

    /// <summary>How many complaints are reported at most.</summary>
    /// <value>The default value is 100.</value>
    public int MaximumDiagnostics { get; init; } = 100;
}
