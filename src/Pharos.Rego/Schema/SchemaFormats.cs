using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;

namespace Pharos.Rego.Schema;

/// <summary>The formats of strings that are checked; any other format admits every string.</summary>
internal static class SchemaFormats
{
    public static bool Matches(string format, string text) => format switch
    {
        "date" => IsTime(text, "yyyy-MM-dd"),
        "time" => IsClock(text),
        "date-time" => IsClock(text) || IsTime(text, "yyyy-MM-dd") || (text.Length > 11 && text[10] == 'T' && IsTime(text[..10], "yyyy-MM-dd") && IsClock(text[11..]) && HasOffset(text)),
        "hostname" => IsHostName(text),
        "email" or "idn-email" => MailAddress.TryCreate(text, out _),
        "ipv4" => text.Count(static c => c == '.') == 3 && IPAddress.TryParse(text, out var four) && four.AddressFamily == AddressFamily.InterNetwork
            && four.ToString() == text,
        "ipv6" => text.AsSpan().IndexOfAny("%[]/") < 0 && IPAddress.TryParse(text, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6,
        "uri" or "iri" => UriSyntax.Parse(text) is { Uri.Scheme.Length: > 0 } && !text.Contains('\\', StringComparison.Ordinal),
        "uri-reference" or "iri-reference" => UriSyntax.Parse(text).Uri is not null && !text.Contains('\\', StringComparison.Ordinal),
        "uri-template" => UriSyntax.Parse(text).Uri is { } uri && !text.Contains('\\', StringComparison.Ordinal) && IsBalanced(uri.Path),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "regex" => IsRegex(text),
        "json-pointer" => text.Length == 0 || (text[0] == '/' && IsPointer(text)),
        "relative-json-pointer" => IsRelativePointer(text),
        _ => true,
    };

    private static bool IsTime(string text, string layout) =>
        DateTime.TryParseExact(text, layout, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool HasOffset(string text) => text[^1] == 'Z' || (text.Length > 6 && (text[^6] is '+' or '-'));

    private static bool IsClock(string text)
    {
        if (text.Length < 8 || !IsTime(text[..8], "HH:mm:ss"))
        {
            return false;
        }

        var rest = text.AsSpan(8);
        if (rest is ['.' or ',', ..])
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? rest.Length - 1 : digits;
            if (digits == 0)
            {
                return false;
            }

            rest = rest[(digits + 1)..];
        }

        return rest.IsEmpty || rest is "Z" || (rest.Length == 6 && (rest[0] is '+' or '-') && IsTime(rest[1..].ToString(), "HH:mm"));
    }

    private static bool IsHostName(string text) => text.Length is > 0 and < 256 && text.Split('.').All(static label =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'));

    private static bool IsBalanced(string path)
    {
        var open = false;
        foreach (var c in path)
        {
            if (c == '{')
            {
                if (open)
                {
                    continue;
                }

                open = true;
            }
            else if (c == '}')
            {
                open = false;
            }
        }

        return !open;
    }

    private static bool IsRegex(string text)
    {
        try
        {
            _ = new System.Text.RegularExpressions.Regex(text, System.Text.RegularExpressions.RegexOptions.NonBacktracking);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool IsPointer(string text)
    {
        for (var i = text.IndexOf('~', StringComparison.Ordinal); i >= 0; i = text.IndexOf('~', i + 1))
        {
            if (i + 1 >= text.Length || text[i + 1] is not ('0' or '1'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsRelativePointer(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length : digits;
        var rest = text[digits..];
        return digits > 0 && (digits == 1 || text[0] != '0') && (rest is "" or "#" || (rest[0] == '/' && IsPointer(rest)));
    }
}
