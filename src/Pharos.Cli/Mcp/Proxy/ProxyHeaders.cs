using Pharos.Proposals;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Reads headers for a server from the command line. A secret is named, not written: other accounts can read command lines.</summary>
internal static class ProxyHeaders
{
    /// <summary>Reads <c>NAME: VALUE</c>; a value <c>$NAME</c> is the environment's.</summary>
    public static (IReadOnlyDictionary<string, string>? Headers, Problem? Problem) Read(IReadOnlyList<string> lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon < 0 ? ("", "") : (line[..colon].Trim(), line[(colon + 1)..].Trim());
            if (value.StartsWith('$'))
            {
                value = Environment.GetEnvironmentVariable(value[1..]) ?? "";
            }

            if (name.Length == 0 || value.Length == 0 || name.Any(static letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_')) || value.Any(char.IsControl))
            {
                return (null, new Problem("header.invalid", $"--header is NAME: VALUE, and a variable that it names is set; \"{name}\" is not."));
            }

            headers[name] = value;
        }

        return (headers, null);
    }
}
