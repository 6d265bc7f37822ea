namespace Pharos.Gate.Facts.Content;

/// <summary>Reads the first line of a script.</summary>
internal static class Interpreter
{
    /// <summary>The language a <c>#!</c> line asks for; null for programs that are no interpreter of text.</summary>
    public static string? Of(string line)
    {
        var words = line[2..].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var at = 0;
        if (words.Length > 0 && words[0].EndsWith("/env", StringComparison.Ordinal))
        {
            at++;
            while (at < words.Length && (words[at].StartsWith('-') || words[at].Contains('=', StringComparison.Ordinal)))
            {
                at++;
            }
        }

        if (at >= words.Length)
        {
            return null;
        }

        var name = words[at][(words[at].LastIndexOf('/') + 1)..];
        return name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.') switch
        {
            "sh" or "bash" or "dash" or "zsh" or "ksh" or "ash" or "mksh" or "busybox" => RunnableScript.Shell,
            "python" or "pypy" or "ipython" or "uv" => "python3",
            "node" or "nodejs" or "deno" or "bun" or "tsx" or "ts-node" => "node",
            "ruby" => "ruby",
            "perl" => "perl",
            "php" => "php",
            "lua" or "luajit" => "lua",
            "pwsh" or "powershell" => "pwsh",
            _ => null,
        };
    }
}
