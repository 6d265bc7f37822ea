using System.Diagnostics.CodeAnalysis;
using Pharos.Rego.Values;

namespace Pharos.Rego.Yaml;

/// <summary>Reads YAML as values, everywhere as <c>yaml.unmarshal</c> does: the first document, plain scalars resolved as Go's library resolves them.</summary>
public static class RegoYaml
{
    /// <summary>Most values of a document, aliases counted as often as they are used: a few lines could otherwise stand for billions.</summary>
    public const int MaximumValues = 1_000_000;

    /// <summary>Reads a text, or says why and where it cannot be read.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RegoValue? value, [NotNullWhen(false)] out string? error)
    {
        (value, var why) = YamlReader.Read(text, MaximumValues);
        error = value is null ? why ?? "yaml: it is not YAML" : null;
        return value is not null;
    }
}
