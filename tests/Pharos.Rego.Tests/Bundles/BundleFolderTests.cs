using Pharos.Rego.Bundles;

namespace Pharos.Rego.Tests.Bundles;

public sealed class BundleFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-bundle-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_what_means_something_in_a_bundle_is_collected()
    {
        Write("a.rego", "x/data.json", "x/notes.json", "README.md", ".manifest", ".git/data.json", "skipped/b.rego", "c_test.rego");
        File.CreateSymbolicLink(Path.Combine(_folder, "linked.rego"), Path.Combine(_folder, "a.rego"));
        BundleFolder.Read(_folder, ["skipped", "*_test.rego"], BundleLimits.Default).ShouldBeOfType<BundleFilesOutcome.Collected>()
            .Files.All.Select(file => file.Path).ShouldBe([".manifest", "a.rego", "x/data.json"]);
    }

    [Fact]
    public void A_file_that_is_too_large_is_named()
    {
        Write("a.rego");
        BundleFolder.Read(_folder, [], new BundleLimits { FileBytes = 1 }).ShouldBeOfType<BundleFilesOutcome.Refused>().Problem.File.ShouldBe("a.rego");
    }

    [Theory]
    [InlineData("*.rego", "a.rego", true)]
    [InlineData("*.rego", "x/a.rego", false)]
    [InlineData("x/*/b?.rego", "x/y/b1.rego", true)]
    [InlineData("[a-c]*", "beta", true)]
    [InlineData("[^a-c]*", "beta", false)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("[", "[", false)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    public void Patterns_are_those_of_shells(string pattern, string name, bool isMatch) => FilePattern.IsMatch(pattern, name).ShouldBe(isMatch);

    private void Write(params string[] paths)
    {
        foreach (var path in paths)
        {
            var file = Path.Combine(_folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "text");
        }
    }
}
