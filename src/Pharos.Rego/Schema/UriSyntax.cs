using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pharos.Rego.Schema;

/// <summary>The parts of a URI reference; absent parts are empty. <see cref="RawPath"/> is the path as written where decoding and encoding would change it.</summary>
internal sealed record UriParts(string Scheme, string Host, string Port, string Path, string RawPath, string RawQuery, string Fragment);

/// <summary>URI references as Go reads them: RFC 3986 with a few liberties. Percent escapes are decoded in the path, the host and the fragment.</summary>
internal static class UriSyntax
{
    private enum Part
    {
        Path,
        User,
        Host,
        Zone,
        Fragment,
    }

    public static (UriParts? Uri, string? Error) Parse(string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var rest = hash < 0 ? text : text[..hash];
        var (uri, error) = WithoutFragment(rest);
        if (uri is null)
        {
            return (null, $"parse {Quote(rest)}: {error}");
        }

        if (hash < 0)
        {
            return (uri, null);
        }

        var fragment = Decode(text[(hash + 1)..], Part.Fragment, out error);
        return fragment is null ? (null, $"parse {Quote(text)}: {error}") : (uri with { Fragment = fragment }, null);
    }

    private static (UriParts? Uri, string? Error) WithoutFragment(string text)
    {
        if (text.Any(static c => c is < ' ' or '\u007f'))
        {
            return (null, "net/url: invalid control character in URL");
        }

        if (text == "*")
        {
            return (new UriParts("", "", "", "*", "", "", ""), null);
        }

        if (!Scheme(text, out var scheme, out var rest))
        {
            return (null, "missing protocol scheme");
        }

        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : rest[(mark + 1)..];
        rest = mark < 0 ? rest : rest[..mark];
        if (!rest.StartsWith('/'))
        {
            if (scheme.Length > 0)
            {
                return (new UriParts(scheme, "", "", "", "", query, ""), null);
            }

            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            if (rest.AsSpan(0, slash < 0 ? rest.Length : slash).Contains(':'))
            {
                return (null, "first path segment in URL cannot contain colon");
            }
        }

        var (host, port) = ("", "");
        if ((scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)) && rest.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = rest.IndexOf('/', 2);
            var authority = slash < 0 ? rest[2..] : rest[2..slash];
            rest = slash < 0 ? "" : rest[slash..];
            if (Authority(authority, out host, out port) is { } error)
            {
                return (null, error);
            }
        }

        var path = Decode(rest, Part.Path, out var wrong);
        return path is null ? (null, wrong) : (new UriParts(scheme, host, port, path, Encode(path) == rest ? "" : rest, query, ""), null);
    }

    private static bool Scheme(string text, out string scheme, out string rest)
    {
        (scheme, rest) = ("", text);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ':')
            {
                if (i == 0)
                {
                    return false;
                }

                (scheme, rest) = (text[..i].ToLowerInvariant(), text[(i + 1)..]);
                return true;
            }

            if (!char.IsAsciiLetter(c) && (i == 0 || !(char.IsAsciiDigit(c) || c is '+' or '-' or '.')))
            {
                return true;
            }
        }

        return true;
    }

    private static string? Authority(string authority, out string host, out string port)
    {
        (host, port) = ("", "");
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var user = authority[..at];
            if (user.Any(static c => !char.IsAsciiLetterOrDigit(c) && !"-._:~!$&'()*+,;=%@".Contains(c, StringComparison.Ordinal)))
            {
                return "net/url: invalid userinfo";
            }

            if (Decode(user, Part.User, out var wrong) is null)
            {
                return wrong;
            }
        }

        var written = authority[(at + 1)..];
        var end = written.StartsWith('[') ? written.LastIndexOf(']') : -1;
        if (written.StartsWith('[') && end < 0)
        {
            return "missing ']' in host";
        }

        var colon = end >= 0 ? end + 1 : written.LastIndexOf(':');
        var suffix = colon < 0 ? "" : written[colon..];
        if (suffix.Length > 0 && (suffix[0] != ':' || suffix.AsSpan(1).ContainsAnyExceptInRange('0', '9')))
        {
            return $"invalid port {Quote(suffix)} after host";
        }

        port = suffix.Length > 0 ? suffix[1..] : "";
        var name = written[..(written.Length - suffix.Length)];
        return end >= 0 ? Literal(name[1..^1], out host) : (host = Decode(name, Part.Host, out var error)!) is null ? error : null;
    }

    /// <summary>An address in brackets, perhaps with a zone behind <c>%25</c>.</summary>
    private static string? Literal(string text, out string host)
    {
        host = "";
        var zone = text.IndexOf("%25", StringComparison.Ordinal);
        var address = zone < 0 ? text : text[..zone];
        if (address.Contains('%', StringComparison.Ordinal) || !IPAddress.TryParse(address, out var parsed)
            || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return $"invalid host: ParseAddr({Quote(text)}): unable to parse IP";
        }

        var decoded = zone < 0 ? "" : Decode(text[zone..], Part.Zone, out _);
        host = address + decoded;
        return decoded is null ? $"invalid URL escape {Quote(text[zone..])}" : null;
    }

    private static string? Decode(string text, Part part, out string? error)
    {
        error = null;
        var bytes = new List<byte>(text.Length);
        var source = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            if (c != '%')
            {
                if (part is (Part.Host or Part.Zone) && c < 0x80 && !char.IsAsciiLetterOrDigit((char)c)
                    && !"-._~!$&'()*+,;=:[]<>\"".Contains((char)c, StringComparison.Ordinal))
                {
                    error = $"invalid character {Quote(((char)c).ToString())} in host name";
                    return null;
                }

                bytes.Add(c);
                continue;
            }

            var escape = Encoding.UTF8.GetString(source.AsSpan(i, Math.Min(3, source.Length - i)));
            if (i + 2 >= source.Length
                || !byte.TryParse(source.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var decoded)
                || (part == Part.Host && decoded < 0x80 && escape != "%25"))
            {
                error = $"invalid URL escape {Quote(escape)}";
                return null;
            }

            bytes.Add(decoded);
            i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static string Encode(string path)
    {
        var encoded = new StringBuilder(path.Length);
        foreach (var b in Encoding.UTF8.GetBytes(path))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || "-_.~$&+,/:;=@".Contains((char)b, StringComparison.Ordinal))
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return encoded.ToString();
    }

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
