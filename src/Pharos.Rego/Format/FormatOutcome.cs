namespace Pharos.Rego.Format;

/// <summary>What formatting came to.</summary>
public abstract record FormatOutcome
{
    private FormatOutcome()
    {
    }

    /// <summary>The text in canonical form.</summary>
    public sealed record Formatted(string Text) : FormatOutcome;

    /// <summary>The text does not parse, or its canonical form would not mean the same; it is left as it is.</summary>
    public sealed record Rejected(IReadOnlyList<RegoDiagnostic> Diagnostics) : FormatOutcome;
}
