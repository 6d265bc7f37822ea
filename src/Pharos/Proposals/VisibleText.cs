using System.Globalization;
using System.Text;

namespace Pharos.Proposals;

/// <summary>
/// Makes what cannot be seen visible before a text of an agent is shown to who judges it: with control, direction and zero-width characters a command could paint its own approval. Each is
/// written as its number: <c>\u{202E}</c>.
/// </summary>
public static class VisibleText
{
    private static readonly HashSet<int> Blank = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0];

    /// <summary>The text with every invisible character written out; the same instance when there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepLines">Keep line feeds and tabs, for where lines are shown as lines.</param>
    public static string Of(string text, bool keepLines = false)
    {
        StringBuilder? shown = null;
        for (var at = 0; at < text.Length;)
        {
            // Half a surrogate pair is no character at all.
            var isWhole = Rune.TryGetRuneAt(text, at, out var rune);
            var code = isWhole ? rune.Value : text[at];
            var length = isWhole ? rune.Utf16SequenceLength : 1;
            if (isWhole && (!IsHidden(rune) || (keepLines && code is '\n' or '\t')))
            {
                shown?.Append(text, at, length);
            }
            else
            {
                (shown ??= new StringBuilder(text.Length + 16).Append(text, 0, at)).Append(CultureInfo.InvariantCulture, $"\\u{{{code:X}}}");
            }

            at += length;
        }

        return shown?.ToString() ?? text;
    }

    private static bool IsHidden(Rune rune) => rune.Value != ' ' && (Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0x180B and <= 0x180F) or (>= 0xE0000 and <= 0xE0FFF)
        || Blank.Contains(rune.Value));
}
