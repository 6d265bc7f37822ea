using Pharos.Proposals;

namespace Pharos.Tests.Proposals;

public sealed class LexicalPathTests
{
    [Theory]
    [InlineData("a/b", "/w", "/w/a/b")]
    [InlineData("../x", "/w/a", "/w/x")]
    [InlineData("../../../../etc", "/w", "/etc")]
    [InlineData("/a//b/./c/", "/w", "/a/b/c")]
    [InlineData("/a/...", "/w", "/a/...")]
    [InlineData("/a/.hidden", "/w", "/a/.hidden")]
    [InlineData(".", "/w", "/w")]
    [InlineData("", "/w", "/w")]
    [InlineData("/..", "/w", "/")]
    public void A_path_is_resolved_from_a_folder(string path, string from, string expected) => LexicalPath.Resolve(path, from).ShouldBe(expected);

    [Theory]
    [InlineData("/w/a", "/w", true)]
    [InlineData("/w", "/w", true)]
    [InlineData("/work", "/w", false)]
    [InlineData("/", "/w", false)]
    [InlineData("/anything", "/", true)]
    public void Containment_is_by_whole_names(string path, string root, bool isWithin) => LexicalPath.IsWithin(path, root).ShouldBe(isWithin);

    [Fact]
    public void Normalising_twice_changes_nothing_more()
    {
        var random = new Random(20261121);
        string[] parts = ["a", "b", ".", "..", "", "...", ".x", "c d"];
        for (var round = 0; round < 5_000; round++)
        {
            var path = string.Join('/', Enumerable.Range(0, random.Next(1, 9)).Select(_ => parts[random.Next(parts.Length)]));
            var once = LexicalPath.Resolve(path, "/base/dir");
            LexicalPath.Normalise(once).ShouldBe(once);
            once.ShouldStartWith("/");
            once.Split('/').ShouldNotContain("..");
        }
    }
}
