using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Opa;

/// <summary>A second Pharos serves as the remote engine of the first, by nothing but the OPA interface.</summary>
public sealed class RemoteEngineTests : IAsyncLifetime
{
    private readonly TestServer _engine = new();
    private GateServer _gate = null!;

    public async ValueTask InitializeAsync()
    {
        await _engine.InitializeAsync();
        _gate = new GateServer(_engine.Server.Url, await _engine.TokenAsync(Role.Viewer));
        await _gate.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task The_remote_engine_decides_until_it_stops_and_then_what_it_said_and_then_the_embedded_policies()
    {
        await _engine.PolicyAsync("remote", """
            package pharos.gate

            deny contains {"rule": "remote.no-echo", "reason": "this word is refused there"} if {
                some command in input.facts.commands
                command.args[_] == "secret"
            }
            """);
        var refused = await DecideAsync("echo secret");
        refused.GetProperty("decision").GetString().ShouldBe("deny");
        refused.GetProperty("rule").GetString().ShouldBe("remote.no-echo");
        refused.GetProperty("degradation").GetString().ShouldBe("normal");

        await _engine.Server.DisposeAsync();

        var unknown = await DecideAsync("echo hello");
        unknown.GetProperty("degradation").GetString().ShouldBe("policy-engine-away");
        unknown.GetProperty("decision").GetString().ShouldBe("allow");
        unknown.GetProperty("evidence").GetRawText().ShouldContain("away since");
        var kept = await DecideAsync("echo secret");
        kept.GetProperty("degradation").GetString().ShouldBe("policy-engine-kept");
        kept.GetProperty("decision").GetString().ShouldBe("deny");
        (await DecideAsync("rm -rf /")).GetProperty("decision").GetString().ShouldBe("deny");

        using var health = await _gate.SendAsync("GET", "/api/health", Role.Viewer);
        (await health.Content.ReadAsStringAsync()).ShouldContain("policy.engine-away");
        using var metrics = await _gate.SendAsync("GET", "/metrics", Role.Viewer);
        var figures = await metrics.Content.ReadAsStringAsync();
        figures.ShouldContain("pharos_gate_remote_total{decided=\"embedded\"}");
    }

    private async Task<JsonElement> DecideAsync(string command)
    {
        using var response = await _gate.SendAsync("POST", "/api/proposals", Role.Agent, _gate.Command(command));
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        return await TestServer.JsonAsync(response);
    }

    private sealed class GateServer(Uri engine, string token) : TestServer
    {
        protected override string Configuration => base.Configuration.Replace(
            "policies:", $"policies:\n  engine: opa\n  opa:\n    url: {engine}\n    token: {token}", StringComparison.Ordinal);
    }
}
