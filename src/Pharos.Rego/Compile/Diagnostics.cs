using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

/// <summary>Complaints of one compilation, reported in the order of the text whatever order they were found in.</summary>
internal sealed class Diagnostics
{
    private readonly HashSet<RegoDiagnostic> _found = [];

    public int Count => _found.Count;

    public bool Any => _found.Count > 0;

    public void Add(string code, string message, SourceLocation at, string? hint = null) =>
        _found.Add(new RegoDiagnostic(code, message, at.File ?? "", at.Row, at.Column) { Hint = hint });

    public void Add(RegoDiagnostic diagnostic) => _found.Add(diagnostic);

    public IReadOnlyList<RegoDiagnostic> Ordered() =>
        [.. _found.OrderBy(d => d.File, StringComparer.Ordinal).ThenBy(d => d.Row).ThenBy(d => d.Column).ThenBy(d => d.Code, StringComparer.Ordinal)];
}
