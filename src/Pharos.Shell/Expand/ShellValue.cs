namespace Pharos.Shell.Expand;

/// <summary>What a variable holds as far as the script tells.</summary>
/// <param name="Text">The value, or how it is written where it is not known.</param>
/// <param name="IsKnown">True when the text is exactly the value.</param>
/// <param name="Prefix">The leading part that is certain.</param>
internal sealed record ShellValue(string Text, bool IsKnown, string Prefix)
{
    /// <summary>The elements when it is an array with known length.</summary>
    public IReadOnlyList<ShellValue>? Elements { get; init; }

    /// <summary>True when the text is a pattern that stands for the names that match it, one at a time.</summary>
    public bool IsGlob { get; init; }

    /// <summary>What a search chose of those names; null when the pattern itself says.</summary>
    public Effects.Selection? Selection { get; init; }

    /// <summary>True after <c>unset</c>.</summary>
    public bool IsUnset { get; init; }

    public static ShellValue Unknown { get; } = new("", false, "");

    public static ShellValue Unset { get; } = new("", true, "") { IsUnset = true };

    public static ShellValue Of(string text) => new(text, true, text);

    public static ShellValue Of(ShellWord word) => new(word.Text, word.IsKnown || word.IsGlob, word.IsGlob ? word.Text : word.KnownPrefix);

    /// <summary>The value of something that takes what a word expands to, one file after the other: a loop's variable, a parameter, an element.</summary>
    public static ShellValue Names(ShellWord word) => word.IsGlob ? new ShellValue(word.Text, false, word.KnownPrefix) { IsGlob = true, Selection = word.Selection } : Of(word);

    public bool Agrees(ShellValue other) => IsKnown && other.IsKnown && Text == other.Text && IsUnset == other.IsUnset && (Elements is null) == (other.Elements is null)
        && (Elements is null || Elements.SequenceEqual(other.Elements!));
}
