using System.IO.Compression;
using System.Text.Json;

namespace Pharos.Shell.Tests;

/// <summary>Finds the public corpora that are measured on; they are not part of the project.</summary>
internal static class Corpora
{
    public static string Folder { get; } = Find();

    public static void Require(string name) => Assert.SkipUnless(Path.Exists(Path.Combine(Folder, name)), $"the corpus {name} is not on this machine");

    public static IEnumerable<(string Source, string Command)> Commands()
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(Folder, "commands.jsonl.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            yield return (json.RootElement.GetProperty("source").GetString()!, json.RootElement.GetProperty("command").GetString()!);
        }
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("PHAROS_CORPORA") is { Length: > 0 } named)
        {
            return named;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pharos.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.Parent?.FullName ?? "/", "shared", "data");
    }
}
