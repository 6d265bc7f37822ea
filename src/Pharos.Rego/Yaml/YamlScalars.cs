using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Text;
using Pharos.Rego.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pharos.Rego.Yaml;

/// <summary>What plain scalars stand for.</summary>
internal static class YamlScalars
{
    private const string Prefix = "tag:yaml.org,2002:";

    private static readonly FrozenDictionary<string, RegoValue> Words = Spelled();

    /// <summary>The value of a scalar by its tag, or by its looks where it is plain.</summary>
    public static RegoValue Resolve(Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value.Replace(Prefix, "!!", StringComparison.Ordinal);
        var plain = Plain(scalar.Value);
        switch (tag)
        {
            case "" when scalar.Style == ScalarStyle.Plain:
                return IsNonFinite(scalar.Value) ? throw Unsupported(scalar) : plain;
            case "" or "!!str" or "!":
                return RegoString.Of(scalar.Value);
            case "!!binary":
                return Binary(scalar);
            case "!!float" when plain is RegoNumber:
            case "!!int" when plain is RegoNumber:
            case "!!bool" when plain is RegoBoolean:
            case "!!null" when plain is RegoNull:
                return plain;
            case "!!float" or "!!int" or "!!bool" or "!!null":
                throw new YamlException(scalar.Start, scalar.End, $"cannot decode `{scalar.Value}` as a {tag}");
            default:
                return scalar.Style == ScalarStyle.Plain ? plain : RegoString.Of(scalar.Value);
        }
    }

    /// <summary>What a text would be if it were written plain; itself where it would stay a text.</summary>
    public static RegoValue Plain(string text)
    {
        if (Words.TryGetValue(text, out var word))
        {
            return word;
        }

        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.'))
        {
            return RegoString.Of(text);
        }

        var bare = text.Replace("_", "", StringComparison.Ordinal);
        return (RegoValue?)Whole(bare) ?? (IsDecimal(bare) && RegoNumber.TryParse(Canonical(bare), out var number) ? number : RegoString.Of(text));
    }

    /// <summary>Whether a plain text is infinity or not a number, which JSON cannot say.</summary>
    public static bool IsNonFinite(string text) => text is ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF" or ".nan" or ".NaN" or ".NAN";

    private static YamlException Unsupported(Scalar scalar) => new(scalar.Start, scalar.End, $"json: unsupported value: {scalar.Value}");

    private static RegoString Binary(Scalar scalar)
    {
        try
        {
            return RegoString.Of(Encoding.UTF8.GetString(Convert.FromBase64String(scalar.Value)));
        }
        catch (FormatException e)
        {
            throw new YamlException(scalar.Start, scalar.End, "!!binary value contains invalid base64 data", e);
        }
    }

    /// <summary>Whole numbers, also to the bases 2, 8 and 16: a leading zero is octal.</summary>
    private static RegoNumber? Whole(string text)
    {
        var negative = text.StartsWith('-');
        var digits = text.TrimStart('+', '-');
        if (digits.Length == 0 || text.Length - digits.Length > 1 || digits.Length > 1_000)
        {
            return null;
        }

        var (radix, from) = digits switch
        {
            ['0', 'b' or 'B', ..] => (2, 2),
            ['0', 'o' or 'O', ..] => (8, 2),
            ['0', 'x' or 'X', ..] => (16, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        var value = BigInteger.Zero;
        foreach (var c in digits.AsSpan(from))
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 16;
            if (digit >= radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        value = negative ? -value : value;
        return from == digits.Length ? null
            : value >= long.MinValue && value <= ulong.MaxValue ? RegoNumber.Of(value)
            : RegoNumber.Of((double)value);
    }

    private static bool IsDecimal(string text)
    {
        var at = text[0] is '+' or '-' ? 1 : 0;
        var digits = 0;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
            digits++;
        }

        if (at < text.Length && text[at] == '.')
        {
            at++;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
                digits++;
            }
        }

        if (digits > 0 && at < text.Length && (text[at] is 'e' or 'E'))
        {
            at++;
            at += at < text.Length && (text[at] is '+' or '-') ? 1 : 0;
            var exponent = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            return at == text.Length && at > exponent;
        }

        return digits > 0 && at == text.Length;
    }

    private static string Canonical(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? RegoNumber.Of(number).Text : text;

    private static FrozenDictionary<string, RegoValue> Spelled()
    {
        var words = new Dictionary<string, RegoValue>(StringComparer.Ordinal) { [""] = RegoNull.Instance, ["~"] = RegoNull.Instance };
        Add(RegoNull.Instance, "null");
        Add(RegoBoolean.True, "y", "yes", "true", "on");
        Add(RegoBoolean.False, "n", "no", "false", "off");
        return words.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(RegoValue value, params ReadOnlySpan<string> spellings)
        {
            foreach (var spelling in spellings)
            {
                words[spelling] = value;
                words[char.ToUpperInvariant(spelling[0]) + spelling[1..]] = value;
                words[spelling.ToUpperInvariant()] = value;
            }
        }
    }
}
