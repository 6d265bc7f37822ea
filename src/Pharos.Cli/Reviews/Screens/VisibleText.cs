using System.Globalization;
using System.Text;

namespace Pharos.Cli.Reviews.Screens;

/// <summary>
/// Makes text of an agent safe to look at. Whoever proposes chooses every character of a command, a path or a reason; one that steers the terminal, turns the direction of writing or
/// shows nothing at all could paint another command than the one that runs, or a verdict of its own. Such characters are spelled out instead.
/// </summary>
internal static class VisibleText
{
    // Three marks upon one letter are more than any language writes; a hundred of them cover the lines above.
    private const int MostMarksOnALetter = 2;

    /// <summary>The text with everything spelled out that would not be seen as itself: <c>\x1b</c>, <c>\u202e</c>, <c>\u{e0041}</c>.</summary>
    public static string Of(string text)
    {
        StringBuilder? visible = null;
        var marks = MostMarksOnALetter;
        for (var i = 0; i < text.Length;)
        {
            var isRune = Rune.TryGetRuneAt(text, i, out var rune);
            var length = isRune ? rune.Utf16SequenceLength : 1;
            var isMark = isRune && IsMark(rune);
            marks = isMark ? marks + 1 : isRune && IsLetter(rune) ? 0 : MostMarksOnALetter;
            if (!isRune || IsHidden(rune) || (isMark && marks > MostMarksOnALetter))
            {
                visible ??= new StringBuilder(text.Length + 16).Append(text, 0, i);
                visible.Append(Spelled(isRune ? rune.Value : text[i]));
            }
            else
            {
                visible?.Append(text, i, length);
            }

            i += length;
        }

        return visible?.ToString() ?? text;
    }

    /// <summary>A JSON document in which such characters are escaped as JSON escapes them. They can only stand inside its strings.</summary>
    public static string InJson(string json)
    {
        StringBuilder? visible = null;
        for (var i = 0; i < json.Length;)
        {
            var isRune = Rune.TryGetRuneAt(json, i, out var rune);
            var length = isRune ? rune.Utf16SequenceLength : 1;
            if (!isRune || IsHidden(rune))
            {
                visible ??= new StringBuilder(json.Length + 64).Append(json, 0, i);
                for (var unit = i; unit < i + length; unit++)
                {
                    visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)json[unit]:x4}");
                }
            }
            else
            {
                visible?.Append(json, i, length);
            }

            i += length;
        }

        return visible?.ToString() ?? json;
    }

    /// <summary>Whether a character steers, turns or hides: everything that a reader would not see as a sign of its own.</summary>
    public static bool IsHidden(Rune rune)
    {
        if (rune.Value is >= 0x20 and < 0x7F)
        {
            return false;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            // Cf holds the marks of direction, what joins or separates without a width, and the tags that only models read.
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.EnclosingMark => true,
            _ => IsBlankLetter(rune.Value),
        };
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark;

    private static bool IsLetter(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpacingCombiningMark;

    // Letters, signs and marks by category, yet nothing is drawn for them.
    private static bool IsBlankLetter(int code) => code is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164
        or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or 0xFFFC or 0x16FE4 or 0x1D159 or (>= 0xE0000 and <= 0xE0FFF);

    private static string Spelled(int code) => code switch
    {
        '\t' => "\\t",
        '\n' => "\\n",
        '\r' => "\\r",
        <= 0xFF => string.Create(CultureInfo.InvariantCulture, $"\\x{code:x2}"),
        <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{code:x4}"),
        _ => $"\\u{{{code.ToString("x", CultureInfo.InvariantCulture)}}}",
    };
}
