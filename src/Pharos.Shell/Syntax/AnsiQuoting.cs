using System.Globalization;
using System.Text;

namespace Pharos.Shell.Syntax;

/// <summary>Decodes <c>$'…'</c>.</summary>
internal static class AnsiQuoting
{
    /// <summary>Reads from just after the opening quote to just after the closing one.</summary>
    public static string Decode(string text, ref int position, int end, out bool closed, out bool holdsNul)
    {
        var result = new StringBuilder();
        var bytes = new List<byte>();
        closed = false;
        holdsNul = false;
        while (position < end)
        {
            var c = text[position++];
            if (c == '\'')
            {
                closed = true;
                break;
            }

            if (c != '\\' || position >= end)
            {
                Flush(bytes, result);
                result.Append(c);
                continue;
            }

            c = text[position++];
            if (c == 'x' || c is >= '0' and <= '7')
            {
                if (c != 'x')
                {
                    position--;
                }

                var value = c == 'x' ? Number(text, ref position, end, 16, 2) : Number(text, ref position, end, 8, 3);
                if (value < 0)
                {
                    result.Append("\\x");
                    continue;
                }

                holdsNul |= (value & 255) == 0;
                bytes.Add((byte)value);
                continue;
            }

            Flush(bytes, result);
            switch (c)
            {
                case 'u' or 'U':
                    var rune = Number(text, ref position, end, 16, c == 'u' ? 4 : 8);
                    holdsNul |= rune == 0;
                    result.Append(Rune.IsValid(rune) ? new Rune(rune).ToString() : "\uFFFD");
                    break;
                case 'c' when position < end:
                    result.Append((char)(text[position++] & 31));
                    break;
                default:
                    result.Append(Simple(c));
                    break;
            }
        }

        Flush(bytes, result);
        return result.ToString();
    }

    private static string Simple(char c) => c switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        'a' => "\a",
        'b' => "\b",
        'e' or 'E' => "\e",
        'f' => "\f",
        'v' => "\v",
        '\\' or '\'' or '"' or '?' => c.ToString(),
        _ => "\\" + c,
    };

    private static int Number(string text, ref int position, int end, int radix, int digits)
    {
        long value = -1;
        while (digits-- > 0 && position < end && char.IsAsciiHexDigit(text[position]))
        {
            var digit = int.Parse(text.AsSpan(position, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (digit >= radix)
            {
                break;
            }

            value = (Math.Max(value, 0) * radix) + digit;
            position++;
        }

        return (int)Math.Min(value, int.MaxValue);
    }

    /// <summary>Escapes give bytes; only together do they make characters.</summary>
    private static void Flush(List<byte> bytes, StringBuilder result)
    {
        if (bytes.Count > 0)
        {
            result.Append(Encoding.UTF8.GetString([.. bytes]));
            bytes.Clear();
        }
    }
}
