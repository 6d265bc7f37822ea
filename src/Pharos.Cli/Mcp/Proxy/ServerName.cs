using System.Net;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// Names a server. Pins are kept under the name, so it must stay what it is when an argument changes: a default comes only from the word that says which server it is, and where that word cannot be told
/// somebody has to say the name.
/// </summary>
internal static class ServerName
{
    /// <summary>Longest name.</summary>
    public const int Longest = 64;

    // What fetches a package and runs it: the package is the first word that is no option.
    private static readonly string[] Fetchers = ["npx", "bunx", "pnpx", "uvx"];

    // Options of theirs that take no word of their own.
    private static readonly string[] Flags = ["-y", "--yes", "-q", "--quiet", "--no-install", "--prefer-offline", "--prefer-online", "--offline", "--isolated", "--refresh", "--no-cache", "--bun"];

    // What runs something else, whose name stands somewhere among the arguments.
    private static readonly string[] Runners =
    [
        "node", "nodejs", "deno", "bun", "npm", "pnpm", "yarn", "tsx", "python", "pypy", "uv", "pipx", "poetry", "conda", "docker", "podman", "nerdctl", "kubectl", "sh", "bash", "zsh", "dash", "fish", "env", "sudo", "nice",
        "nohup", "timeout", "java", "dotnet", "ruby", "perl", "php", "go", "cargo", "nix", "ssh", "wsl", "cmd", "pwsh", "powershell",
    ];

    /// <summary>The name that a command or an address gives a server; null where somebody has to say it.</summary>
    public static string? Of(IReadOnlyList<string> command, Uri? url) => (url is null ? OfCommand(command) : OfAddress(url)) is { } name && Refuse(name) is null ? name : null;

    /// <summary>Why a name is none; null for one that is. A tool's whole name is divided at the first pair of underscores, so one in a server's name, or at its end, would make another server of it.</summary>
    public static string? Refuse(string name) =>
        name.Length is 0 or > Longest || name.Any(static letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.'))
            ? $"A server's name has ASCII letters, digits and - _ . only, at least one and at most {Longest}."
            : name.Contains("__", StringComparison.Ordinal) || name[0] == '_' || name[^1] == '_'
                ? "A server's name has no \"__\" in it and no \"_\" at its ends: tools are named mcp__NAME__tool, and the name ends at the first \"__\"."
                : null;

    private static string? OfCommand(IReadOnlyList<string> command)
    {
        var program = LastPart(command[0]);
        if (Fetchers.Contains(program, StringComparer.OrdinalIgnoreCase))
        {
            var package = command.Skip(1).FirstOrDefault(word => !Flags.Contains(word, StringComparer.Ordinal));
            return package is null || package.StartsWith('-') ? null : OfPackage(package);
        }

        // "python3.12" runs something else as "python" does.
        return Runners.Contains(program.TrimEnd("0123456789.".ToCharArray()), StringComparer.OrdinalIgnoreCase) ? null : Plain(program);
    }

    // "@scope/server-files@1.2", "mcp-server-git==2.0", "some-package[extra]": the version is no part of the name.
    private static string OfPackage(string package)
    {
        var last = LastPart(package);
        var end = last.IndexOfAny(['@', '=', '<', '>', '~', '!', '[']);
        return Plain(end > 0 ? last[..end] : last);
    }

    private static string? OfAddress(Uri url)
    {
        if (!IPAddress.TryParse(url.Host.Trim('[', ']'), out _) && url.Host != "localhost")
        {
            return Plain(url.Host.Split('.') is [.., var domain, _] ? domain : url.Host);
        }

        // Every server of this machine may be called so.
        var last = Plain(LastPart(url.AbsolutePath));
        return last is "mcp" or "sse" ? null : last;
    }

    private static string LastPart(string path) => path.TrimEnd('/')[(path.TrimEnd('/').LastIndexOf('/') + 1)..];

    private static string Plain(string name)
    {
        foreach (var addition in (ReadOnlySpan<string>)["mcp-server-", "mcp_server_", "server-", "mcp-"])
        {
            if (name.Length > addition.Length && name.StartsWith(addition, StringComparison.OrdinalIgnoreCase))
            {
                return name[addition.Length..];
            }
        }

        return name;
    }
}
