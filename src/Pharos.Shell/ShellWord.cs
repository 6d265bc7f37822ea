namespace Pharos.Shell;

/// <summary>One word of a command after expansion, with what is certain about its value.</summary>
/// <param name="Text">
/// The value. Where a part could not be known (a command substitution, an unset variable, a glob), that part stands as it was written, so the text is for
/// people; only <see cref="IsKnown"/> says whether it may be relied upon.
/// </param>
/// <param name="IsKnown">True when <see cref="Text"/> is exactly what the program would receive.</param>
/// <param name="KnownPrefix">The leading part of the value that is certain; equal to <see cref="Text"/> when <see cref="IsKnown"/>.</param>
/// <param name="IsGlob">True when the word is a pathname pattern that was not expanded: it stands for zero or more paths.</param>
/// <param name="Span">Where the word stands in the script.</param>
public readonly record struct ShellWord(string Text, bool IsKnown, string KnownPrefix, bool IsGlob, SourceSpan Span)
{
    /// <summary>What a search chose of the paths that the pattern stands for; null when the pattern itself says.</summary>
    public Effects.Selection? Selection { get; init; }

    /// <summary>True when a part that is not known stands outside quotes, so that this may turn out to be no word or several.</summary>
    public bool MayBeSeveral { get; init; }

    /// <summary>A word whose value is exactly <paramref name="text"/>.</summary>
    public static ShellWord Known(string text, SourceSpan span) => new(text, true, text, false, span);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
