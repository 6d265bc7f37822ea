namespace Pharos.Rego.Builtins;

/// <summary>What became of a Go regular expression.</summary>
internal abstract record Re2Translation
{
    private Re2Translation()
    {
    }

    /// <summary>A .NET pattern; groups are numbered as in Go, and their names stand beside.</summary>
    internal sealed record Translated(string Pattern, IReadOnlyList<string?> GroupNames, bool HasWordBoundaries) : Re2Translation;

    /// <summary>No faithful translation exists.</summary>
    internal sealed record Refused(string Error) : Re2Translation;
}
