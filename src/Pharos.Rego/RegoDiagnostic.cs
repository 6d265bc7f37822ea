namespace Pharos.Rego;

/// <summary>A complaint about a module: a stable code such as <c>rego_parse_error</c>, and where it stands (row and column from 1).</summary>
public sealed record RegoDiagnostic(string Code, string Message, string File, int Row, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Row}: {Code}: {Message}";
}
