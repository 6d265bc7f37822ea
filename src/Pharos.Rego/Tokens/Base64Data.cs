namespace Pharos.Rego.Tokens;

/// <summary>
/// Reads base 64 as Go does: line ends are skipped, bits left over at the end are not looked at, and an error says at which byte.
/// </summary>
internal static class Base64Data
{
    /// <summary>Reads the standard alphabet with padding.</summary>
    internal static byte[]? Standard(ReadOnlySpan<char> text, out string error) => Read(text, '+', '/', padded: true, out error);

    /// <summary>Reads the URL alphabet with or without padding (RFC 7515, appendix C).</summary>
    internal static byte[]? Url(ReadOnlySpan<char> text, out string error)
    {
        if (text.Length % 4 == 1 && !text.EndsWith("="))
        {
            error = $"illegal base64url string: {text}";
            return null;
        }

        return Read(text, '-', '_', padded: text.EndsWith("="), out error);
    }

    private static byte[]? Read(ReadOnlySpan<char> text, char plus, char slash, bool padded, out string error)
    {
        var bytes = new List<byte>((text.Length / 4 * 3) + 3);
        uint group = 0;
        int digits = 0;
        int at = 0;
        error = string.Empty;
        for (; at < text.Length && text[at] != '='; at++)
        {
            char c = text[at];
            if (c is '\r' or '\n')
            {
                continue;
            }

            int digit = c switch
            {
                >= 'A' and <= 'Z' => c - 'A',
                >= 'a' and <= 'z' => c - 'a' + 26,
                >= '0' and <= '9' => c - '0' + 52,
                _ when c == plus => 62,
                _ when c == slash => 63,
                _ => -1,
            };
            if (digit < 0)
            {
                return Illegal(at, out error);
            }

            group = (group << 6) | (uint)digit;
            if (++digits == 4)
            {
                bytes.AddRange((byte)(group >> 16), (byte)(group >> 8), (byte)group);
                group = 0;
                digits = 0;
            }
        }

        int padding = 0;
        for (int i = at; i < text.Length; i++)
        {
            if (text[i] is '\r' or '\n')
            {
                continue;
            }

            if (text[i] != '=' || digits + ++padding > 4 || digits < 2)
            {
                return Illegal(i, out error);
            }
        }

        if (digits == 1 || (padded && digits != 0 && digits + padding != 4))
        {
            return Illegal(text.Length - (padding == 0 ? digits : 0), out error);
        }

        if (digits > 1)
        {
            group <<= 6 * (4 - digits);
            bytes.Add((byte)(group >> 16));
            if (digits == 3)
            {
                bytes.Add((byte)(group >> 8));
            }
        }

        return [.. bytes];
    }

    private static byte[]? Illegal(int at, out string error)
    {
        error = $"illegal base64 data at input byte {at}";
        return null;
    }
}
