using System.Globalization;
using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins.Templates;

/// <summary>Writes values as Go's <c>fmt</c> does. Numbers of a document are texts to Go, so they are written as they stand.</summary>
internal static class TemplateText
{
    internal static string Of(object? value) => value switch
    {
        null => "<no value>",
        RegoNull => "<nil>",
        RegoString text => text.Value,
        RegoNumber number => number.Text,
        RegoBoolean flag => flag.Value ? "true" : "false",
        RegoArray array => "[" + string.Join(' ', array.Select(Of)) + "]",
        RegoSet set => "[" + string.Join(' ', set.Select(Of)) + "]",
        RegoObject entries => "map[" + string.Join(' ', entries.Select(static e => JsonText.Key(e.Key) + ":" + Of(e.Value))) + "]",
        double number => Number(number),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The name of the value's type in Go.</summary>
    internal static string TypeOf(object? value) => value switch
    {
        null or RegoNull => "<nil>",
        RegoString => "string",
        RegoNumber => "json.Number",
        RegoBoolean => "bool",
        RegoObject => "map[string]interface {}",
        RegoValue => "[]interface {}",
        double => "float64",
        _ => "int",
    };

    /// <summary>Fills in the verbs of a format that templates use: v s q d x f t with a width, precision and flags.</summary>
    internal static string Format(string format, ReadOnlySpan<object?> arguments)
    {
        var text = new StringBuilder();
        int next = 0;
        for (int at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }

            int start = ++at;
            while (at < format.Length && "+-# 0123456789.".Contains(format[at], StringComparison.Ordinal))
            {
                at++;
            }

            if (at == format.Length)
            {
                text.Append("%!(NOVERB)");
                break;
            }

            char verb = format[at];
            if (verb == '%')
            {
                text.Append('%');
            }
            else if (next == arguments.Length)
            {
                text.Append(CultureInfo.InvariantCulture, $"%!{verb}(MISSING)");
            }
            else
            {
                text.Append(Padded(format[start..at], Verb(verb, format[start..at], arguments[next++])));
            }
        }

        if (next < arguments.Length)
        {
            var extra = new List<string>();
            foreach (object? argument in arguments[next..])
            {
                extra.Add(TypeOf(argument) + "=" + Of(argument));
            }

            text.Append("%!(EXTRA ").AppendJoin(", ", extra).Append(')');
        }

        return text.ToString();
    }

    internal static string Quoted(string text) => RegoString.Of(text).ToString();

    private static string Verb(char verb, string flags, object? value)
    {
        int dot = flags.IndexOf('.', StringComparison.Ordinal);
        int precision = dot < 0 ? -1 : int.TryParse(flags.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int digits) ? Math.Min(digits, 100) : 0;
        return (verb, value) switch
        {
            ('v', null) => "<nil>",
            ('v', _) => Of(value),
            ('s', RegoString or RegoNumber) => precision >= 0 ? Cut(Of(value), precision) : Of(value),
            ('s', RegoArray or RegoSet or RegoObject) => Of(value),
            ('q', RegoString or RegoNumber) => Quoted(Of(value)),
            ('x', RegoString or RegoNumber) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Of(value))),
            ('X', RegoString or RegoNumber) => Convert.ToHexString(Encoding.UTF8.GetBytes(Of(value))),
            ('t', RegoBoolean) => Of(value),
            ('d', long number) => (flags.Contains('+', StringComparison.Ordinal) && number >= 0 ? "+" : "") + number.ToString(CultureInfo.InvariantCulture),
            ('x', long number) => number.ToString("x", CultureInfo.InvariantCulture),
            ('X', long number) => number.ToString("X", CultureInfo.InvariantCulture),
            ('o', long number) => Convert.ToString(number, 8),
            ('b', long number) => Convert.ToString(number, 2),
            ('c', long number) when number is >= 0 and <= 0x10ffff && Rune.IsValid((int)number) => new Rune((int)number).ToString(),
            ('f' or 'F', double number) => number.ToString("F" + (precision < 0 ? 6 : precision).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            ('e', double number) => number.ToString((precision < 0 ? "0.000000" : "0." + new string('0', precision)) + "e+00", CultureInfo.InvariantCulture),
            ('g', double number) => Number(number),
            ('T', _) => TypeOf(value),
            (_, null) => $"%!{verb}(<nil>)",
            _ => $"%!{verb}({TypeOf(value)}={Of(value)})",
        };
    }

    private static string Padded(string flags, string text)
    {
        string digits = string.Concat(flags.TrimStart('+', '-', '#', ' ', '0').TakeWhile(char.IsAsciiDigit));
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int width) || width > 10_000)
        {
            return text;
        }

        return flags.Contains('-', StringComparison.Ordinal) ? text.PadRight(width)
            : flags.StartsWith('0') && text.StartsWith('-') ? "-" + text[1..].PadLeft(width - 1, '0')
            : text.PadLeft(width, flags.StartsWith('0') ? '0' : ' ');
    }

    private static string Cut(string text, int runes) => string.Concat(text.EnumerateRunes().Take(runes).Select(static r => r.ToString()));

    private static string Number(double number)
    {
        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Replace("E+", "e+", StringComparison.Ordinal).Replace("E-", "e-", StringComparison.Ordinal);
    }
}
