using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Pharos.Shell.Tests.Syntax;

/// <summary>The scripts of the public parser corpora.</summary>
internal static partial class ShellCases
{
    private const string TreeSitter = "shell-corpora/tree-sitter-bash";
    private const string Oils = "shell-corpora/oils-spec.tar.gz";

    /// <summary>The sources of tree-sitter's grammar cases and its example scripts.</summary>
    public static List<string> OfTreeSitter()
    {
        Corpora.Require(TreeSitter);
        var folder = Path.Combine(Corpora.Folder, TreeSitter);
        var cases = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            cases.AddRange(GrammarCase().Matches(File.ReadAllText(file)).Select(match => match.Groups["source"].Value));
        }

        cases.AddRange(Directory.EnumerateFiles(folder, "*.sh", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText));
        return cases;
    }

    /// <summary>The cases of Oils' specification that it runs with bash.</summary>
    public static List<(string File, string Script)> OfOils()
    {
        Corpora.Require(Oils);
        var cases = new List<(string, string)>();
        using var archive = new GZipStream(File.OpenRead(Path.Combine(Corpora.Folder, Oils)), CompressionMode.Decompress);
        using var reader = new TarReader(archive);
        while (reader.GetNextEntry() is { } entry)
        {
            if (!entry.Name.EndsWith(".test.sh", StringComparison.Ordinal) || entry.DataStream is null)
            {
                continue;
            }

            using var content = new StreamReader(entry.DataStream);
            var text = content.ReadToEnd();
            if (RunsWithBash().IsMatch(text))
            {
                cases.AddRange(CaseStart().Split(text).Skip(1).Select(section => (Path.GetFileName(entry.Name), Script(section))));
            }
        }

        return cases;
    }

    private static string Script(string section)
    {
        var body = section[(section.IndexOf('\n') + 1)..];
        var code = CodeLine().Match(body);
        return code.Success ? code.Groups[1].Value : Annotation().Split(body)[0];
    }

    [GeneratedRegex(@"^=+\r?\n.*\r?\n(?::.*\r?\n)*=+\r?\n(?<source>(?s:.*?))\r?\n---+\r?\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex GrammarCase();

    [GeneratedRegex(@"^## compare_shells:.*\bbash\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex RunsWithBash();

    [GeneratedRegex("^#### ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex CaseStart();

    [GeneratedRegex("^## code: (?<code>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex CodeLine();

    [GeneratedRegex("^## ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Annotation();
}
