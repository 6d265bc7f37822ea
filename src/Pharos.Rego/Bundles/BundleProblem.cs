using System.Globalization;

namespace Pharos.Rego.Bundles;

/// <summary>What is wrong with a bundle: a stable code, words for a person, and the place inside the bundle where there is one (row and column from 1).</summary>
public sealed record BundleProblem(string Code, string Message, string? File = null, int Row = 0, int Column = 0)
{
    /// <summary>A complaint about a module as a problem of its bundle.</summary>
    public static BundleProblem Of(RegoDiagnostic diagnostic) => new(diagnostic.Code, diagnostic.Message, diagnostic.File, diagnostic.Row, diagnostic.Column);

    /// <inheritdoc/>
    public override string ToString() => (File, Row) switch
    {
        (null, _) => $"{Code}: {Message}",
        (_, 0) => $"{File}: {Code}: {Message}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{File}:{Row}: {Code}: {Message}"),
    };
}
