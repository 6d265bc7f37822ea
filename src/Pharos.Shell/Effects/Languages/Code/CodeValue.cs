namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>What is known about a value that code computes.</summary>
/// <param name="Kind">How much is known.</param>
/// <param name="Text">The text, the dotted name, or the certain beginning of a text.</param>
/// <param name="Items">The members of a list.</param>
internal readonly record struct CodeValue(CodeValueKind Kind, string Text = "", IReadOnlyList<CodeValue>? Items = null)
{
    /// <summary>The address that the value was fetched from, wherever it went since.</summary>
    public string? Fetched { get; init; }

    public static CodeValue Unknown { get; } = new(CodeValueKind.Unknown);

    public bool IsText => Kind is CodeValueKind.Text or CodeValueKind.Number;

    public static CodeValue Of(string text) => new(CodeValueKind.Text, text);

    public static CodeValue Named(string path) => new(CodeValueKind.Name, path);

    /// <summary>Joins two texts; where the second is not known, the beginning still is.</summary>
    public static CodeValue Join(CodeValue first, CodeValue second)
    {
        var fetched = first.Fetched ?? second.Fetched;
        if (first.IsText && second.IsText)
        {
            return first.Text.Length + second.Text.Length > LongestJoin ? Unknown : new CodeValue(CodeValueKind.Text, first.Text + second.Text) { Fetched = fetched };
        }

        return first.IsText || first.Kind == CodeValueKind.Prefix
            ? new CodeValue(CodeValueKind.Prefix, first.Text) { Fetched = fetched }
            : Unknown with { Fetched = fetched };
    }

    /// <summary>Joining piece by piece copies what is there each time.</summary>
    private const int LongestJoin = 8_192;

    /// <summary>Doubling a text must not outgrow the memory.</summary>
    public const int LongestText = 32_768;
}

internal enum CodeValueKind : byte
{
    Unknown,
    Text,
    Number,

    /// <summary>A text of which only the beginning is known.</summary>
    Prefix,

    /// <summary>A name with its dots: a module, a function, a variable nobody assigned.</summary>
    Name,

    /// <summary>What a call of a known function made; <see cref="CodeValue.Text"/> names the function.</summary>
    Made,

    List,
}
