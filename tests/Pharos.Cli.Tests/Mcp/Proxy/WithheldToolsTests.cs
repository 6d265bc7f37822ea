using Pharos.Cli.Invocation;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>Somebody begins in a folder that nobody registered: the client sees no tools, and a person learns why and what to do.</summary>
public sealed class WithheldToolsTests : IAsyncLifetime
{
    private const string Folder = "/srv/unregistered";

    private readonly GatedServer _gate = new();

    public ValueTask InitializeAsync() => _gate.InitializeAsync();

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    [Fact]
    public async Task A_list_that_is_cut_says_what_is_missing_and_why_once()
    {
        await using var client = await _gate.ConnectAsync(new StrictServer(), "files", folder: Folder);
        await client.AskAsync("initialize");
        (await client.ToolsAsync()).ShouldBeEmpty();
        (await client.ToolsAsync()).ShouldBeEmpty();
        var said = _gate.Notes.ToString().Split('\n').Where(line => line.Contains("withheld", StringComparison.Ordinal)).ToList();
        said.ShouldHaveSingleItem().ShouldContain("2 of 2 tools are withheld (say, sum).");
        said[0].ShouldContain("nobody has registered this folder as a workspace");
        said[0].ShouldContain("pharos mcp pins approve --server files");
    }

    [Fact]
    public async Task A_whole_list_says_nothing()
    {
        await using var client = await _gate.ConnectAsync(new StrictServer(), "files");
        await client.AskAsync("initialize");
        (await client.ToolsAsync()).ShouldBe(["sum", "say"]);
        _gate.Notes.ToString().ShouldNotContain("withheld");
    }

    [Fact]
    public async Task What_waits_of_a_server_is_approved_at_once_and_shown()
    {
        await using var client = await _gate.ConnectAsync(new StrictServer(), "files", folder: Folder);
        await client.AskAsync("initialize");
        (await client.ToolsAsync()).ShouldBeEmpty();
        var (code, output, error) = await RunAsync("mcp", "pins", "approve", "--server", "files", "--reason", "read them");
        code.ShouldBe(ExitCode.Ok, error);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ShouldBe(["approved: mcp__files__say", "approved: mcp__files__sum"], ignoreOrder: true);
        (await client.ToolsAsync()).ShouldBe(["sum", "say"]);
        (await RunAsync("mcp", "pins", "approve", "--server", "files")).Error.ShouldContain("definition.unknown");
    }

    [Fact]
    public async Task Of_several_names_none_is_approved_when_one_is_unknown()
    {
        await using var client = await _gate.ConnectAsync(new StrictServer(), "files", folder: Folder);
        await client.AskAsync("initialize");
        await client.ToolsAsync();
        (await RunAsync("mcp", "pins", "approve", "say", "nothing")).Error.ShouldContain("definition.unknown");
        (await client.ToolsAsync()).ShouldBeEmpty();
        (await RunAsync("mcp", "pins", "approve", "say", "sum")).Code.ShouldBe(ExitCode.Ok);
        (await client.ToolsAsync()).ShouldBe(["sum", "say"]);
    }

    [Theory]
    [InlineData]
    [InlineData("say", "--server", "files")]
    public async Task Names_and_a_server_are_one_or_the_other(params string[] arguments) =>
        (await RunAsync(["mcp", "pins", "approve", .. arguments])).Code.ShouldBe(ExitCode.Usage);

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. arguments, "--data", _gate.Data], output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
