using System.Text.Json;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>Calls to which the server answers that it needs something from the client first.</summary>
public sealed class ContinuedCallTests(GatedServer gate) : IClassFixture<GatedServer>
{
    private static StrictServer Asking(int rounds = 1)
    {
        var asked = 0;
        return new StrictServer
        {
            Tools = { new("echo", "Echoes a message.") },
            OnCall = _ => asked++ < rounds ? """{"resultType":"input_required","inputRequests":{"a":{"method":"elicitation/create","params":{}}},"requestState":"s1"}""" : null,
        };
    }

    [Fact]
    public async Task A_call_that_goes_on_and_says_nothing_new_is_judged_once()
    {
        await using var client = await gate.ConnectAsync(Asking(), "unreviewed");
        var id = await client.BeginAsync("tools/call", """{"name":"echo","arguments":{"message":"goes on"}}""");
        await gate.JudgeAsync("goes on", """{"verdict":"approve"}""");
        (await client.AnswerAsync(id)).GetProperty("result").GetProperty("requestState").GetString().ShouldBe("s1");
        var again = await client.AskAsync("tools/call", """{"name":"echo","arguments":{"message":"goes on"},"requestState":"s1","inputResponses":{}}""");
        ProxiedClient.TextOf(again).ShouldBe(("""{"message":"goes on"}""", false));
    }

    [Fact]
    public async Task What_the_client_answers_the_server_is_judged_as_a_call_of_its_own()
    {
        var server = Asking();
        await using (var client = await gate.ConnectAsync(server, "unreviewed", agent: "agent-continues"))
        {
            var id = await client.BeginAsync("tools/call", """{"name":"echo","arguments":{"message":"asks back"}}""");
            await gate.JudgeAsync("asks back", """{"verdict":"approve"}""");
            await client.AnswerAsync(id);
            id = await client.BeginAsync("tools/call", """{"name":"echo","arguments":{"message":"asks back"},"requestState":"s1","inputResponses":{"a":{"content":{"key":"what the user typed"}}}}""");
            await gate.JudgeAsync("what the user typed", """{"verdict":"reject","reason":"not to this server"}""");
            var (text, isError) = ProxiedClient.TextOf(await client.AnswerAsync(id));
            isError.ShouldBeTrue();
            text.ShouldContain("not to this server");
            server.Received.ShouldAllBe(line => !line.Contains("what the user typed", StringComparison.Ordinal));
        }

        (await gate.OutcomesAsync("agent-continues")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task What_a_reviewer_changes_in_an_answer_goes_back_to_where_it_came_from()
    {
        var server = Asking();
        await using var client = await gate.ConnectAsync(server, "unreviewed");
        var id = await client.BeginAsync("tools/call", """{"name":"echo","arguments":{"message":"to be changed"}}""");
        await gate.JudgeAsync("to be changed", """{"verdict":"approve"}""");
        await client.AnswerAsync(id);
        id = await client.BeginAsync("tools/call", """{"name":"echo","arguments":{"message":"to be changed"},"requestState":"s1","inputResponses":{"a":"my address"}}""");
        await gate.JudgeAsync("my address", """{"verdict":"approve","edited":{"message":"to be changed","inputResponses":{"a":"nowhere"}}}""");
        await client.AnswerAsync(id);
        server.Received[^1].ShouldContain("\"params\":{\"name\":\"echo\",\"requestState\":\"s1\",\"arguments\":{\"message\":\"to be changed\"},\"inputResponses\":{\"a\":\"nowhere\"}}");
    }

    [Theory]
    [InlineData("\"requestState\":\"a state that no server gave\"")]
    [InlineData("\"inputResponses\":{\"a\":\"a state that no server gave\"}")]
    public async Task A_call_that_claims_to_go_on_is_judged_with_what_it_says(string members)
    {
        var server = Asking(0);
        await using var client = await gate.ConnectAsync(server, "unreviewed");
        var id = await client.BeginAsync("tools/call", $"{{\"name\":\"echo\",\"arguments\":{{\"message\":\"forged\"}},{members}}}");
        await gate.JudgeAsync("a state that no server gave", """{"verdict":"reject","reason":"forged"}""");
        ProxiedClient.TextOf(await client.AnswerAsync(id)).IsError.ShouldBeTrue();
        server.CallsOf("echo").ShouldBe(0);
    }

    [Fact]
    public async Task An_argument_that_is_named_like_an_answer_is_told_apart_or_refused()
    {
        var server = Asking(0);
        await using var client = await gate.ConnectAsync(server, "everything");
        (await client.AskAsync("tools/call", """{"name":"echo","arguments":{"inputResponses":"a"},"inputResponses":{"a":"b"}}""")).TryGetProperty("error", out _).ShouldBeTrue();
        server.CallsOf("echo").ShouldBe(0);
        (await client.AskAsync("tools/call", """{"name":"echo","arguments":{"inputResponses":"a"}}""")).TryGetProperty("error", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_asks_without_end_is_stopped()
    {
        var server = Asking(int.MaxValue);
        await using var client = await gate.ConnectAsync(server, "everything");
        for (var round = 0; round < ContinuedCalls.MostRounds; round++)
        {
            ProxyState(await client.AskAsync("tools/call", """{"name":"echo","arguments":{"message":"a"},"requestState":"s1"}""")).ShouldBe("s1");
        }

        var (text, isError) = ProxiedClient.TextOf(await client.AskAsync("tools/call", """{"name":"echo","arguments":{"message":"a"},"requestState":"s1"}"""));
        isError.ShouldBeTrue();
        text.ShouldContain($"more than {ContinuedCalls.MostRounds} times");

        static string? ProxyState(JsonElement answer) => answer.GetProperty("result").TryGetProperty("requestState", out var state) ? state.GetString() : null;
    }

    [Fact]
    public void A_call_that_went_on_too_late_or_behind_too_many_others_is_judged_anew()
    {
        var clock = new SteppedClock();
        var calls = new ContinuedCalls(clock);
        calls.TryAdd(Request(0), State).ShouldBeTrue();
        clock.Advance(ContinuedCalls.Lifetime + TimeSpan.FromSeconds(1));
        calls.TryTake(Request(0)).ShouldBeFalse();
        for (var i = 0; i < ContinuedCalls.Maximum + 5; i++)
        {
            calls.TryAdd(Request(i), State).ShouldBeTrue();
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        calls.Count.ShouldBe(ContinuedCalls.Maximum);
        calls.TryTake(Request(0)).ShouldBeFalse();
        calls.TryTake(Request(ContinuedCalls.Maximum)).ShouldBeTrue();
        calls.TryTake(Request(ContinuedCalls.Maximum)).ShouldBeFalse();
    }

    private static JsonElement State { get; } = JsonDocument.Parse("""{"requestState":"s"}""").RootElement.Clone();

    private static OpenRequest Request(int number) => new(((JsonRpcReading.Messages)JsonRpcMessage.Read(System.Text.Encoding.UTF8.GetBytes(
        $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"n":{{{number}}}},"requestState":"s"}}"""))).All[0]);

    private sealed class SteppedClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
