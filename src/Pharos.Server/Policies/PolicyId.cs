using System.Diagnostics.CodeAnalysis;

namespace Pharos.Server.Policies;

/// <summary>The id of a policy module: a relative path of plain names, because it becomes a file below the data folder.</summary>
internal readonly record struct PolicyId
{
    /// <summary>Longest id in characters.</summary>
    public const int MaximumCharacters = 200;

    private const string Extension = ".rego";

    private PolicyId(string path) => Path = path;

    /// <summary>The path, with the extension.</summary>
    public string Path { get; }

    /// <summary>Reads an id, with or without the extension.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PolicyId id)
    {
        id = default;
        if (text is not { Length: > 0 and <= MaximumCharacters })
        {
            return false;
        }

        foreach (var part in text.Split('/'))
        {
            // A leading dot would be hidden from the loader, and ".." would leave the folder.
            if (part.Length == 0 || part[0] is '.' or '-' || !part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            {
                return false;
            }
        }

        var path = text.EndsWith(Extension, StringComparison.Ordinal) ? text : text + Extension;
        id = new PolicyId(path);

        // The loader leaves tests out, so a module of such a name would be accepted and never decide.
        return !path.EndsWith("_test.rego", StringComparison.Ordinal);
    }
}
