using System.Globalization;
using System.Text;

namespace Pharos.Shell.Syntax;

/// <summary>Decodes <c>$'…'</c>.</summary>
internal static class AnsiQuoting
{
    /// <summary>Reads from just after the opening quote to just after the closing one.</summary>
    public static string Decode(string text, ref int position, int end, out bool closed, out bool isDoubtful)
    {
        var result = new StringBuilder();
        var bytes = new List<byte>();
        isDoubtful = false;

        // Where the quote ends is found first, as shells do: a backslash hides only the one character after it, whatever escape it begins.
        var close = Close(text, position, end);
        closed = close < end;
        while (position < close)
        {
            var c = text[position++];
            if (c != '\\' || position >= close)
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

                var value = c == 'x' ? Number(text, ref position, close, 16, 2) : Number(text, ref position, close, 8, 3);
                if (value < 0)
                {
                    result.Append("\\x");
                    continue;
                }

                isDoubtful |= (value & 255) == 0;
                bytes.Add((byte)value);
                continue;
            }

            Flush(bytes, result);
            switch (c)
            {
                case 'u' or 'U':
                    var rune = Number(text, ref position, close, 16, c == 'u' ? 4 : 8);
                    if (rune < 0)
                    {
                        result.Append('\\').Append(c);
                        break;
                    }

                    isDoubtful |= rune == 0 || !Rune.IsValid(rune);
                    result.Append(Rune.IsValid(rune) ? new Rune(rune).ToString() : "\uFFFD");
                    break;
                case 'c' when position < close:
                    result.Append((char)(text[position++] & 31));
                    break;
                default:
                    result.Append(Simple(c));
                    break;
            }
        }

        position = Math.Min(close + 1, end);
        Flush(bytes, result);
        return result.ToString();
    }

    private static int Close(string text, int position, int end)
    {
        while (position < end && text[position] != '\'')
        {
            position += text[position] == '\\' ? 2 : 1;
        }

        return Math.Min(position, end);
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
