using System.Globalization;
using System.Text;
using Pharos.Proposals;

namespace Pharos.Gate.Facts.Texts;

/// <summary>Finds what a text holds and nobody sees: text in tags or variation selectors, zero-width characters inside words, direction marks, concealed terminal output.</summary>
internal static class UnseenCharacters
{
    // A flag's emoji ends in up to six tags and begins with a black flag; a message needs more.
    private const int LongestFlag = 6;

    private const int FewestSelectors = 4;

    /// <summary>The first sign of each sort.</summary>
    public static void Find(string text, string at, List<TextSign> found)
    {
        if (System.Text.Ascii.IsValid(text) && !text.Contains('\e', StringComparison.Ordinal))
        {
            return;
        }

        Conceal(text, at, found);
        var (tags, selectors, invisible, direction) = (0, 0, -1, -1);
        var hidden = -1;
        for (var i = 0; i < text.Length;)
        {
            var length = Rune.TryGetRuneAt(text, i, out var rune) ? rune.Utf16SequenceLength : 1;
            tags = rune.Value is >= 0xE0000 and <= 0xE007F ? tags + 1 : 0;
            selectors = rune.Value is (>= 0xE0100 and <= 0xE01EF) or (>= 0xFE00 and <= 0xFE0F) ? selectors + 1 : 0;
            hidden = hidden < 0 && (tags > LongestFlag || selectors >= FewestSelectors) ? i : hidden;
            direction = direction < 0 && rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) ? i : direction;
            if (invisible < 0 && IsInWord(text, i, length, rune))
            {
                invisible = i;
            }

            i += length;
        }

        Add(found, "hidden-text", at, text, hidden, isCertain: true);
        Add(found, "invisible", at, text, invisible, isCertain: false);
        Add(found, "invisible", at, text, direction, isCertain: false);
    }

    // Between Latin letters nothing invisible has a meaning; in emoji and in several alphabets joiners have one.
    private static bool IsInWord(string text, int at, int length, Rune rune) =>
        rune.Value is 0x200B or 0x200C or 0x200D or 0x2060 or 0xFEFF or 0x00AD or 0x180E or 0x2061 or 0x2062 or 0x2063 or 0x2064
        && at > 0 && at + length < text.Length && char.IsAsciiLetter(text[at - 1]) && char.IsAsciiLetter(text[at + length]);

    private static void Conceal(string text, string at, List<TextSign> found)
    {
        for (var i = text.IndexOf('\e', StringComparison.Ordinal); i >= 0 && i + 2 < text.Length; i = text.IndexOf('\e', i + 1))
        {
            if (text[i + 1] != '[')
            {
                continue;
            }

            var end = i + 2;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == ';'))
            {
                end++;
            }

            // "Conceal" is the one attribute that has no use but not to be seen.
            if (end < text.Length && text[end] == 'm' && text[(i + 2)..end].Split(';').Contains("8", StringComparer.Ordinal) && !text.AsSpan(i, end - i).Contains(";5;8", StringComparison.Ordinal))
            {
                Add(found, "hidden-text", at, text, i, isCertain: true);
                return;
            }
        }
    }

    private static void Add(List<TextSign> found, string sign, string at, string text, int where, bool isCertain)
    {
        if (where >= 0)
        {
            found.Add(new TextSign(sign, at, Around(text, where), isCertain));
        }
    }

    /// <summary>The words around a place, with what cannot be seen written out.</summary>
    public static string Around(string text, int where)
    {
        var start = Math.Max(0, where - 40);
        var end = Math.Min(text.Length, where + 80);
        return VisibleText.Of(text[start..end]);
    }
}
