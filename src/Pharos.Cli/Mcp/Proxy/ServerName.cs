using System.Net;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Names a server after its command or its address.</summary>
internal static class ServerName
{
    /// <summary>The name of a server as far as it can be told from its command or address: the last word that names it.</summary>
    public static string Of(IReadOnlyList<string> command, Uri? url)
    {
        var source = url is not null
            ? IPAddress.TryParse(url.Host, out _) || url.Host == "localhost" ? url.AbsolutePath.Trim('/') : url.Host.Split('.') is [.., var domain, _] ? domain : url.Host
            : command.LastOrDefault(word => word.Contains("mcp", StringComparison.OrdinalIgnoreCase) || word.Contains("server", StringComparison.OrdinalIgnoreCase)) ?? Path.GetFileName(command[0]);
        var last = source[(source.TrimEnd('/').LastIndexOf('/') + 1)..].Split('@')[0];
        foreach (var addition in (ReadOnlySpan<string>)["mcp-server-", "server-", "mcp-"])
        {
            last = last.StartsWith(addition, StringComparison.OrdinalIgnoreCase) ? last[addition.Length..] : last;
        }

        var name = new string([.. last.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')]);
        return name.Length == 0 ? "server" : name.Length > 64 ? name[..64] : name;
    }
}
