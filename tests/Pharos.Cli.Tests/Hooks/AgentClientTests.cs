using Pharos.Cli.Hooks;

namespace Pharos.Cli.Tests.Hooks;

/// <summary>The agents beside Claude Code: what each reads as a no, whatever goes wrong between it and the gate.</summary>
public sealed class AgentClientTests : IDisposable
{
    private static readonly Dictionary<string, string> Allows = new()
    {
        ["codex"] = "{}",
        ["gemini"] = """{"decision":"allow","reason":"ok"}""",
        ["cursor"] = """{"permission":"allow"}""",
    };

    private readonly HookFolder _folder = new();

    public static TheoryData<string, string, string> Stopping()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var (agent, eventName) in Allows.Keys.SelectMany(agent => KnownAgents.StoppingEvents(agent).Select(eventName => (agent, eventName))))
        {
            cases.Add("sh", agent, eventName);
            cases.Add("dotnet", agent, eventName);
        }

        return cases;
    }

    public static TheoryData<string, string, string> Reporting()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var (agent, eventName) in Allows.Keys.SelectMany(agent => KnownAgents.Of(agent).Events.Except(KnownAgents.StoppingEvents(agent)).Select(eventName => (agent, eventName))))
        {
            cases.Add("sh", agent, eventName);
            cases.Add("dotnet", agent, eventName);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Stopping))]
    public async Task Every_failure_is_the_no_that_the_agent_reads(string client, string agent, string eventName)
    {
        var allow = Allows[agent];
        foreach (var response in (string[])
        [
            "",
            FakeGate.Http("401 Unauthorized", """{"code":"token.expired"}"""),
            FakeGate.Http("413 Payload Too Large", "{}"),
            FakeGate.Http("500 Internal Server Error", allow),
            "hello\n",
            FakeGate.Http("302 Found", allow),
            FakeGate.Http("200 OK", "<html>allow</html>"),
            FakeGate.Http("200 OK", """{"approved":true}"""),
            FakeGate.Http("200 OK", """{"hookSpecificOutput":{"hookEventName":"PostToolBatch","permissionDecision":"allow"}}"""),
            FakeGate.Http("200 OK", allow[..^1], allow.Length),
            FakeGate.Http("200 OK", ""),
            FakeGate.Http("200 OK", allow + new string(' ', 1_200_000)),
        ])
        {
            await using var gate = response.Length == 0 ? null : new FakeGate(_folder.Root, response);
            ShouldBeNo(await _folder.RunAsync(client, eventName, agent: agent), agent, response[..Math.Min(120, response.Length)]);
            File.Delete(Path.Combine(_folder.Root, "pharos.sock"));
        }
    }

    [Theory]
    [MemberData(nameof(Stopping))]
    public async Task An_answer_of_another_agents_is_no_answer(string client, string agent, string eventName)
    {
        foreach (var (other, answer) in Allows.Where(pair => pair.Key != agent && pair.Value != "{}"))
        {
            await using var gate = new FakeGate(_folder.Root, FakeGate.Http("200 OK", answer));
            ShouldBeNo(await _folder.RunAsync(client, eventName, agent: agent), agent, other);
            File.Delete(Path.Combine(_folder.Root, "pharos.sock"));
        }
    }

    [Theory]
    [MemberData(nameof(Stopping))]
    public async Task The_gates_answer_is_passed_on_letter_for_letter(string client, string agent, string eventName)
    {
        string[] answers = agent switch
        {
            "gemini" => [Allows[agent], """{"decision":"deny","reason":"no"}""", "{}"],
            "cursor" => [Allows[agent], """{"permission":"deny","user_message":"no","agent_message":"no"}"""],
            _ => ["{}", """{"hookSpecificOutput":{"hookEventName":"EVENT","decision":{"behavior":"deny","message":"no"}}}""".Replace("EVENT", eventName, StringComparison.Ordinal)],
        };
        foreach (var answer in answers)
        {
            await using var gate = new FakeGate(_folder.Root, FakeGate.Http("200 OK", answer));
            var run = await _folder.RunAsync(client, eventName, agent: agent);
            run.ExitStatus.ShouldBe(0, run.Error);
            run.Output.ShouldBe(answer + "\n");
            gate.Requests.ShouldHaveSingleItem().ShouldStartWith($"POST /hooks/{agent}?event={eventName} HTTP/1.1");
            File.Delete(Path.Combine(_folder.Root, "pharos.sock"));
        }
    }

    [Theory]
    [MemberData(nameof(Reporting))]
    public async Task A_report_that_cannot_be_delivered_stops_nothing(string client, string agent, string eventName)
    {
        var run = await _folder.RunAsync(client, eventName, agent: agent);
        run.ExitStatus.ShouldBe(0);
        run.Output.ShouldBe(eventName == "beforeSubmitPrompt" ? "{\"continue\":true}\n" : "{}\n");
    }

    [Theory]
    [InlineData("codex", "PreToolUse")]
    [InlineData("gemini", "BeforeTool")]
    [InlineData("cursor", "beforeShellExecution")]
    public async Task A_gate_that_never_answers_is_a_no_before_the_agent_loses_patience(string agent, string eventName)
    {
        _folder.Limit(1);
        await using var gate = new FakeGate(_folder.Root, null);
        var run = await _folder.RunAsync("sh", eventName, agent: agent);
        ShouldBeNo(run, agent, "silence");
        run.Error.ShouldContain("did not answer in time");
        run.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(HookCommandLine.TimeoutSeconds));
    }

    [Theory]
    [MemberData(nameof(Stopping))]
    public async Task A_missing_or_broken_script_is_a_no_with_a_reason_where_the_agent_wants_one(string client, string agent, string eventName)
    {
        if (client == "dotnet")
        {
            return;
        }

        await File.WriteAllTextAsync(_folder.Shim, "kill -9 $$\n");
        foreach (var remove in (bool[])[false, true])
        {
            if (remove)
            {
                File.Delete(_folder.Shim);
            }

            var run = await _folder.RunAsync("sh", eventName, agent: agent);
            run.ExitStatus.ShouldBe(2);
            if (agent != "cursor")
            {
                // Without a reason on standard error Codex and Gemini take the status for a failure of the hook, and go on.
                run.Error.ShouldContain("so the answer is no");
            }
        }
    }

    [Theory]
    [InlineData("codex", "PreToolUse", "none")]
    [InlineData("gemini", "BeforeTool", "none")]
    [InlineData("cursor", "beforeShellExecution", "ask")]
    [InlineData("cursor", "preToolUse", "allow")]
    public async Task Break_glass_is_no_opinion_or_the_nearest_to_it(string agent, string eventName, string expected)
    {
        var until = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds();
        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "break-glass"), $"until {until}\nat 1\nwho me\nwhy test\n");
        foreach (var client in (string[])["sh", "dotnet"])
        {
            (await _folder.RunAsync(client, eventName, agent: agent)).Decision.ShouldBe(expected, client);
        }
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("dotnet")]
    public async Task An_agent_nobody_knows_is_refused(string client)
    {
        var command = (client == "sh" ? _folder.CommandOf("PreToolUse", "codex") : "").Replace(" codex ||", " hal9000 ||", StringComparison.Ordinal);
        var run = client == "sh" ? await HookRun.StartAsync(command, HookFolder.Payload, TimeProvider.System, CancellationToken.None)
            : await _folder.RunAsync(client, "PreToolUse", agent: "hal9000");
        run.ExitStatus.ShouldBe(2);
        run.Error.ShouldContain(client == "sh" ? "an agent it does not know" : "usage");
    }

    public void Dispose() => _folder.Dispose();

    private static void ShouldBeNo(HookRun run, string agent, string failure)
    {
        run.ExitStatus.ShouldBe(2, failure);
        run.Error.ShouldContain("Pharos did not allow this", customMessage: failure);
        if (agent == "cursor")
        {
            run.Output.ShouldStartWith("{\"permission\":\"deny\",\"user_message\":\"Pharos: ", customMessage: failure);
        }
        else
        {
            run.Output.ShouldBeEmpty(failure);
        }
    }
}
