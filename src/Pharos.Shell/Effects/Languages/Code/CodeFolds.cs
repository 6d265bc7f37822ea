using System.Globalization;
using System.Text;

namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>Functions whose value follows from known texts: the ways in which code hides what it runs.</summary>
internal static class CodeFolds
{
    public static CodeValue Fold(string fold, CodeValue value, CodeValue receiver, List<CodeArgument> arguments)
    {
        var fetched = value.Fetched ?? receiver.Fetched;
        if (fold is "text")
        {
            return value.IsText ? value with { Kind = CodeValueKind.Text } : value;
        }

        if (fold is "char")
        {
            return Characters(arguments) with { Fetched = fetched };
        }

        if (fold is "join")
        {
            return Joined(receiver, value);
        }

        if (fold is "paths")
        {
            return Paths(arguments);
        }

        if (fold is "format" && receiver.IsText && !receiver.Text.Contains('{', StringComparison.Ordinal))
        {
            return receiver;
        }

        if (!value.IsText)
        {
            return CodeValue.Unknown with { Fetched = fetched };
        }

        var second = arguments.Count > 1 && arguments[1].Value.IsText ? arguments[1].Value.Text : null;
        var folded = fold switch
        {
            "base64" => Base64(value.Text),
            "hex" => Hexadecimal(value.Text),
            "reverse" => Reverse(value).Text,
            "lower" => value.Text.ToLowerInvariant(),
            "upper" => value.Text.ToUpperInvariant(),
            "strip" => value.Text.Trim(),
            "rot13" => Rotated(value.Text),
            "url" => Uri.UnescapeDataString(value.Text),
            "buffer" when second is "base64" or "base64url" => Base64(value.Text),
            "buffer" when second is "hex" => Hexadecimal(value.Text),
            "buffer" when arguments.Count == 1 => value.Text,
            "codec" when second is "rot13" or "rot_13" => Rotated(value.Text),
            "codec" when second is "base64" or "base_64" => Base64(value.Text),
            "codec" when second is "hex" => Hexadecimal(value.Text),
            "replace" when second is not null && receiver.IsText && value.Text.Length > 0 => receiver.Text.Replace(value.Text, second, StringComparison.Ordinal),
            "unpack" when value.Text.StartsWith('H') && second is not null => Hexadecimal(second),
            _ => null,
        };
        return folded is null || folded.Length > CodeValue.LongestText ? CodeValue.Unknown with { Fetched = fetched } : CodeValue.Of(folded) with { Fetched = fetched };
    }

    public static CodeValue Reverse(CodeValue value)
    {
        var characters = value.Text.ToCharArray();
        Array.Reverse(characters);
        return value with { Text = new string(characters) };
    }

    public static CodeValue Repeat(CodeValue text, CodeValue count) =>
        text.Kind == CodeValueKind.Text && int.TryParse(count.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times is >= 0 and < 10_000 && text.Text.Length * times < CodeValue.LongestText
            ? CodeValue.Of(new StringBuilder().Insert(0, text.Text, times).ToString())
            : CodeValue.Unknown;

    /// <summary><c>"%s %s" % (a, b)</c></summary>
    public static CodeValue Format(string format, CodeValue values)
    {
        var items = values.Kind == CodeValueKind.List ? values.Items! : [values];
        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
            }
            else if (i + 1 < format.Length && format[i + 1] == '%')
            {
                text.Append('%');
                i++;
            }
            else if (i + 1 < format.Length && format[i + 1] is 's' or 'd' && next < items.Count && items[next].IsText)
            {
                text.Append(items[next++].Text);
                i++;
            }
            else
            {
                return new CodeValue(CodeValueKind.Prefix, text.ToString());
            }
        }

        return text.Length > CodeValue.LongestText ? CodeValue.Unknown : CodeValue.Of(text.ToString());
    }

    public static string? Base64(string text)
    {
        text = text.Replace('-', '+').Replace('_', '/').Trim();
        var bytes = new byte[text.Length + 4];
        var padded = text.TrimEnd('=') is var bare && bare.Length % 4 != 0 ? bare.PadRight(bare.Length + 4 - (bare.Length % 4), '=') : bare;
        return Convert.TryFromBase64String(padded, bytes, out var written) ? Encoding.UTF8.GetString(bytes, 0, written) : null;
    }

    private static string? Hexadecimal(string text)
    {
        var digits = string.Concat(text.Where(static character => !char.IsWhiteSpace(character)));
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Encoding.UTF8.GetString(Convert.FromHexString(digits)) : null;
    }

    private static string Rotated(string text) => string.Concat(text.Select(static character =>
        char.IsAsciiLetterLower(character) ? (char)('a' + ((character - 'a' + 13) % 26)) : char.IsAsciiLetterUpper(character) ? (char)('A' + ((character - 'A' + 13) % 26)) : character));

    private static CodeValue Characters(List<CodeArgument> arguments)
    {
        var text = new StringBuilder();
        foreach (var argument in arguments)
        {
            if (argument.Value.Kind == CodeValueKind.List)
            {
                var inner = Characters(argument.Value.Items!.Select(static item => new CodeArgument(null, item, 0, 0, false)).ToList());
                if (!inner.IsText)
                {
                    return CodeValue.Unknown;
                }

                text.Append(inner.Text);
            }
            else if (argument.Value.Kind == CodeValueKind.Number && Number(argument.Value.Text) is { } code)
            {
                text.Append((char)code);
            }
            else
            {
                return CodeValue.Unknown;
            }
        }

        return CodeValue.Of(text.ToString());
    }

    private static int? Number(string text)
    {
        var hexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return int.TryParse(hexadecimal ? text.AsSpan(2) : text, hexadecimal ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= char.MaxValue ? number : null;
    }

    /// <summary>Python joins a list with the text, JavaScript and Ruby a list by the text.</summary>
    private static CodeValue Joined(CodeValue receiver, CodeValue argument)
    {
        var list = receiver.Kind == CodeValueKind.List ? receiver : argument;
        var separator = receiver.Kind == CodeValueKind.List ? argument : receiver;
        if (list.Kind != CodeValueKind.List)
        {
            return CodeValue.Unknown with { Fetched = receiver.Fetched ?? argument.Fetched };
        }

        var by = separator.IsText ? separator.Text : "";
        var text = new StringBuilder();
        for (var i = 0; i < list.Items!.Count; i++)
        {
            if (!list.Items[i].IsText)
            {
                return new CodeValue(CodeValueKind.Prefix, text.ToString());
            }

            text.Append(i == 0 ? "" : by).Append(list.Items[i].Text);
        }

        return text.Length > CodeValue.LongestText ? CodeValue.Unknown : CodeValue.Of(text.ToString());
    }

    private static CodeValue Paths(List<CodeArgument> arguments)
    {
        var value = CodeValue.Of("");
        foreach (var argument in arguments)
        {
            var isAbsolute = argument.Value.IsText && argument.Value.Text.StartsWith('/');
            value = isAbsolute || value.Text.Length == 0 && value.IsText ? argument.Value : CodeValue.Join(CodeValue.Join(value, CodeValue.Of("/")), argument.Value);
        }

        return value;
    }
}
