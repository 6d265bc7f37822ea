using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pharos.Tests.House;

/// <summary>The checkout as text: what its projects refer to and what its files import. Read once for all tests of the house.</summary>
internal static partial class SourceTree
{
    private static readonly string[] Unread = [".git", "artifacts", "bin", "obj", "node_modules", "BenchmarkDotNet.Artifacts", "TestResults"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Files { get; } = [.. TextFiles(Path.Combine(Root, "src"), ".cs").Select(SourceFile.Read)];

    public static IReadOnlyList<ProjectFile> Projects { get; } = [.. TextFiles(Path.Combine(Root, "src"), ".csproj").Select(ProjectFile.Read)];

    public static IEnumerable<string> TextFiles(string folder, params string[] endings)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => endings.Contains(Path.GetExtension(file))))
        {
            yield return file;
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => !Unread.Contains(Path.GetFileName(inner))))
        {
            foreach (var file in TextFiles(inner, endings))
            {
                yield return file;
            }
        }
    }

    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    private static string FindRoot()
    {
        // A build elsewhere (--artifacts-path) is run from inside the checkout.
        foreach (var start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Pharos.slnx")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new InvalidOperationException("The tests do not run inside a checkout: no folder above them holds Pharos.slnx.");
    }

    /// <summary>One C# file.</summary>
    internal sealed partial record SourceFile(string Path, string? Namespace, IReadOnlyList<string> Imports, string[] Lines)
    {
        public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

        public static SourceFile Read(string path)
        {
            var lines = File.ReadAllLines(path);
            var trimmed = lines.Select(line => line.Trim()).ToList();
            var space = trimmed.Select(line => NamespaceLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
            var imports = trimmed.Select(line => ImportLine().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);
            return new SourceFile(path, space, [.. imports.Distinct()], lines);
        }

        [GeneratedRegex(@"^namespace (?<space>[\w.]+)", RegexOptions.NonBacktracking)]
        private static partial Regex NamespaceLine();

        [GeneratedRegex(@"^(?:global )?using (?:static )?(?<space>[\w.]+);", RegexOptions.NonBacktracking)]
        private static partial Regex ImportLine();
    }

    /// <summary>One project file.</summary>
    internal sealed record ProjectFile(string Name, IReadOnlyList<string> References, IReadOnlyList<string> Packages, bool AllowsUnsafe)
    {
        public static ProjectFile Read(string path)
        {
            var xml = XDocument.Load(path);
            return new ProjectFile(
                System.IO.Path.GetFileNameWithoutExtension(path),
                [.. xml.Descendants("ProjectReference").Select(item => System.IO.Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value))],
                [.. xml.Descendants("PackageReference").Select(item => item.Attribute("Include")!.Value)],
                xml.Descendants("AllowUnsafeBlocks").Any(item => item.Value == "true"));
        }
    }
}
