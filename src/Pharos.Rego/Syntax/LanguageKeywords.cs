namespace Pharos.Rego.Syntax;

/// <summary>The words that have a meaning of their own, by where they have it.</summary>
internal static class LanguageKeywords
{
    /// <summary>Keywords of both dialects.</summary>
    public static IReadOnlyList<string> Always { get; } =
        ["package", "import", "as", "default", "else", "some", "with", "not", "true", "false", "null"];

    /// <summary>Keywords of v1 that v0 has to import.</summary>
    public static IReadOnlyList<string> Imported { get; } = ["in", "every", "if", "contains"];

    /// <summary>Keywords that are imported only where experiments are allowed.</summary>
    public static IReadOnlyList<string> Experimental { get; } = ["and", "or"];

    public static bool IsKeyword(string name, RegoVersion version) =>
        Always.Contains(name, StringComparer.Ordinal) || (version == RegoVersion.V1 && Imported.Contains(name, StringComparer.Ordinal));
}
