namespace Pharos.Server.Health;

/// <summary>What to do about the log's failures, by their stable codes.</summary>
internal static class Remedies
{
    private const string ByItself = "The server tries again by itself every few seconds.";

    private static readonly Dictionary<string, string> ByCode = new(StringComparer.Ordinal)
    {
        ["log.full"] = $"Free space on the disk that holds the log. {ByItself}",
        ["store.readonly"] = $"Make the data folder writable for the server's account: mount it read-write, give back the permissions. {ByItself}",
        ["log.io"] = $"Look at the kernel's messages about this disk (dmesg). {ByItself}",
        ["log.busy"] = $"Find what holds the log's file open (fuser) and end it. {ByItself}",
        ["log.overloaded"] = "Fewer callers at a time, or a faster disk; callers may repeat what was refused.",
        ["log.corrupt"] = "Run \"pharos log verify\", keep the damaged file, and restore a backup.",
        ["log.closed"] = "The server is stopping; start it again.",
        ["checkpoint.unwritable"] = $"Make the file writable for the server's account, or take it out of log.checkpointCopies. {ByItself}",
        ["index.failing"] = $"Free space and permissions of index.db, or of the index tables in PostgreSQL; \"pharos log reindex\" makes it anew. {ByItself}",
        ["index.behind"] = "Searches wait for it or fail; decisions do not. Look at the disk's load.",
        ["store.unreachable"] = $"Start the database, or let this machine reach it. {ByItself}",
    };

    /// <summary>What to do; null for codes without advice.</summary>
    public static string? Of(string code) => ByCode.GetValueOrDefault(code);
}
