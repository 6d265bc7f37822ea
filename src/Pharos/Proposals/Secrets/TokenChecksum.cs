namespace Pharos.Proposals.Secrets;

/// <summary>Checksums and decodings by which issuers let anybody tell a real token from a text that only looks like one.</summary>
internal static class TokenChecksum
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int ChecksumLength = 6;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(EntryOf)];

    /// <summary>True when the last six characters are the CRC-32 of what stands between the prefix and them, in base 62 (GitHub, npm).</summary>
    public static bool IsCrc32(string token)
    {
        var body = token.AsSpan(token.IndexOf('_', StringComparison.Ordinal) + 1);
        if (body.Length <= ChecksumLength)
        {
            return false;
        }

        var crc = Crc32(body[..^ChecksumLength]);
        Span<char> expected = stackalloc char[ChecksumLength];
        for (var i = ChecksumLength - 1; i >= 0; i--)
        {
            expected[i] = Base62[(int)(crc % 62)];
            crc /= 62;
        }

        return body[^ChecksumLength..].SequenceEqual(expected);
    }

    /// <summary>The CRC-32 that zip and PNG use, of a text's bytes in ASCII.</summary>
    public static uint Crc32(ReadOnlySpan<char> text)
    {
        var crc = uint.MaxValue;
        foreach (var character in text)
        {
            crc = Table[(crc ^ character) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>True when the first part of a JSON web token decodes to a header that names an algorithm, and its claims are not those of the usual example.</summary>
    public static bool IsWebToken(string token)
    {
        var parts = token.Split('.');
        return parts.Length >= 3 && Decode(parts[0]) is { } header && header.StartsWith('{') && header.Contains("\"alg\"", StringComparison.Ordinal)
            && Decode(parts[1]) is { } claims && !claims.Contains("\"1234567890\"", StringComparison.Ordinal);
    }

    /// <summary>True when a PyPI token decodes to a macaroon of that index.</summary>
    public static bool IsPyPi(string token) => Decode(token["pypi-".Length..]) is { } macaroon && macaroon.Contains("pypi.org", StringComparison.Ordinal);

    private static string? Decode(string base64Url)
    {
        var text = base64Url.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var written)
            ? System.Text.Encoding.Latin1.GetString(bytes, 0, written)
            : null;
    }

    private static uint EntryOf(int index)
    {
        var entry = (uint)index;
        for (var bit = 0; bit < 8; bit++)
        {
            entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ 0xEDB88320;
        }

        return entry;
    }
}
