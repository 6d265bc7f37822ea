namespace Pharos.Rego.Compile.Types;

/// <summary>A type with the name it has in the documentation of a builtin; the name is empty where there is none.</summary>
internal readonly record struct NamedType(string Name, RegoType Type)
{
    public override string ToString() => Name.Length == 0 ? Type.ToString() : $"{Name}: {Type}";
}

/// <summary>What a builtin takes and gives; the result is null where it has none.</summary>
internal sealed record Signature(string Name, IReadOnlyList<NamedType> Parameters, NamedType? Result)
{
    /// <summary>Everything it takes and then its result, as messages list them.</summary>
    public string Wanted => $"({string.Join(", ", Result is { } result ? Parameters.Append(result) : Parameters)})";

    /// <summary>Reads a line of the table.</summary>
    public static Signature Read(string line)
    {
        var words = line.Split(' ');
        var arrow = Array.IndexOf(words, ">");
        return new Signature(words[0], [.. words[1..arrow].Select(Named)], arrow + 1 < words.Length ? Named(words[arrow + 1]) : null);
    }

    private static NamedType Named(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var hasName = colon > 0 && word.AsSpan(0, colon).IndexOfAny("[<{(*") < 0;
        var reader = new TypeReader(hasName ? word[(colon + 1)..] : word);
        return new NamedType(hasName ? word[..colon] : "", reader.Type());
    }
}
