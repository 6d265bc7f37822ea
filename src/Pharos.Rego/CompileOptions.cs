namespace Pharos.Rego;

/// <summary>How modules are compiled.</summary>
public sealed record CompileOptions
{
    /// <summary>The options used where nothing else is asked for.</summary>
    public static CompileOptions Default { get; } = new();

    /// <summary>How many complaints are reported at most.</summary>
    /// <value>The default value is 100.</value>
    public int MaximumDiagnostics { get; init; } = 100;
}
