using System.Text.Json;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

public sealed class WorkspaceRootsTests : IDisposable
{
    private readonly string _workspace = Directory.CreateTempSubdirectory("pharos-roots-").FullName;

    public WorkspaceRootsTests() => Directory.CreateDirectory(Path.Combine(_workspace, "a b"));

    public void Dispose() => Directory.Delete(_workspace, recursive: true);

    [Theory]
    [InlineData("""{"roots":[{"uri":"file://HERE"}]}""", true)]
    [InlineData("""{"roots":[{"uri":"file://HERE/","name":"NAME"}]}""", true)]
    [InlineData("""{"roots":[{"uri":"file://HERE/a%20b","name":"a b"}]}""", true)]
    [InlineData("""{"roots":[]}""", true)]
    [InlineData("""{"roots":[{"uri":"file://HERE"},{"uri":"file:///home"}]}""", false)]
    [InlineData("""{"roots":[{"uri":"file://HERE/../other"}]}""", false)]
    [InlineData("""{"roots":[{"uri":"file://HERE/%2e%2e"}]}""", false)]
    [InlineData("""{"roots":[{"uri":"file://HERE-other"}]}""", false)]
    [InlineData("""{"roots":[{"uri":"file://HERE/words-that-are-no-folder"}]}""", false)]
    [InlineData("""{"roots":[{"uri":"file://HERE?words"}]}""", false)]
    [InlineData("""{"roots":[{"uri":"file://host/HERE"}]}""", false)]
    [InlineData("""{"roots":[{"uri":"https://example.org/"}]}""", false)]
    [InlineData("""{"roots":[{"uri":"file://HERE","name":"words"}]}""", false)]
    [InlineData("""{"roots":[{"uri":"file://HERE","_meta":{"words":1}}]}""", false)]
    [InlineData("""{"roots":[{"uri":"file://HERE"}],"_meta":{}}""", false)]
    [InlineData("""{"roots":"file://HERE"}""", false)]
    [InlineData("[]", false)]
    public void Only_the_workspace_and_folders_that_are_in_it_are_no_news(string result, bool isNothingNew)
    {
        var json = result.Replace("HERE", _workspace, StringComparison.Ordinal).Replace("NAME", Path.GetFileName(_workspace), StringComparison.Ordinal);
        WorkspaceRoots.SayNothingNew(JsonDocument.Parse(json).RootElement, _workspace).ShouldBe(isNothingNew);
    }

    [Fact]
    public void To_a_server_somewhere_else_every_path_is_news() =>
        WorkspaceRoots.SayNothingNew(JsonDocument.Parse($$"""{"roots":[{"uri":"file://{{_workspace}}"}]}""").RootElement, null).ShouldBeFalse();
}
