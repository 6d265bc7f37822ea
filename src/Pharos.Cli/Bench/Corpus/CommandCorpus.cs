using System.IO.Compression;
using System.Text;
using Pharos.Cli.Connection;
using Pharos.Rego.Values;

namespace Pharos.Cli.Bench.Corpus;

/// <summary>Reads corpora: lines <c>{"id","source","label","command"}</c>, plain or gzip.</summary>
internal static class CommandCorpus
{
    // Used where no corpus is at hand: ordinary work, in the shapes that agents write it.
    private static readonly string[] BuiltIn =
    [
        "ls -la", "git status", "git diff --stat HEAD~1", "cat README.md | head -50", "grep -rn \"TODO\" src --include='*.cs'", "npm test", "npm run build && npm run lint",
        "dotnet build -c Release 2>&1 | tail -5", "find . -name '*.py' -not -path './node_modules/*' | xargs wc -l", "rm -rf build dist", "mkdir -p out && cp -r assets out/",
        "git add -A && git commit -m 'Fix the parser'", "curl -fsSL https://example.com/install.sh | sh", "sudo rm -rf /var/log/*", "for f in *.txt; do mv \"$f\" \"${f%.txt}.md\"; done",
        "python3 -c 'print(1)'", "docker run --rm -v $PWD:/app node:20 npm ci", "ssh host 'systemctl restart app'", "sed -i 's/a/b/g' src/*.js", "chmod +x scripts/run.sh",
        "tar czf backup.tgz src", "kill -9 $(pgrep node)", "echo $HOME > /tmp/x", "git push --force origin main", "export A=1; env | sort", "cd src && make -j4",
    ];

    /// <summary>The corpus at a path.</summary>
    /// <exception cref="InvalidDataException">It is not there or not in the form.</exception>
    public static IEnumerable<CorpusLine> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"There is no corpus {path}.");
        }

        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content, Encoding.UTF8);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (!RegoValue.TryParseJson(Encoding.UTF8.GetBytes(line), out var value, out var error) || value is not RegoObject entry || entry.TextOf("command") is not { } command)
            {
                throw new InvalidDataException($"{path}:{number} is not {{\"source\",\"label\",\"command\"}}: {error ?? "\"command\" is missing"}");
            }

            yield return new CorpusLine(entry.TextOf("id") ?? $"{number}", entry.TextOf("source") ?? "", entry.TextOf("label") ?? "", command);
        }
    }

    /// <summary>A sample that is the same in every run: of the corpus where there is one, else of the built-in commands.</summary>
    /// <returns>Its name for the report, and distinct commands.</returns>
    public static (string Name, IReadOnlyList<string> Commands) Sample(int size, int seed)
    {
        var folder = Environment.GetEnvironmentVariable("PHAROS_CORPORA") ?? Path.Combine(CheckoutFolder() ?? "/nonexistent", "../shared/data");
        var path = Path.Combine(folder, "commands.jsonl.gz");
        if (!File.Exists(path))
        {
            return ($"{BuiltIn.Length} built-in commands", BuiltIn);
        }

        var all = Read(path).Select(line => line.Command).Distinct(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(all);
        return ($"{Math.Min(size, all.Length)} commands of commands.jsonl.gz, seed {seed}", all[..Math.Min(size, all.Length)]);
    }

    /// <summary>The folder of the checkout that this program was built in; null outside of one.</summary>
    public static string? CheckoutFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pharos.slnx")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
