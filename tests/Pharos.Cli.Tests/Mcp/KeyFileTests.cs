using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using Pharos.Cli.Connection;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Tests.Mcp;

/// <summary>The program itself, started as an expert's client starts it: <c>pharos mcp --token-file FILE --key-file FILE</c>.</summary>
public sealed class KeyFileTests(CarriedServer server) : IClassFixture<CarriedServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Versions => ["2026-07-28", "2025-11-25"];

    [Theory, MemberData(nameof(Versions))]
    public async Task An_expert_on_pipes_takes_a_task_and_finishes_it_with_its_key(string version)
    {
        var (expert, asker) = ($"signing-{version}", await server.TokenAsync($"asker-{version}"));
        var (token, key) = await RegisterAsync(expert);
        var asked = await SendAsync(asker, "/api/tasks", $$"""{"summary":"look at it","to":"{{expert}}"}""");
        var task = asked.GetProperty("id").GetString();
        await using var client = await StartAsync(version, token, key);

        var inbox = await CallAsync(client, "pharos_inbox", ("wait_seconds", 30));
        inbox.GetProperty("items")[0].GetProperty("id").GetString().ShouldBe(task);
        await CallAsync(client, "pharos_claim_task", ("task_id", task));
        var done = await CallAsync(client, "pharos_finish_task", ("task_id", task), ("output", new { found = "nothing" }));

        (done.GetProperty("state").GetString(), done.GetProperty("result").GetProperty("output").GetProperty("found").GetString()).ShouldBe(("done", "nothing"));
    }

    [Fact]
    public async Task Without_its_key_an_expert_is_told_how_it_signs()
    {
        var (token, _) = await RegisterAsync("keyless");
        await using var client = await StartAsync("2026-07-28", token, null);
        var refused = await client.CallToolAsync("pharos_inbox", cancellationToken: Cancellation);
        refused.IsError.ShouldBe(true);
        JsonSerializer.Serialize(refused, McpJsonUtilities.DefaultOptions).ShouldContain("--key-file FILE");
    }

    [Fact]
    public async Task The_key_of_another_is_refused_with_the_servers_words()
    {
        var (token, _) = await RegisterAsync("swapped");
        var (_, otherKey) = await RegisterAsync("swapped-other");
        var problem = await Should.ThrowAsync<McpException>(async () =>
        {
            await using var client = await StartAsync("2025-11-25", token, otherKey);
            await client.CallToolAsync("pharos_health", cancellationToken: Cancellation);
        });
        problem.Message.ShouldContain("does not fit");
    }

    [Fact]
    public void What_carries_messages_gives_up_on_none_that_takes_long()
    {
        using var client = ServerConnection.OpenClient(new DataFolder(server.Data), ServerAccess.Administrator, "ph_some.token");
        client.Timeout.ShouldBe(Timeout.InfiniteTimeSpan);
    }

    private static async Task<JsonElement> CallAsync(McpClient client, string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await client.CallToolAsync(tool, arguments.ToDictionary(pair => pair.Name, pair => pair.Value), cancellationToken: Cancellation);
        result.IsError.ShouldNotBe(true, JsonSerializer.Serialize(result, McpJsonUtilities.DefaultOptions));
        return result.StructuredContent!.Value;
    }

    private async Task<(string Token, string Key)> RegisterAsync(string expert)
    {
        var token = await server.TokenAsync(expert, "expert");
        var registered = await SendAsync(token, "/api/experts", """{"kinds":["work"]}""");
        return (token, registered.GetProperty("key").GetString()!);
    }

    private async Task<JsonElement> SendAsync(string token, string path, string body)
    {
        using var client = ServerConnection.OpenClient(new DataFolder(server.Data), ServerAccess.Administrator, token);
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await client.PostAsync(path, content, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    private async Task<McpClient> StartAsync(string version, string token, string? key)
    {
        var arguments = new List<string> { typeof(CommandLine).Assembly.Location, "mcp", "--data", server.Data, "--token-file", await FileAsync(token) };
        if (key is not null)
        {
            arguments.AddRange(["--key-file", await FileAsync(key)]);
        }

        var transport = new StdioClientTransport(new StdioClientTransportOptions { Command = "dotnet", Arguments = arguments });
        return await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = version }, cancellationToken: Cancellation);
    }

    private async Task<string> FileAsync(string secret)
    {
        var path = Path.Combine(server.Data, $"{Guid.CreateVersion7()}.secret");
        await File.WriteAllTextAsync(path, secret + "\n", Cancellation);
        return path;
    }
}
