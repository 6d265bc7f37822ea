namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>A lexical unit of code given on a command line.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins in the code.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Text">The value of a text, or the code of a pattern's replacement; null where the source itself says it.</param>
/// <param name="Parts">What a text is put together from when it holds code.</param>
internal readonly record struct CodeToken(CodeTokenKind Kind, int Start, int End, string? Text = null, IReadOnlyList<CodePart>? Parts = null);

/// <summary>One piece of a text with code in it: letters, or the range of code that makes them.</summary>
internal readonly record struct CodePart(string? Literal, int Start, int End);

internal enum CodeTokenKind : byte
{
    End,
    Name,
    Text,
    Number,
    Symbol,
    NewLine,

    /// <summary>A text that the language hands to a shell.</summary>
    Command,

    /// <summary>A regular expression.</summary>
    Pattern,

    /// <summary>Several words in one literal (<c>qw(a b)</c>).</summary>
    Words,
}
