using System.Text.Json;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>What a client answers to the server's own requests.</summary>
public sealed class ClientAnswerTests(GatedServer gate) : IClassFixture<GatedServer>
{
    private const string Elicitation = """{"jsonrpc":"2.0","id":"q-1","method":"elicitation/create","params":{"message":"Which city?","requestedSchema":{"type":"object","properties":{}}}}""";

    private const string Sampled = """{"role":"assistant","model":"m","content":{"type":"text","text":"caf\u00e9"}}""";

    [Fact]
    public async Task An_answer_that_the_gate_allows_reaches_the_server_byte_for_byte_and_is_recorded_as_a_call()
    {
        var server = new StrictServer();
        await using (var client = await gate.ConnectAsync(server, "everything", agent: "agent-answers"))
        {
            await AskedAsync(server, client, """{"jsonrpc":"2.0","id":"q-1","method":"sampling/createMessage","params":{"messages":[],"systemPrompt":"One word.","maxTokens":9}}""");
            var answer = $"{{\"jsonrpc\":\"2.0\",\"id\":\"q-1\",\"result\":{Sampled}}}";
            await client.SendAsync(answer);
            (await HeardAsync(server, "q-1")).ShouldBe(answer);
        }

        var decided = (await gate.SendAsync("GET", "/api/events?type=proposal.decided&agent=agent-answers")).GetProperty("events").EnumerateArray().Select(item => item.GetRawText()).ToList();
        decided.Count.ShouldBe(2);
        decided.ShouldContain(item => item.Contains("tool-call", StringComparison.Ordinal) && item.Contains("mcp__everything__sampling/createMessage", StringComparison.Ordinal));
        (await gate.OutcomesAsync("agent-answers")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task An_answer_that_is_rejected_does_not_reach_the_server_which_gets_an_error_without_the_reason()
    {
        var server = new StrictServer();
        await using var client = await gate.ConnectAsync(server, "unreviewed");
        await AskedAsync(server, client, Elicitation);
        await client.SendAsync("""{"jsonrpc":"2.0","id":"q-1","result":{"action":"accept","content":{"city":"a city nobody may know"}}}""");
        await gate.JudgeAsync("a city nobody may know", """{"verdict":"reject","reason":"not to this server"}""");
        var heard = await HeardAsync(server, "q-1");
        CodeOf(heard).ShouldBe(-1);
        heard.ShouldNotContain("nobody may know");
        heard.ShouldNotContain("not to this server");
    }

    [Fact]
    public async Task A_reviewer_sees_what_was_asked_and_what_they_change_is_what_the_server_gets()
    {
        var server = new StrictServer();
        await using var client = await gate.ConnectAsync(server, "unreviewed");
        await AskedAsync(server, client, Elicitation.Replace("Which city?", "Which harbour?", StringComparison.Ordinal));
        await client.SendAsync("""{"jsonrpc":"2.0","id":"q-1","result":{"action":"accept","content":{"city":"Genova"}}}""");
        await gate.JudgeAsync("Which harbour?", """{"verdict":"approve","edited":{"answer":{"action":"decline"}}}""");
        (await HeardAsync(server, "q-1")).ShouldBe("""{"jsonrpc":"2.0","id":"q-1","result":{"action":"decline"}}""");
    }

    [Fact]
    public async Task Without_the_gate_the_server_gets_an_error_and_not_the_answer()
    {
        await using var away = new GatedServer();
        await away.InitializeAsync();
        var server = new StrictServer();
        await using var client = await away.ConnectAsync(server, "everything");
        await AskedAsync(server, client, """{"jsonrpc":"2.0","id":"q-1","method":"elicitation/create"}""");
        await away.StopAsync();
        await client.SendAsync("""{"jsonrpc":"2.0","id":"q-1","result":{"action":"accept","content":{"a":"b"}}}""");
        CodeOf(await HeardAsync(server, "q-1")).ShouldBe(-1);
    }

    [Theory]
    [InlineData("elicitation/create", """{"action":"decline"}""")]
    [InlineData("elicitation/create", """{"action":"cancel"}""")]
    [InlineData("ping", "{}")]
    [InlineData("roots/list", """{"roots":[]}""")]
    public async Task An_answer_that_says_nothing_goes_on_and_costs_no_decision(string method, string result)
    {
        var server = new StrictServer();
        var agent = $"agent-nothing-{Guid.CreateVersion7():N}";
        await using var client = await gate.ConnectAsync(server, "unreviewed", agent: agent);
        await AskedAsync(server, client, $"{{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"{method}\"}}");
        await client.SendAsync($"{{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{result}}}");
        (await HeardAsync(server, "7")).ShouldContain(result);
        (await gate.SendAsync("GET", $"/api/events?agent={agent}")).GetProperty("events").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task An_error_of_the_client_goes_on_with_its_code_and_without_its_words()
    {
        var server = new StrictServer();
        await using var client = await gate.ConnectAsync(server, "unreviewed");
        await AskedAsync(server, client, """{"jsonrpc":"2.0","id":7,"method":"vendor/ask"}""");
        await client.SendAsync("""{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"the key is 12345","data":{"key":"12345"}}}""");
        (await HeardAsync(server, "7")).ShouldBe("""{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"Method not found"}}""");
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"nobody","result":{"a":"b"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"a"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"7","result":{}}""")]
    public async Task An_answer_to_what_the_server_did_not_ask_is_dropped_and_noted(string answer)
    {
        var server = new StrictServer();
        await using var client = await gate.ConnectAsync(server, "unreviewed");
        await AskedAsync(server, client, """{"jsonrpc":"2.0","id":7,"method":"ping"}""");
        await client.SendAsync(answer);
        await client.SendAsync("""{"jsonrpc":"2.0","id":7,"result":{}}""");
        await HeardAsync(server, "7");
        lock (server.Received)
        {
            server.Received.Count.ShouldBe(1);
        }

        gate.Notes.ToString().ShouldContain("did not ask");
    }

    [Fact]
    public async Task Only_the_first_answer_is_heard()
    {
        var server = new StrictServer();
        await using var client = await gate.ConnectAsync(server, "unreviewed");
        await AskedAsync(server, client, """{"jsonrpc":"2.0","id":7,"method":"ping"}""");
        await client.SendAsync("""{"jsonrpc":"2.0","id":7,"result":{}}""");
        await client.SendAsync("""{"jsonrpc":"2.0","id":7,"result":{}}""");
        await client.AskAsync("ping");
        await HeardAsync(server, "7");
        lock (server.Received)
        {
            server.Received.Count(line => line.Contains("\"id\":7", StringComparison.Ordinal)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task An_answer_that_was_given_up_while_a_person_looks_is_never_sent()
    {
        var server = new StrictServer();
        await using var client = await gate.ConnectAsync(server, "unreviewed");
        await AskedAsync(server, client, Elicitation);
        await client.SendAsync("""{"jsonrpc":"2.0","id":"q-1","result":{"action":"accept","content":{"city":"given up"}}}""");
        await gate.WaitingAsync("given up");
        await server.EmitAsync("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"q-1"}}""");
        (await client.ReadAsync()).GetProperty("method").GetString().ShouldBe("notifications/cancelled");

        // The id is free again, and what is answered now is the new question.
        await AskedAsync(server, client, """{"jsonrpc":"2.0","id":"q-1","method":"ping"}""");
        await client.SendAsync("""{"jsonrpc":"2.0","id":"q-1","result":{}}""");
        (await HeardAsync(server, "q-1")).ShouldContain("\"result\":{}");
    }

    [Fact]
    public async Task A_server_that_uses_an_id_twice_at_a_time_gets_an_error_for_the_second()
    {
        var server = new StrictServer();
        await using var client = await gate.ConnectAsync(server, "unreviewed");
        await AskedAsync(server, client, """{"jsonrpc":"2.0","id":7,"method":"ping"}""");
        await server.EmitAsync("""{"jsonrpc":"2.0","id":7.0,"method":"roots/list"}""");
        CodeOf(await HeardAsync(server, "7.0")).ShouldBe(-1);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"q-1","result":{"Content":{}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"q-1","result":{},"error":{"code":1,"message":"a"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"q-1"}""")]
    public async Task An_answer_that_cannot_be_read_in_one_way_is_an_error_for_the_server(string answer)
    {
        var server = new StrictServer();
        await using var client = await gate.ConnectAsync(server, "everything");
        await AskedAsync(server, client, """{"jsonrpc":"2.0","id":"q-1","method":"sampling/createMessage"}""");
        await client.SendAsync(answer);
        CodeOf(await HeardAsync(server, "q-1")).ShouldBe(-1);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_an_error_for_the_server()
    {
        var server = new StrictServer();
        await using var client = await gate.ConnectAsync(server, "everything", new ProxyOptions { Name = "everything", MaximumMessage = 20_000 });
        await AskedAsync(server, client, """{"jsonrpc":"2.0","id":"q-1","method":"sampling/createMessage"}""");
        await client.SendAsync($$$$"""{"jsonrpc":"2.0","id":"q-1","result":{"content":{"type":"text","text":"{{{{new string('x', 30_000)}}}}"}}}""");
        CodeOf(await HeardAsync(server, "q-1")).ShouldBe(-1);
    }

    [Fact]
    public async Task A_request_of_the_server_that_cannot_be_read_is_not_taken_for_an_answer()
    {
        var server = new StrictServer { OnMessage = message => Task.FromResult(message.Method == "ping") };
        await using var client = await gate.ConnectAsync(server, "everything");
        var id = await client.BeginAsync("ping");
        await HeardAsync(server, $"{id}");
        await server.EmitAsync($$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"sampling/createMessage","params":{"Messages":[],"Name":"a"}}""");
        await HeardAsync(server, $"{id}", "error");
        await server.EmitAsync($$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{}}""");
        (await client.AnswerAsync(id)).TryGetProperty("result", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_client_leaves_unanswered_makes_room_and_the_server_is_told()
    {
        var server = new StrictServer();
        await using var client = await gate.ConnectAsync(server, "unreviewed");
        for (var i = 0; i <= ServerRequests.Maximum; i++)
        {
            await AskedAsync(server, client, $"{{\"jsonrpc\":\"2.0\",\"id\":\"q-{i}\",\"method\":\"ping\"}}");
        }

        CodeOf(await HeardAsync(server, "q-0")).ShouldBe(-1);
        await client.SendAsync("""{"jsonrpc":"2.0","id":"q-1","result":{}}""");
        (await HeardAsync(server, "q-1")).ShouldContain("\"result\":{}");
    }

    [Fact]
    public void What_is_kept_of_a_long_question_is_its_beginning_and_its_hash()
    {
        var message = ((JsonRpcReading.Messages)JsonRpcMessage.Read(System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"jsonrpc":"2.0","id":1,"method":"sampling/createMessage","params":{"systemPrompt":"{{{string.Concat(Enumerable.Repeat("😀", 20_000))}}}"}}"""))).All[0];
        using var request = new ServerRequest(message);
        var asked = JsonDocument.Parse(request.Asked!).RootElement;
        asked.GetProperty("begins").GetString()!.Length.ShouldBeInRange(1_999, 2_000);
        asked.GetProperty("sha256").GetString()!.Length.ShouldBe(64);
        asked.GetProperty("bytes").GetInt32().ShouldBe(message.Params.GetRawText().Length + (2 * 20_000));
    }

    [Fact]
    public async Task A_request_of_a_session_that_the_server_forgot_is_answered_by_nobody()
    {
        var server = new StrictServer();
        await using var client = await gate.ConnectAsync(server, "unreviewed");
        await AskedAsync(server, client, """{"jsonrpc":"2.0","id":7,"method":"ping"}""");
        await server.Guard!.BeganAnewAsync();
        await client.SendAsync("""{"jsonrpc":"2.0","id":7,"result":{}}""");
        await client.AskAsync("ping");
        lock (server.Received)
        {
            server.Received.ShouldAllBe(line => !line.Contains("result", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("roots/list", """{"roots":[{"uri":"file:///home/dev/secret-project"}]}""", false)]
    [InlineData("sampling/createMessage", Sampled, true)]
    public async Task Over_http_answers_are_judged_too_and_every_root_is_news(string method, string result, bool isAllowed)
    {
        await using var server = new ForgetfulServer { Asks = $"{{\"jsonrpc\":\"2.0\",\"id\":\"q-1\",\"method\":\"{method}\"}}" };
        await using var client = await gate.ConnectAsync(new HttpServer(server.Url, new Dictionary<string, string>(), ProxyOptions.LongestMessage, TimeProvider.System), "everything");
        await client.AskAsync("initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}""");
        await client.CallAsync("echo", """{"message":"a"}""");
        var answer = $"{{\"jsonrpc\":\"2.0\",\"id\":\"q-1\",\"result\":{result}}}";
        await client.SendAsync(answer);
        if (!isAllowed)
        {
            await gate.JudgeAsync("secret-project", """{"verdict":"reject","reason":"not to this server"}""");
        }

        for (var attempt = 0; attempt < 600 && server.Answers.IsEmpty; attempt++)
        {
            await Task.Delay(50);
        }

        var heard = server.Answers.ShouldHaveSingleItem();
        if (isAllowed)
        {
            heard.ShouldBe(answer);
        }
        else
        {
            CodeOf(heard).ShouldBe(-1);
        }
    }

    private static async Task AskedAsync(StrictServer server, ProxiedClient client, string request)
    {
        await server.EmitAsync(request);
        System.Text.Encoding.UTF8.GetString((await client.ReadLineAsync()).Span).ShouldBe(request);
    }

    private static int CodeOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("error").GetProperty("code").GetInt32();

    private static Task<string> HeardAsync(StrictServer server, string id, string part = "") => server.HeardAsync(line =>
        (line.Contains($"\"id\":\"{id}\"", StringComparison.Ordinal) || line.Contains($"\"id\":{id},", StringComparison.Ordinal)) && line.Contains(part, StringComparison.Ordinal));
}
