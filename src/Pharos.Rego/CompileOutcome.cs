namespace Pharos.Rego;

/// <summary>What compiling modules came to.</summary>
public abstract record CompileOutcome
{
    private CompileOutcome()
    {
    }

    /// <summary>A program that can be evaluated.</summary>
    public sealed record Compiled(RegoProgram Program) : CompileOutcome;

    /// <summary>Every complaint found, in the order of the text.</summary>
    public sealed record Rejected(IReadOnlyList<RegoDiagnostic> Diagnostics) : CompileOutcome;
}
