using System.Text;
using Pharos.Server.Tests.Opa;

namespace Pharos.Server.Tests.Policies;

public sealed class PolicyNetworkTests : IAsyncLifetime
{
    private readonly NetworkServer _server = new();
    private readonly FakeBundleHost _host = new();

    public ValueTask InitializeAsync()
    {
        _host.Archive = Encoding.UTF8.GetBytes("""{"refused":["teapot"]}""");
        return _server.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_document_may_ask_a_listed_host()
    {
        await _server.PolicyAsync("asks", Asks);
        (await _server.ResultAsync("asks/answer")).ShouldBe("""{"refused":["teapot"]}""");
    }

    [Fact]
    public async Task A_host_that_is_not_listed_is_refused_with_its_name()
    {
        await _server.PolicyAsync("asks", Asks.Replace("127.0.0.1", "localhost"));
        using var response = await _server.OpaAsync("POST", "/v1/data/asks/answer?strict-builtin-errors", "{}");
        (await response.Content.ReadAsStringAsync()).ShouldContain("disallowed host: localhost");
        _host.Full.ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_list_no_policy_reaches_anything()
    {
        await using var server = new BundleServer();
        await server.InitializeAsync();
        await server.PolicyAsync("asks", Asks);
        using var response = await server.OpaAsync("POST", "/v1/data/asks/answer?strict-builtin-errors", "{}");
        (await response.Content.ReadAsStringAsync()).ShouldContain("the network is switched off");
        _host.Full.ShouldBe(0);
    }

    [Fact]
    public async Task What_the_gate_decides_by_the_network_is_asked_again_each_time()
    {
        await _server.ActivateAsync(_server.DefaultAnd("{}", ("acme.rego", Gate)));
        var before = _host.Full;
        (await _server.DecideAsync("echo teapot")).ShouldBe(("deny", "acme.remote"));
        _host.Archive = Encoding.UTF8.GetBytes("""{"refused":[]}""");
        (await _server.DecideAsync("echo teapot")).Decision.ShouldBe("allow");
        (_host.Full - before).ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_host_that_fails_never_lets_the_gate_allow()
    {
        await _server.ActivateAsync(_server.DefaultAnd("{}", ("acme.rego", Gate)));
        _host.Fault = "cut";
        (await _server.DecideAsync("echo hello")).ShouldBe(("review", "pharos.error.eval_builtin_error"));
    }

    [Fact]
    public async Task A_mask_may_ask_a_listed_host()
    {
        _host.Archive = Encoding.UTF8.GetBytes("""["/input/card"]""");
        await _server.PolicyAsync("mask", Asks.Replace("package asks", "package system.log") + "\nmask contains path if some path in answer\n");
        using var response = await _server.OpaAsync("POST", "/v1/data/pharos/gate/nothing", """{"input":{"card":"1234","kept":1}}""");
        var record = (await _server.RecordAsync(response)).ShouldNotBeNull();
        record.GetProperty("input").GetRawText().ShouldBe("""{"kept":1}""");
    }

    private string Asks => $$"""
        package asks

        answer := http.send({"method": "GET", "url": "{{_host.Url}}", "force_json_decode": true}).body
        """;

    private string Gate => $$"""
        package pharos.gate

        deny contains {"rule": "acme.remote", "reason": "Refused elsewhere.", "score": 1, "covers": "all"} if {
            some word in http.send({"method": "GET", "url": "{{_host.Url}}", "force_json_decode": true}).body.refused
            contains(input.proposal.input.command, word)
        }
        """;

    private sealed class NetworkServer : BundleServer
    {
        protected override string Configuration => base.Configuration.Replace("reloadEvery: 1h", "reloadEvery: 1h\n  network: { allow: [127.0.0.1] }");
    }
}
