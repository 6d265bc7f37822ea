using System.Buffers.Text;
using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Base64, hexadecimal and URL query encodings of texts.</summary>
internal static class Encodings
{
    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: false);

    internal static IEnumerable<Builtin> All =>
    [
        new("base64.encode", 1, false, static (c, a) => c.Text(a, 1, out string s) ? RegoString.Of(Convert.ToBase64String(Strict.GetBytes(s))) : null),
        new("base64.decode", 1, false, static (c, a) => c.Text(a, 1, out string s) ? Decoded(c, FromBase64(s)) : null),
        new("base64.is_valid", 1, false, static (_, a) => RegoBoolean.Of(a[0] is RegoString s && FromBase64(s.Value) is not null)),
        new("base64url.encode", 1, false, static (c, a) => c.Text(a, 1, out string s) ? RegoString.Of(Convert.ToBase64String(Strict.GetBytes(s)).Replace('+', '-').Replace('/', '_')) : null),
        new("base64url.encode_no_pad", 1, false, static (c, a) => c.Text(a, 1, out string s) ? RegoString.Of(Base64Url.EncodeToString(Strict.GetBytes(s))) : null),
        new("base64url.decode", 1, false, static (c, a) => c.Text(a, 1, out string s) ? Decoded(c, FromBase64Url(s)) : null),
        new("hex.encode", 1, false, static (c, a) => c.Text(a, 1, out string s) ? RegoString.Of(Convert.ToHexStringLower(Strict.GetBytes(s))) : null),
        new("hex.decode", 1, false, DecodeHex),
        new("urlquery.encode", 1, false, static (c, a) => c.Text(a, 1, out string s) ? RegoString.Of(Escape(s)) : null),
        new("urlquery.decode", 1, false, static (c, a) => c.Text(a, 1, out string s) ? Unescape(s) is { } d ? RegoString.Of(d) : c.Failure("invalid URL escape") : null),
        new("urlquery.encode_object", 1, false, EncodeObject),
        new("urlquery.decode_object", 1, false, DecodeObject),
    ];

    private static RegoValue? Decoded(BuiltinContext context, byte[]? bytes) =>
        bytes is null ? context.Failure("illegal base64 data") : RegoString.Of(Strict.GetString(bytes));

    // Go ignores line ends inside the data and no other white space, while .NET ignores blanks as well.
    private static byte[]? FromBase64(string text)
    {
        string data = text.Replace("\r", string.Empty, StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal);
        byte[] bytes = new byte[((data.Length / 4) * 3) + 3];
        return !data.AsSpan().ContainsAny(' ', '\t') && Convert.TryFromBase64String(data, bytes, out int written) ? bytes[..written] : null;
    }

    private static byte[]? FromBase64Url(string text)
    {
        if (text.AsSpan().ContainsAny('+', '/'))
        {
            return null;
        }

        string data = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        return FromBase64(data + new string('=', (4 - (data.Length % 4)) % 4));
    }

    private static RegoValue? DecodeHex(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text))
        {
            return null;
        }

        int wrong = text.AsSpan().IndexOfAnyExcept(HexDigits);
        if (wrong >= 0)
        {
            return context.Failure($"encoding/hex: invalid byte: U+{(int)text[wrong]:X4} '{text[wrong]}'");
        }

        return text.Length % 2 != 0 ? context.Failure("encoding/hex: odd length hex string") : RegoString.Of(Strict.GetString(Convert.FromHexString(text)));
    }

    private static RegoValue? EncodeObject(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Object(arguments, 1, out RegoObject entries))
        {
            return null;
        }

        var pairs = new List<string>();
        foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
        {
            if (entry.Key is not RegoString key)
            {
                return context.WrongType(1, entry.Key, "string");
            }

            IEnumerable<RegoValue>? values = entry.Value switch { RegoString one => [one], RegoArray many => many, RegoSet many => many, _ => null };
            if (values is null)
            {
                return context.WrongType(1, entry.Value, "string", "array", "set");
            }

            foreach (RegoValue value in values)
            {
                if (value is not RegoString text)
                {
                    return context.WrongType(1, value, "string");
                }

                pairs.Add(Escape(key.Value) + "=" + Escape(text.Value));
            }
        }

        return context.TextResult(string.Join('&', pairs));
    }

    private static RegoValue? DecodeObject(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text))
        {
            return null;
        }

        var values = new Dictionary<string, List<RegoValue>>(StringComparer.Ordinal);
        foreach (string pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string? key = Unescape(equals < 0 ? pair : pair[..equals]);
            string? value = Unescape(equals < 0 ? string.Empty : pair[(equals + 1)..]);
            if (key is null || value is null || pair.Contains(';', StringComparison.Ordinal))
            {
                return context.Failure("invalid URL escape or semicolon separator in query");
            }

            if (!values.TryGetValue(key, out List<RegoValue>? list))
            {
                values[key] = list = [];
            }

            list.Add(RegoString.Of(value));
        }

        var result = new RegoObject.Builder(values.Count);
        foreach ((string key, List<RegoValue> list) in values)
        {
            result.Set(key, RegoArray.From(list));
        }

        return result.Build();
    }

    private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private static string? Unescape(string text)
    {
        for (int i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return null;
            }
        }

        return Uri.UnescapeDataString(text.Replace('+', ' '));
    }
}
