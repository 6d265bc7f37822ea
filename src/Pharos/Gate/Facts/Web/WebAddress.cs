using Pharos.Proposals.Secrets;

namespace Pharos.Gate.Facts.Web;

/// <summary>A URL or host that a proposal names, read as far as a policy needs it.</summary>
/// <param name="Target">As it is written.</param>
/// <param name="Scheme">In lower case; empty when there is none.</param>
/// <param name="Host">Plain, without port and user.</param>
/// <param name="Class">What it reaches.</param>
/// <param name="Signs">What is unusual about it, by the names of <see cref="WebSigns"/>.</param>
public sealed record WebAddress(string Target, string Scheme, string Host, AddressClass Class, IReadOnlyList<string> Signs)
{
    /// <summary>Reads a URL, <c>host:port</c> or host.</summary>
    public static WebAddress Of(string target)
    {
        var (scheme, rest, end) = Split(target);
        var authority = end < 0 ? rest : rest[..end];
        var at = authority.LastIndexOf('@');
        var host = WithoutPort(authority[(at + 1)..]);
        var plain = HostSpelling.Plain(host);
        var signs = new List<string>();
        if (at >= 0)
        {
            signs.Add(WebSigns.User);
        }

        if (!string.Equals(plain, host.TrimEnd('.'), StringComparison.OrdinalIgnoreCase) || (HostSpelling.Version4(plain, out _) is not null && plain.Count(static c => c == '.') != 3) || plain.Split('.').Any(IsOddNumber))
        {
            signs.Add(WebSigns.Spelling);
        }

        WebSigns.OfQuery(rest, end, host, signs);
        if (SecretScanner.Find(target).Count > 0)
        {
            signs.Add(WebSigns.Secret);
        }

        return new WebAddress(target, scheme.ToLowerInvariant(), plain, ClassOf(scheme, host), signs);
    }

    /// <summary>What a URL, <c>host:port</c> or host reaches, without looking at the rest of it.</summary>
    public static AddressClass ClassOf(string target)
    {
        var (scheme, rest, end) = Split(target);
        var authority = end < 0 ? rest : rest[..end];
        return ClassOf(scheme, WithoutPort(authority[(authority.LastIndexOf('@') + 1)..]));
    }

    // Where a scheme names no host: text of its own, or a bucket of a service that is on the internet.
    private static AddressClass ClassOf(string scheme, string host) => scheme.ToLowerInvariant() switch
    {
        "data" or "javascript" or "about" or "blob" or "file" => AddressClass.Unknown,
        "s3" or "gs" or "az" or "abfs" or "abfss" or "wasb" or "wasbs" or "oss" or "b2" => AddressClass.Public,
        _ => HostAddress.ClassOf(host),
    };

    // What follows the scheme and its slashes, and where the host ends in it.
    private static (string Scheme, string Remainder, int End) Split(string target)
    {
        var text = target.Trim();
        if (text.AsSpan().ContainsAny('\t', '\r', '\n'))
        {
            // Browsers drop these inside of addresses.
            text = text.Replace("\t", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        }

        // They read a backslash as a slash, too.
        var scheme = SchemeOf(text);
        var rest = (scheme.Length > 0 ? text[(scheme.Length + 1)..] : text).TrimStart('/', '\\');
        return (scheme, rest, rest.AsSpan().IndexOfAny("/\\?#"));
    }

    private static string SchemeOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !char.IsAsciiLetter(text[0]) || !text[..colon].All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '.' or '-'))
        {
            return "";
        }

        // "localhost:8080" has a port and no scheme.
        return colon + 1 < text.Length && char.IsAsciiDigit(text[colon + 1]) ? "" : text[..colon];
    }

    private static string WithoutPort(string authority)
    {
        var bracket = authority.LastIndexOf(']');
        var colon = authority.LastIndexOf(':');
        return colon > bracket && (bracket >= 0 || authority.IndexOf(':', StringComparison.Ordinal) == colon) ? authority[..colon] : authority;
    }

    private static bool IsOddNumber(string part) => part.StartsWith("0x", StringComparison.Ordinal) || (part.Length > 1 && part[0] == '0' && part.All(char.IsAsciiDigit));
}
