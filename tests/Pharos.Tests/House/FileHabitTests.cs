using System.Text.RegularExpressions;

namespace Pharos.Tests.House;

public sealed partial class FileHabitTests
{
    private const int MostLines = 400;

    // Long files with the reason why splitting would hide more than it shows.
    private static readonly Dictionary<string, string> LongForAReason = new()
    {
    };

    private static readonly string[] Endings = [".cs", ".csproj", ".props", ".slnx", ".md", ".rego", ".json", ".yaml", ".yml", ".sh", ".sql", ""];

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold()
    {
        var tooLong = SourceTree.Files.Where(file => file.Lines.Length > MostLines && !LongForAReason.ContainsKey(SourceTree.Relative(file.Path)));
        tooLong.Select(file => $"{SourceTree.Relative(file.Path)}: {file.Lines.Length} lines").ShouldBeEmpty();
    }

    [Fact]
    public void Reasons_for_long_files_are_not_kept_after_the_file_shrank()
    {
        var lengths = SourceTree.Files.ToDictionary(file => SourceTree.Relative(file.Path), file => file.Lines.Length);
        LongForAReason.Keys.Where(path => lengths.GetValueOrDefault(path) <= MostLines).ShouldBeEmpty();
    }

    [Fact]
    public void Names_say_what_a_thing_is()
    {
        SourceTree.Files.Select(file => file.Name.Split('.')[0]).Where(name => EmptyName().IsMatch(name)).ShouldBeEmpty();
        SourceTree.Files.Select(file => file.Namespace).OfType<string>().Distinct().Where(name => name.Split('.').Any(part => EmptyName().IsMatch(part))).ShouldBeEmpty();
    }

    [Fact]
    public void Folders_and_namespaces_agree()
    {
        var wrong =
            from file in SourceTree.Files
            where file.Namespace is not null
            let folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(SourceTree.Root, "src"), file.Path))!.Replace('/', '.')
            where file.Namespace != folder
            select $"{SourceTree.Relative(file.Path)} declares {file.Namespace}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Our_own_namespaces_are_imported_where_they_are_used()
    {
        SourceTree.Files.SelectMany(file => file.Lines).Where(line => line.TrimStart().StartsWith("global using Pharos", StringComparison.Ordinal)).ShouldBeEmpty();
        var projects = SourceTree.TextFiles(SourceTree.Root, ".csproj", ".props").Select(File.ReadAllText);
        projects.Where(text => text.Contains("<Using Include=\"Pharos", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_unfinished_is_left_behind()
    {
        var found =
            from file in SourceTree.Files
            from line in file.Lines
            where Unfinished().IsMatch(line)
            select $"{SourceTree.Relative(file.Path)}: {line.Trim()}";
        found.ShouldBeEmpty();
    }

    [Fact]
    public void No_file_names_the_machine_it_was_written_on()
    {
        // Spelled in two parts, so that this file does not find itself.
        string[] places = ["/wo" + "rk/main", "/wo" + "rk/shared", "/tm" + "p/art-"];
        var found =
            from path in SourceTree.TextFiles(SourceTree.Root, Endings)
            let text = File.ReadAllText(path)
            from place in places
            where text.Contains(place, StringComparison.Ordinal)
            select $"{SourceTree.Relative(path)} names {place}";
        found.ShouldBeEmpty();
    }

    [GeneratedRegex("^(?:Utils?|Utilities|Common|Shared|Misc|Helpers?|Base|Impl)$|(?:Utils?|Utilities|Helpers?|Manager|Base|Impl)$", RegexOptions.NonBacktracking)]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"//.*\b(?:TODO|FIXME|HACK)\b|new NotImplementedException|^\s*#region", RegexOptions.NonBacktracking)]
    private static partial Regex Unfinished();
}
