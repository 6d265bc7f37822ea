using System.Globalization;
using System.Text;

namespace Pharos.Gate.Facts.Web;

/// <summary>Undoes the spellings of hosts that browsers and resolvers accept: percent signs, wide and circled characters, dots at the end, addresses as one number, in octal or in hex.</summary>
internal static class HostSpelling
{
    private const int LongestHost = 1024;

    /// <summary>A host in ASCII where it has such a form, in lower case, without a dot at its end.</summary>
    public static string Plain(string written)
    {
        if (written.Length > LongestHost)
        {
            return "";
        }

        var host = written.Contains('%', StringComparison.Ordinal) && written[0] != '[' ? Uri.UnescapeDataString(written) : written;
        var plain = new StringBuilder(host.Length);
        foreach (var rune in host.EnumerateRunes())
        {
            if (Ascii(rune.Value) is var character and not '\0')
            {
                plain.Append(char.ToLowerInvariant(character));
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                plain.Append(rune.ToString());
            }
        }

        return plain.ToString().Trim().TrimEnd('.');
    }

    /// <summary>Reads an address of version 4 in any spelling that the C library reads: <c>127.1</c>, <c>0x7f000001</c>, <c>2130706433</c>, <c>0177.0.0.1</c>.</summary>
    /// <param name="host">The host, plain.</param>
    /// <param name="isNumeric">True when it ends in a number, so that it is no name.</param>
    public static uint? Version4(string host, out bool isNumeric)
    {
        var parts = host.Split('.');
        isNumeric = Number(parts[^1]) is not null || (parts[^1].Length > 0 && parts[^1].All(char.IsAsciiDigit));
        if (parts.Length > 4)
        {
            return null;
        }

        ulong address = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (Number(parts[i]) is not { } number)
            {
                return null;
            }

            var isLast = i == parts.Length - 1;
            var most = isLast ? (1UL << (8 * (5 - parts.Length))) - 1 : 255;
            if (number > most)
            {
                return null;
            }

            address |= isLast ? number : number << (8 * (3 - i));
        }

        return (uint)address;
    }

    private static ulong? Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return text.Length == 2 ? 0 : ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
        }

        if (text.Length == 0 || text.Length > 20 || !text.All(char.IsAsciiDigit))
        {
            return null;
        }

        if (text.Length > 1 && text[0] == '0' && text.All(digit => digit < '8'))
        {
            return text.Aggregate(0UL, (sum, digit) => sum * 8 + (ulong)(digit - '0'));
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static char Ascii(int rune) => rune switch
    {
        < 128 => (char)rune,
        0x3002 or 0xFF0E or 0xFF61 => '.',
        >= 0xFF01 and <= 0xFF5E => (char)(rune - 0xFEE0),
        >= 0x2460 and <= 0x2468 => (char)('1' + rune - 0x2460),
        0x24EA => '0',
        >= 0x24B6 and <= 0x24CF => (char)('a' + rune - 0x24B6),
        >= 0x24D0 and <= 0x24E9 => (char)('a' + rune - 0x24D0),
        >= 0x1D7CE and <= 0x1D7FF => (char)('0' + (rune - 0x1D7CE) % 10),
        0x2070 => '0',
        0xB9 => '1',
        0xB2 => '2',
        0xB3 => '3',
        >= 0x2074 and <= 0x2079 => (char)('4' + rune - 0x2074),
        >= 0x2080 and <= 0x2089 => (char)('0' + rune - 0x2080),
        >= 0x660 and <= 0x669 => (char)('0' + rune - 0x660),
        _ => '\0',
    };
}
