using System.Globalization;
using System.Text;

namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>Decodes the backslashes of a text as most languages write them.</summary>
internal static class CodeEscapes
{
    public static string Decode(ReadOnlySpan<char> text, bool plain, bool decimals)
    {
        if (!text.Contains('\\'))
        {
            return text.ToString();
        }

        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 >= text.Length)
            {
                decoded.Append(text[i]);
                continue;
            }

            var next = text[++i];
            if (plain)
            {
                decoded.Append(next is '\\' or '\'' ? "" : "\\").Append(next);
                continue;
            }

            switch (next)
            {
                case 'n':
                    decoded.Append('\n');
                    break;
                case 't':
                    decoded.Append('\t');
                    break;
                case 'r':
                    decoded.Append('\r');
                    break;
                case 'e':
                    decoded.Append('\u001b');
                    break;
                case '\n':
                    break;
                case 'x' or 'u' or 'U':
                    i = Hexadecimal(text, i, next, decoded);
                    break;
                case >= '0' and <= '9':
                    i = Digits(text, i, decimals, decoded);
                    break;
                default:
                    decoded.Append(next);
                    break;
            }
        }

        return decoded.ToString();
    }

    private static int Hexadecimal(ReadOnlySpan<char> text, int at, char form, StringBuilder decoded)
    {
        var from = at + 1;
        var braced = from < text.Length && text[from] == '{';
        from += braced ? 1 : 0;
        var longest = braced || form == 'U' ? 8 : form == 'u' ? 4 : 2;
        var to = from;
        while (to < text.Length && to - from < longest && char.IsAsciiHexDigit(text[to]))
        {
            to++;
        }

        if (to == from || !int.TryParse(text[from..to], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code) || code is < 0 or > 0x10FFFF or >= 0xD800 and < 0xE000)
        {
            decoded.Append(form);
            return at;
        }

        decoded.Append(char.ConvertFromUtf32(code));
        return braced && to < text.Length && text[to] == '}' ? to : to - 1;
    }

    private static int Digits(ReadOnlySpan<char> text, int at, bool decimals, StringBuilder decoded)
    {
        var code = 0;
        var to = at;
        while (to < text.Length && to - at < 3 && (decimals ? char.IsAsciiDigit(text[to]) : text[to] is >= '0' and <= '7'))
        {
            code = (code * (decimals ? 10 : 8)) + (text[to] - '0');
            to++;
        }

        if (to == at)
        {
            decoded.Append(text[at]);
            return at;
        }

        decoded.Append((char)code);
        return to - 1;
    }
}
