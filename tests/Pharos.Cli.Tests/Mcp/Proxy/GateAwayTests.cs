using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

public sealed class GateAwayTests : IAsyncLifetime
{
    private readonly GatedServer _gate = new();

    public ValueTask InitializeAsync() => _gate.InitializeAsync();

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    [Fact]
    public async Task Without_the_gate_nothing_is_called_or_read_and_with_it_back_the_session_goes_on()
    {
        var server = new StrictServer { Tools = { new("echo", "Echoes a message.") } };
        await using var client = await _gate.ConnectAsync(server, "everything", new ProxyOptions { Name = "", RetryEvery = TimeSpan.FromMilliseconds(100) });
        await client.AskAsync("initialize");
        (await client.ToolsAsync()).ShouldBe(["sum", "say", "echo"]);
        await _gate.StopAsync();
        (await client.AskAsync("ping")).TryGetProperty("result", out _).ShouldBeTrue();
        var (text, isError) = await client.CallAsync("echo", """{"message":"a"}""");
        isError.ShouldBeTrue();
        text.ShouldContain("gate cannot be asked");
        server.CallsOf("echo").ShouldBe(0);
        server.Tools.Add(new StrictServer.Tool("late", "Came while nobody looked."));
        (await client.ToolsAsync()).ShouldBe(["sum", "say", "echo"]);
        await _gate.StartAsync();
        while (!(await client.ReadAsync()).TryGetProperty("method", out var method) || method.GetString() != "notifications/tools/list_changed")
        {
            // Told as soon as the gate has judged what came meanwhile.
        }

        (await client.ToolsAsync()).ShouldBe(["sum", "say", "echo", "late"]);
        (await client.CallAsync("echo", """{"message":"b"}""")).ShouldBe(("""{"message":"b"}""", false));
    }
}
