using System.Globalization;
using System.Text;

namespace Pharos.Gate.Facts.Texts;

/// <summary>
/// A text as a model reads it: without what cannot be seen, letters of other alphabets that look like Latin ones replaced by those, blanks run together, lower case. Phrases are looked for in it, so that neither a
/// line break nor a zero-width character in a word hides one.
/// </summary>
internal static class SpokenText
{
// Lower-case letters of Cyrillic, Greek and others, each followed by the Latin one it looks like.
    private const string Lookalikes = "аaеeоoрpсcхxуyіiѕsјjԁdһhкkмmнhтtвbοoαaνvιiκkτtρpχxυuεeɡgɩiıiѵvԛqԝw";

    private static readonly Dictionary<int, char> Latin = MakeLatin();

    /// <summary>The text to look into.</summary>
    public static string Of(string text)
    {
        var isPlain = System.Text.Ascii.IsValid(text);
        var spoken = new StringBuilder(text.Length);
        var wasTag = false;
        foreach (var rune in (isPlain || !IsWhole(text) ? text : text.Normalize(NormalizationForm.FormKC)).EnumerateRunes())
        {
            var isTag = rune.Value is >= 0xE0000 and <= 0xE007F;
            if (isTag != wasTag)
            {
                // What is hidden begins a sentence of its own.
                Append(spoken, ' ');
                wasTag = isTag;
            }

            if (rune.Value is >= 0xE0020 and <= 0xE007E)
            {
                // Tags are the ASCII characters again, shown by nothing and read by models.
                Append(spoken, (char)(rune.Value - 0xE0000));
            }
            else if (Rune.IsWhiteSpace(rune) || rune.Value == '_' || rune.Value == '*')
            {
                Append(spoken, ' ');
            }
            else if (rune.IsAscii || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark))
            {
                var small = Rune.ToLowerInvariant(rune);
                if (small.IsAscii)
                {
                    spoken.Append((char)small.Value);
                }
                else if (Latin.TryGetValue(small.Value, out var letter))
                {
                    spoken.Append(letter);
                }
                else
                {
                    spoken.Append(small.ToString());
                }
            }
        }

        return spoken.ToString();
    }

    private static void Append(StringBuilder spoken, char letter)
    {
        if (letter != ' ' || (spoken.Length > 0 && spoken[^1] != ' '))
        {
            spoken.Append(char.ToLowerInvariant(letter));
        }
    }

    // Half a surrogate pair cannot be normalised.
    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static Dictionary<int, char> MakeLatin()
    {
        var map = new Dictionary<int, char> { [0x2019] = '\'', [0x2018] = '\'' };
        for (var i = 0; i + 1 < Lookalikes.Length; i += 2)
        {
            map[Lookalikes[i]] = Lookalikes[i + 1];
        }

        return map;
    }
}
