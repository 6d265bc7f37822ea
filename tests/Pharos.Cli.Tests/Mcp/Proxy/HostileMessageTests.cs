using System.Text;
using System.Text.Json;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>Messages of either side that no honest one would send: nobody waits for ever, nothing ends, and nothing goes on that others read in another way.</summary>
public sealed class HostileMessageTests(GatedServer gate) : IClassFixture<GatedServer>
{
    private const string Name = "everything";

    private static StrictServer Echoing() => new() { Tools = { new("echo", "Echoes a message.") } };

    [Theory]
    [InlineData("{\"content\":[],\"structuredContent\":{\"v\":NaN}}")]
    [InlineData("{\"content\":[],\"content\":[]}")]
    [InlineData("{\"content\":[]")]
    [InlineData("DEEP")]
    public async Task A_result_that_cannot_be_read_is_withheld_from_who_asked_and_not_kept_waiting_for(string result)
    {
        var server = Echoing();
        server.OnCall = _ => result.Replace("DEEP", string.Concat(Enumerable.Repeat("{\"a\":", 300)) + "1" + new string('}', 300), StringComparison.Ordinal);
        await using var client = await gate.ConnectAsync(server, Name);
        var (text, isError) = await client.CallAsync("echo", """{"message":"a"}""");
        isError.ShouldBeTrue();
        text.ShouldContain("cannot be read in one way only");
    }

    [Fact]
    public async Task A_message_that_is_too_long_and_has_half_a_character_for_an_id_ends_nothing()
    {
        var server = Echoing();
        await using var client = await gate.ConnectAsync(server, Name);
        await server.EmitTooLongAsync("\"\\ud800\"");
        (await client.CallAsync("echo", """{"message":"a"}""")).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task Of_a_batch_of_the_client_each_message_is_answered_whatever_the_others_are()
    {
        var server = Echoing();
        await using var client = await gate.ConnectAsync(server, Name);
        await client.SendAsync("""[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"ping","params":{"Name":"a"}},5,{"jsonrpc":"2.0","id":3,"method":"ping"}]""");
        var answers = new List<JsonElement>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await client.ReadAsync());
        }

        answers.Where(answer => answer.TryGetProperty("result", out _)).Select(answer => answer.GetProperty("id").GetInt32()).Order().ShouldBe([1, 3]);
        answers.Where(answer => answer.TryGetProperty("error", out _)).Select(answer => answer.GetProperty("id").GetRawText()).Order(StringComparer.Ordinal).ShouldBe(["2", "null"]);
    }

    [Fact]
    public async Task Of_a_batch_of_the_server_what_cannot_be_read_takes_nothing_with_it()
    {
        var server = Echoing();
        server.OnMessage = async message =>
        {
            if (message.Method != "tools/call")
            {
                return false;
            }

            await server.EmitAsync($$$"""[5,{"jsonrpc":"2.0","id":{{{message.Body.GetProperty("id").GetRawText()}}},"result":{{{StrictServer.TextResult("in a batch")}}}}]""");
            return true;
        };
        await using var client = await gate.ConnectAsync(server, Name);
        (await client.CallAsync("echo", """{"message":"a"}""")).ShouldBe(("in a batch", false));
    }

    [Fact]
    public void A_batch_without_end_is_no_batch() =>
        JsonRpcMessage.Read(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("5", JsonRpcMessage.MaximumBatch + 1))}]")).ShouldBeOfType<JsonRpcReading.Refused>();

    [Theory]
    [InlineData("Tools/Call")]
    [InlineData("tool\u017F/call")]
    [InlineData("tools/calL")]
    public async Task A_method_in_other_capitals_does_not_reach_a_server_that_may_overlook_them(string method)
    {
        var server = Echoing();
        await using var client = await gate.ConnectAsync(server, Name);
        (await client.AskAsync(method, """{"name":"echo","arguments":{}}""")).TryGetProperty("error", out _).ShouldBeTrue();
        server.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_id_of_the_kind_that_the_proxy_asks_with_is_refused()
    {
        var server = Echoing();
        await using var client = await gate.ConnectAsync(server, Name);
        await client.SendAsync("""{"jsonrpc":"2.0","id":"pharos-1","method":"ping"}""");
        (await client.ReadAsync()).GetProperty("error").GetProperty("message").GetString()!.ShouldContain("pharos-");
        server.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("(server)")]
    [InlineData("sampling/createMessage")]
    [InlineData("elicitation/create")]
    [InlineData("roots/list")]
    public async Task A_tool_that_is_named_as_an_answer_of_the_client_is_not_shown_and_not_called(string name)
    {
        var server = Echoing();
        server.Tools.Add(new StrictServer.Tool(name, "Says something."));
        await using var client = await gate.ConnectAsync(server, Name);
        (await client.ToolsAsync()).ShouldNotContain(name);
        (await client.CallAsync(name)).IsError.ShouldBeTrue();
        server.CallsOf(name).ShouldBe(0);
    }

    [Fact]
    public async Task A_list_that_changes_while_it_is_judged_is_looked_at_again_before_the_next_call()
    {
        var server = Echoing();
        var lists = 0;
        server.OnMessage = async message =>
        {
            if (message.Method != "tools/list" || ++lists > 1)
            {
                return false;
            }

            await server.AnswerAsync(message, """{"tools":[{"name":"echo","description":"Echoes a message.","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}}]}""");
            await server.EmitAsync("""{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}""");
            return true;
        };
        await using var client = await gate.ConnectAsync(server, Name);
        (await client.ToolsAsync()).ShouldBe(["echo"]);
        (await client.CallAsync("echo", """{"message":"a"}""")).IsError.ShouldBeFalse();
        lists.ShouldBe(2);
    }

    [Fact]
    public async Task A_call_that_is_too_large_for_the_gate_is_denied_for_that_reason()
    {
        var server = Echoing();
        await using var client = await gate.ConnectAsync(server, Name);
        var (text, isError) = await client.CallAsync("echo", $$"""{"message":"{{new string('m', 5_000_000)}}"}""");
        isError.ShouldBeTrue();
        text.ShouldNotContain("does not answer");
        server.CallsOf("echo").ShouldBe(0);
        (await client.CallAsync("echo", """{"message":"a"}""")).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_does_not_read_its_input_is_ended_and_nobody_waits_for_it()
    {
        await using var server = ChildServer.Start(["sleep", "600"], ProxyOptions.LongestMessage, TimeProvider.System, TimeSpan.FromMilliseconds(200));
        var ended = server.RunAsync(_ => ValueTask.CompletedTask, CancellationToken.None);
        var message = ((JsonRpcReading.Messages)JsonRpcMessage.Read(Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","id":1,"method":"a","params":{"a":"{{{new string('x', 1_000_000)}}}"}}"""))).All[0];
        (await Should.ThrowAsync<IOException>(async () => await server.SendAsync(message, CancellationToken.None))).Message.ShouldContain("does not read");
        await Should.ThrowAsync<IOException>(async () => await server.SendAsync(message, CancellationToken.None));
        (await ended.WaitAsync(TimeSpan.FromSeconds(60))).ShouldNotBe(0);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_in_the_moment_it_is_answered_is_only_over()
    {
        var request = new OpenRequest(((JsonRpcReading.Messages)JsonRpcMessage.Read("""{"jsonrpc":"2.0","id":1,"method":"ping"}"""u8.ToArray())).All[0]);
        request.Dispose();
        await request.CancelAsync();
        request.TryAnswer().ShouldBeTrue();
    }
}
