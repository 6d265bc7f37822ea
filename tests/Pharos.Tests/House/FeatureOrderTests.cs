namespace Pharos.Tests.House;

public sealed class FeatureOrderTests
{
    /// <summary>The features of the domain; each uses only what stands before it. The order is the one of ARCHITECTURE.md.</summary>
    internal static readonly string[] Features =
    [
        "Events", "Agents", "Proposals", "Policies", "Grants", "Models", "Gate", "Review", "Workspaces", "Conversations", "Health", "Alerts", "Objectives", "Load", "Backups",
    ];

    [Fact]
    public void Every_folder_of_the_domain_is_a_feature_with_a_place_in_the_order()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src", "Pharos")).Select(Path.GetFileName).Except(["bin", "obj"]);
        folders.Except(Features).ShouldBeEmpty("give each its place in ARCHITECTURE.md and here");
    }

    [Fact]
    public void Features_use_only_what_stands_to_their_left()
    {
        var wrong =
            from file in SourceTree.Files
            let own = PlaceOf(file.Namespace)
            where own >= 0
            from import in file.Imports
            let other = PlaceOf(import)
            where other > own
            select $"{SourceTree.Relative(file.Path)} imports {import}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void ARCHITECTURE_names_the_order_that_is_tested()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "ARCHITECTURE.md"));
        text.ShouldContain(string.Join(" · ", Features));
    }

    private static int PlaceOf(string? name) =>
        name?.Split('.') is ["Pharos", var feature, ..] ? Array.IndexOf(Features, feature) : -1;
}
