namespace Pharos.Tests.House;

public sealed class ProjectDirectionTests
{
    // Each room with the rooms it may refer to. A room that is missing here needs a reason before it needs a line.
    private static readonly Dictionary<string, string[]> Direction = new()
    {
        ["Pharos.Rego"] = [],
        ["Pharos.Shell"] = [],
        ["Pharos"] = ["Pharos.Rego", "Pharos.Shell"],
        ["Pharos.Storage"] = ["Pharos"],
        ["Pharos.Integrations"] = ["Pharos"],
        ["Pharos.Mount"] = ["Pharos"],
        ["Pharos.Server"] = ["Pharos", "Pharos.Storage", "Pharos.Integrations", "Pharos.Mount"],
        ["Pharos.Cli"] = ["Pharos", "Pharos.Storage", "Pharos.Server"],
        ["Pharos.Hook"] = [],
    };

    private static readonly string[] DatabasePackages = ["Microsoft.Data.Sqlite", "SQLitePCLRaw", "Npgsql", "StackExchange.Redis"];

    [Fact]
    public void The_projects_of_the_house_were_found() => SourceTree.Projects.Count.ShouldBeGreaterThanOrEqualTo(7);

    [Fact]
    public void Projects_refer_only_to_the_left()
    {
        foreach (var project in SourceTree.Projects)
        {
            Direction.ShouldContainKey(project.Name);
            project.References.Except(Direction[project.Name]).ShouldBeEmpty($"{project.Name} must not refer to these");
        }
    }

    [Fact]
    public void Only_the_storage_room_has_database_packages()
    {
        foreach (var project in SourceTree.Projects.Where(project => project.Name != "Pharos.Storage"))
        {
            project.Packages.Where(package => DatabasePackages.Any(package.StartsWith)).ShouldBeEmpty(project.Name);
        }
    }

    [Fact]
    public void The_hook_client_refers_to_nothing_at_all() =>
        SourceTree.Projects.Single(project => project.Name == "Pharos.Hook").Packages.ShouldBeEmpty();

    [Fact]
    public void Only_the_mount_room_may_allow_unsafe_code() =>
        SourceTree.Projects.Where(project => project.AllowsUnsafe).Select(project => project.Name).Except(["Pharos.Mount"]).ShouldBeEmpty();

    [Fact]
    public void The_domain_does_not_know_http_sql_or_sockets()
    {
        string[] outside = ["Microsoft.AspNetCore", "Microsoft.Data", "System.Data", "System.Net.Http", "System.Net.Sockets", "Npgsql"];
        var found =
            from file in SourceTree.Files
            where file.Namespace == "Pharos" || FeatureOrderTests.Features.Any(feature => file.Namespace?.StartsWith($"Pharos.{feature}", StringComparison.Ordinal) == true)
            from import in file.Imports
            where outside.Any(name => import.StartsWith(name, StringComparison.Ordinal))
            select $"{SourceTree.Relative(file.Path)} imports {import}";
        found.ShouldBeEmpty();
    }
}
