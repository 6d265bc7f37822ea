using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Tests.Mcp;

public sealed class StdioCarrierTests(CarriedServer server) : IClassFixture<CarriedServer>
{
    public static TheoryData<string> Versions => ["2026-07-28", "2025-11-25"];

    [Theory, MemberData(nameof(Versions))]
    public async Task An_agent_on_pipes_lists_and_calls(string version)
    {
        await using var client = await server.ConnectAsync(version, $"piped-{version}");

        var tools = await client.ListToolsAsync();
        var answer = await client.CallToolAsync("pharos_propose", server.Proposal("git status"));

        client.NegotiatedProtocolVersion.ShouldBe(version);
        tools.ShouldContain(tool => tool.Name == "pharos_propose");
        answer.StructuredContent!.Value.GetProperty("decision").GetString().ShouldBe("allow");
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task An_agent_does_not_notice_that_the_server_was_started_anew(string version)
    {
        await using var client = await server.ConnectAsync(version, $"survivor-{version}");
        await client.CallToolAsync("pharos_health");
        await server.StopAsync();

        var calling = client.CallToolAsync("pharos_health").AsTask();
        await server.StartAsync();

        (await calling).StructuredContent!.Value.GetProperty("subject").GetString().ShouldBe($"survivor-{version}");
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_server_that_is_not_there_is_an_error_that_says_so(string version)
    {
        await using var client = await server.ConnectAsync(version, $"orphan-{version}");
        await client.CallToolAsync("pharos_health");
        await server.StopAsync();
        try
        {
            var problem = await Should.ThrowAsync<ModelContextProtocol.McpException>(async () => await client.CallToolAsync("pharos_health"));
            problem.Message.ShouldContain("pharos serve");
        }
        finally
        {
            await server.StartAsync();
        }
    }

    [Fact]
    public async Task What_is_no_message_is_answered_with_an_error_and_does_not_end_the_carrier()
    {
        var (to, from) = server.Carry(await server.TokenAsync("babbler"));
        using var answers = new StreamReader(from);
        await to.WriteAsync(Encoding.UTF8.GetBytes("this is not json\n[]\n\n{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}\n"));

        var errors = new List<JsonElement>();
        for (var i = 0; i < 3; i++)
        {
            errors.Add(JsonDocument.Parse((await answers.ReadLineAsync())!).RootElement.Clone());
        }

        errors.Count(error => error.GetProperty("error").GetProperty("code").GetInt32() == -32700).ShouldBe(2);
        errors.ShouldContain(error => error.GetProperty("id").ValueKind == JsonValueKind.Number && error.GetProperty("id").GetInt32() == 7);
    }

    [Fact]
    public async Task A_token_that_is_none_is_an_error_with_the_servers_words()
    {
        var (to, from) = server.Carry("ph_forged.token");
        using var answers = new StreamReader(from);
        await to.WriteAsync("""{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}"""u8.ToArray());
        await to.WriteAsync("\n"u8.ToArray());

        var error = JsonDocument.Parse((await answers.ReadLineAsync())!).RootElement.GetProperty("error");

        error.GetProperty("data").GetProperty("code").GetString()!.ShouldStartWith("token.");
    }
}
