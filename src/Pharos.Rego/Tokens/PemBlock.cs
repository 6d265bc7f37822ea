namespace Pharos.Rego.Tokens;

/// <summary>A block of PEM text (RFC 7468; headers, as encrypted keys have them, are skipped).</summary>
internal sealed record PemBlock(string Label, byte[] Content)
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    /// <summary>The next block of a text, and where the text goes on behind it; null where no whole block follows.</summary>
    internal static PemBlock? Next(string text, int start, out int rest)
    {
        rest = start;
        for (int at = start; at < text.Length;)
        {
            int begin = text.IndexOf(Begin, at, StringComparison.Ordinal);
            if (begin < 0)
            {
                return null;
            }

            at = begin + Begin.Length;
            if ((begin == start || text[begin - 1] == '\n') && Read(text, at, out rest) is { } block)
            {
                return block;
            }
        }

        rest = start;
        return null;
    }

    private static PemBlock? Read(string text, int label, out int rest)
    {
        rest = 0;
        int labelEnd = text.IndexOf('\n', label);
        string line = labelEnd < 0 ? string.Empty : text[label..labelEnd].TrimEnd();
        if (!line.EndsWith(Dashes, StringComparison.Ordinal))
        {
            return null;
        }

        string name = line[..^Dashes.Length];
        int end = text.IndexOf("\n" + End, labelEnd, StringComparison.Ordinal);
        int tail = end + 1 + End.Length;
        if (end < 0 || string.CompareOrdinal(text, tail, name + Dashes, 0, name.Length + Dashes.Length) != 0)
        {
            return null;
        }

        tail += name.Length + Dashes.Length;
        int lineEnd = text.IndexOf('\n', tail);
        rest = lineEnd < 0 ? text.Length : lineEnd + 1;
        if (!text.AsSpan(tail, rest - tail).Trim().IsEmpty)
        {
            return null;
        }

        string body = end > labelEnd ? WithoutHeaders(text[(labelEnd + 1)..end]) : string.Empty;
        byte[]? content = Base64Data.Standard(body.Replace(" ", string.Empty, StringComparison.Ordinal).Replace("\t", string.Empty, StringComparison.Ordinal), out _);
        return content is null ? null : new PemBlock(name, content);
    }

    private static string WithoutHeaders(string body)
    {
        int at = 0;
        while (at < body.Length)
        {
            int lineEnd = body.IndexOf('\n', at);
            int stop = lineEnd < 0 ? body.Length : lineEnd;
            if (!body.AsSpan(at, stop - at).Contains(':'))
            {
                break;
            }

            at = Math.Min(stop + 1, body.Length);
        }

        return body[at..];
    }
}
