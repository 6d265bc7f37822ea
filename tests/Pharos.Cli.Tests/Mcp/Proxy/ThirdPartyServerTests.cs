using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>Servers of others with the proxy and without: everything they answer is equal, but for what the policies refuse.</summary>
[Trait("Category", "Slow")]
public sealed partial class ThirdPartyServerTests(GatedServer gate, NpmServers npm) : IClassFixture<GatedServer>, IClassFixture<NpmServers>
{
    [Fact]
    public Task Everything_answers_through_the_proxy_what_it_answers_without()
    {
        Assert.SkipUnless(npm.Missing is null, npm.Missing ?? "");
        var arguments = new Dictionary<string, string>
        {
            ["echo"] = """{"message":"hello"}""",
            ["get-sum"] = """{"a":2,"b":3}""",
            ["get-annotated-message"] = """{"messageType":"success","includeImage":true}""",
            ["get-resource-links"] = """{"count":3}""",
            ["get-resource-reference"] = """{"resourceType":"Text","resourceId":1}""",
            ["get-structured-content"] = """{"location":"Chicago"}""",
            ["get-tiny-image"] = "{}",
            ["trigger-long-running-operation"] = """{"duration":0.2,"steps":2}""",
        };
        return CompareAsync("everything", ["node", npm.Everything], arguments, denied: ["get-env"]);
    }

    [Fact]
    public async Task Filesystem_answers_through_the_proxy_what_it_answers_without_and_stays_in_the_workspace()
    {
        Assert.SkipUnless(npm.Missing is null, npm.Missing ?? "");
        await File.WriteAllTextAsync(Path.Combine(gate.Project, "notes.txt"), "one\ntwo\nthree\n");
        Directory.CreateDirectory(Path.Combine(gate.Project, "folder"));
        string In(string name) => Path.Combine(gate.Project, name);
        var arguments = new Dictionary<string, string>
        {
            ["read_file"] = $$"""{"path":"{{In("notes.txt")}}"}""",
            ["read_text_file"] = $$"""{"path":"{{In("notes.txt")}}","head":2}""",
            ["read_multiple_files"] = $$"""{"paths":["{{In("notes.txt")}}","{{In("missing.txt")}}"]}""",
            ["write_file"] = $$"""{"path":"{{In("written.txt")}}","content":"written"}""",
            ["edit_file"] = $$"""{"path":"{{In("notes.txt")}}","edits":[{"oldText":"two","newText":"zwei"}],"dryRun":true}""",
            ["create_directory"] = $$"""{"path":"{{In("made")}}"}""",
            ["list_directory"] = $$"""{"path":"{{gate.Project}}"}""",
            ["list_directory_with_sizes"] = $$"""{"path":"{{gate.Project}}"}""",
            ["directory_tree"] = $$"""{"path":"{{gate.Project}}"}""",
            ["search_files"] = $$"""{"path":"{{gate.Project}}","pattern":"*.txt"}""",
            ["get_file_info"] = $$"""{"path":"{{In("notes.txt")}}"}""",
            ["list_allowed_directories"] = "{}",
        };
        await CompareAsync("filesystem", ["node", npm.Filesystem, "/"], arguments, denied: []);
        await using var client = await gate.ConnectAsync(ChildServer.Start(["node", npm.Filesystem, "/"], ProxyOptions.LongestMessage, TimeProvider.System), "filesystem", new ProxyOptions { Name = "", Wait = TimeSpan.FromSeconds(1) });
        var raw = new RawClient(client.ToProxy, client.FromProxy);
        await raw.InitializeAsync();
        foreach (var (tool, denied) in ((string, string)[])[("write_file", """{"path":"/etc/cron.d/pharos-test","content":"* * * * * root true"}"""), ("read_text_file", """{"path":"/root/.ssh/id_rsa"}""")])
        {
            var answer = await raw.AskAsync("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = JsonNode.Parse(denied) });
            answer["isError"]!.GetValue<bool>().ShouldBeTrue();
            answer["content"]![0]!["text"]!.GetValue<string>().ShouldContain("Pharos");
        }

        File.Exists("/etc/cron.d/pharos-test").ShouldBeFalse();
    }

    [Fact]
    public async Task The_official_client_of_this_language_works_through_the_proxy()
    {
        Assert.SkipUnless(npm.Missing is null, npm.Missing ?? "");
        await using var proxied = await gate.ConnectAsync(ChildServer.Start(["node", npm.Everything], ProxyOptions.LongestMessage, TimeProvider.System), "everything");
        await using var client = await McpClient.CreateAsync(new StreamClientTransport(proxied.ToProxy, proxied.FromProxy), cancellationToken: TestContext.Current.CancellationToken);
        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        tools.Select(tool => tool.Name).ShouldContain("echo");
        var echoed = await client.CallToolAsync("echo", new Dictionary<string, object?> { ["message"] = "hello" }, cancellationToken: TestContext.Current.CancellationToken);
        echoed.IsError.ShouldNotBe(true);
        (await client.ListPromptsAsync(cancellationToken: TestContext.Current.CancellationToken)).ShouldNotBeEmpty();
        (await client.ListResourcesAsync(cancellationToken: TestContext.Current.CancellationToken)).ShouldNotBeEmpty();
        var progress = 0;
        var slow = await client.CallToolAsync(
            "trigger-long-running-operation", new Dictionary<string, object?> { ["duration"] = 0.3, ["steps"] = 3 }, new Progress<ModelContextProtocol.ProgressNotificationValue>(_ => Interlocked.Increment(ref progress)), cancellationToken: TestContext.Current.CancellationToken);
        slow.IsError.ShouldNotBe(true);
        for (var attempt = 0; attempt < 3000 && Volatile.Read(ref progress) == 0; attempt++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        progress.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("tools/list")]
    [InlineData("resources/list")]
    [InlineData("prompts/list")]
    [InlineData("tools/call --tool-name echo --tool-arg message=hello")]
    public async Task The_inspector_of_npm_prints_the_same_with_the_proxy_and_without(string method)
    {
        Assert.SkipUnless(npm.Missing is null, npm.Missing ?? "");
        var token = Path.Combine(gate.Data, $"inspector-{Guid.NewGuid():N}.token");
        await File.WriteAllTextAsync(token, await gate.TokenAsync($"inspector-{Guid.NewGuid():N}"));
        string[] proxy = ["dotnet", typeof(CommandLine).Assembly.Location, "mcp", "proxy", "--data", gate.Data, "--token-file", token, "--workspace", gate.Project, "--name", "everything", "--"];
        var words = $"--method {method}".Split(' ');
        var script = Path.Combine(gate.Data, $"proxied-{Guid.NewGuid():N}.sh");
        await File.WriteAllTextAsync(script, $"exec {string.Join(' ', proxy)} node {npm.Everything}\n");
        var direct = await RunAsync(["node", npm.Inspector, "node", npm.Everything, .. words]);
        var proxied = await RunAsync(["node", npm.Inspector, "sh", script, .. words]);
        direct.Output.ShouldNotBeEmpty(direct.Error);
        proxied.Output.ShouldBe(direct.Output, proxied.Error);
    }

    private async Task CompareAsync(string name, string[] command, Dictionary<string, string> arguments, string[] denied)
    {
        using var bare = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await using var proxied = await gate.ConnectAsync(ChildServer.Start(command, ProxyOptions.LongestMessage, TimeProvider.System), name, new ProxyOptions { Name = "", Wait = TimeSpan.FromSeconds(1) });
        var (without, with) = (new RawClient(bare.StandardInput.BaseStream, bare.StandardOutput.BaseStream), new RawClient(proxied.ToProxy, proxied.FromProxy));
        try
        {
            Same(await without.InitializeAsync(), await with.InitializeAsync(), "initialize");
            async Task<JsonNode> BothAsync(string method, JsonNode? parameters = null)
            {
                var answer = await without.AskAsync(method, parameters);
                Same(answer, await with.AskAsync(method, parameters), $"{method} {parameters?.ToJsonString()}");
                return answer;
            }

            await BothAsync("ping");
            await BothAsync("a/method/that/nobody/knows");
            var tools = (await BothAsync("tools/list"))["tools"]!.AsArray();
            foreach (var (list, items, key, one) in ((string, string, string, string)[])[("resources/list", "resources", "uri", "resources/read"), ("prompts/list", "prompts", "name", "prompts/get")])
            {
                foreach (var item in (await BothAsync(list))[items]?.AsArray() ?? [])
                {
                    await BothAsync(one, new JsonObject { [key] = item![key]!.DeepClone() });
                }
            }

            await BothAsync("resources/templates/list");
            foreach (var tool in tools.Select(tool => tool!["name"]!.GetValue<string>()))
            {
                var parameters = new JsonObject { ["name"] = tool, ["arguments"] = JsonNode.Parse(arguments.GetValueOrDefault(tool, "{}")), ["_meta"] = new JsonObject { ["progressToken"] = "t" } };
                var (expected, answer) = (await without.AskAsync("tools/call", parameters), await with.AskAsync("tools/call", parameters));
                if (answer["_meta"]?["pharos/decision"] is not { } decision)
                {
                    Same(expected, answer, tool);
                }
                else if (arguments.ContainsKey(tool))
                {
                    // What its server says may destroy something is asked about, and then it is the same.
                    decision["decision"]!.GetValue<string>().ShouldBe("review", $"{tool}: {answer.ToJsonString()}");
                    await gate.JudgeAsync(decision["proposal"]!.GetValue<string>(), """{"verdict":"approve"}""");
                    Same(await without.AskAsync("tools/call", parameters), await with.AskAsync("tools/call", parameters), tool);
                }
                else if (denied.Contains(tool))
                {
                    answer["isError"]!.GetValue<bool>().ShouldBeTrue();
                }
            }
        }
        finally
        {
            bare.Kill();
        }
    }

    private static void Same(JsonNode expected, JsonNode actual, string what) => Plain(actual).ShouldBe(Plain(expected), what);

    // Times and sizes differ from call to call without the proxy too.
    private static string Plain(JsonNode node) => Clock().Replace(node.ToJsonString(), "TIME");

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z|\d{1,2}:\d\d:\d\d( [AP]M)?|\w{3} \w{3} \d\d \d{4} [\d:]+ GMT[^""]*|\d+\.\d+ seconds", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Clock();

    private static async Task<(string Output, string Error)> RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (await output, await error);
    }
}
