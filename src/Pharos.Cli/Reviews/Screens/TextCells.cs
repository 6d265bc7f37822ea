using System.Globalization;
using System.Text;

namespace Pharos.Cli.Reviews.Screens;

/// <summary>Measures text in the columns of a terminal, where a Chinese character takes two and a mark upon a letter none.</summary>
internal static class TextCells
{
    /// <summary>Columns of a character.</summary>
    public static int Of(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark ? 0 : IsWide(rune.Value) ? 2 : 1;

    /// <summary>Columns of a text.</summary>
    public static int Of(string text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            cells += Of(rune);
        }

        return cells;
    }

    /// <summary>The text, or its beginning and an ellipsis where it is wider.</summary>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        var end = End(text, 0, width - 1);
        return width < 1 ? "" : string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>The text and blanks behind it, exactly as wide as asked.</summary>
    public static string Fit(string text, int width)
    {
        var cut = Cut(text, width);
        return cut + new string(' ', Math.Max(0, width - Of(cut)));
    }

    /// <summary>The text in pieces that are no wider than asked, each ended where a blank stands if there is one.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = Math.Max(End(text, start, width), start + 1);
            var blank = end < text.Length ? text.LastIndexOf(' ', end, end - start) : -1;
            if (blank > start + (width / 2))
            {
                yield return text[start..blank];
                start = blank + 1;
                continue;
            }

            yield return text[start..end];
            start = end;
        }
    }

    private static int End(string text, int start, int width)
    {
        var cells = 0;
        var at = start;
        while (at < text.Length && Rune.TryGetRuneAt(text, at, out var rune) && cells + Of(rune) <= width)
        {
            cells += Of(rune);
            at += rune.Utf16SequenceLength;
        }

        return at;
    }

    private static bool IsWide(int code) => code is (>= 0x1100 and <= 0x115F) or 0x2329 or 0x232A or (>= 0x2E80 and <= 0xA4CF) or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x231A and <= 0x231B) or (>= 0x23E9 and <= 0x23F3) or (>= 0x25FD and <= 0x25FE) or (>= 0x2614 and <= 0x2615) or (>= 0x2648 and <= 0x2653) or (>= 0x26A1 and <= 0x26FF)
        or (>= 0x2705 and <= 0x2728) or (>= 0x274C and <= 0x2757) or (>= 0x1F000 and <= 0x1FAFF) or (>= 0x16FE0 and <= 0x18DFF) or (>= 0x1B000 and <= 0x1B2FF) or (>= 0x20000 and <= 0x3FFFD);
}
