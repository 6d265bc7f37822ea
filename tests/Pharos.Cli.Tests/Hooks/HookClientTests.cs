using System.Diagnostics;
using Pharos.Cli.Hooks;

namespace Pharos.Cli.Tests.Hooks;

public sealed class HookClientTests : IDisposable
{
    private const string Allow = """{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow","permissionDecisionReason":"ok"}}""";
    private const string Deny = """{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"no"}}""";

    private readonly HookFolder _folder = new();

    public static TheoryData<string, string, string> Failures()
    {
        var failures = new TheoryData<string, string, string>();
        foreach (var client in (string[])["sh", "dotnet"])
        {
            failures.Add(client, "no server", "");
            failures.Add(client, "401", FakeGate.Http("401 Unauthorized", """{"code":"token.expired"}"""));
            failures.Add(client, "413", FakeGate.Http("413 Payload Too Large", "{}"));
            failures.Add(client, "500 with an allow in it", FakeGate.Http("500 Internal Server Error", Allow));
            failures.Add(client, "not HTTP", "hello\n");
            failures.Add(client, "a redirect with an answer in it", FakeGate.Http("302 Found", Allow));
            failures.Add(client, "a redirect without an opinion", FakeGate.Http("302 Found", "{}"));
            failures.Add(client, "an error page", FakeGate.Http("200 OK", "<html>allow</html>"));
            failures.Add(client, "an answer to another event", FakeGate.Http("200 OK", Allow.Replace("PreToolUse", "PostToolBatch")));
            failures.Add(client, "other JSON", FakeGate.Http("200 OK", """{"approved":true}"""));
            failures.Add(client, "a cut answer", FakeGate.Http("200 OK", Allow[..60], Allow.Length));
            failures.Add(client, "an empty answer", FakeGate.Http("200 OK", ""));
        }

        return failures;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    [Trait("Issue", "claude-code#84656, #85430: a hook that fails lets the call through")]
    public async Task Every_failure_denies_a_tool_call(string client, string failure, string response)
    {
        await using var gate = response.Length == 0 ? null : new FakeGate(_folder.Root, response);
        var run = await _folder.RunAsync(client, "PreToolUse");
        run.ExitStatus.ShouldBe(2, failure);
        run.Output.ShouldBeEmpty(failure);
        run.Error.ShouldContain("Pharos did not allow this", customMessage: failure);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Every_failure_denies_a_permission_request_in_print_because_exit_2_is_not_honoured(string client, string failure, string response)
    {
        await using var gate = response.Length == 0 ? null : new FakeGate(_folder.Root, response);
        var run = await _folder.RunAsync(client, "PermissionRequest");
        run.ExitStatus.ShouldBe(0, failure);
        run.Decision.ShouldBe("deny", failure);
    }

    [Theory]
    [InlineData("sh", "PostToolUse")]
    [InlineData("sh", "PostToolUseFailure")]
    [InlineData("sh", "UserPromptSubmit")]
    [InlineData("dotnet", "PostToolUse")]
    [InlineData("dotnet", "UserPromptSubmit")]
    public async Task A_report_that_cannot_be_delivered_stops_nothing(string client, string eventName)
    {
        var run = await _folder.RunAsync(client, eventName);
        run.ExitStatus.ShouldBe(0);
        run.Output.ShouldBe("{}\n");
    }

    [Fact]
    [Trait("Issue", "claude-code#84302")]
    public async Task A_gate_that_never_answers_is_a_deny_before_the_agent_loses_patience()
    {
        _folder.Limit(1);
        await using var gate = new FakeGate(_folder.Root, null);
        var run = await _folder.RunAsync("sh", "PreToolUse");
        run.ExitStatus.ShouldBe(2);
        run.Error.ShouldContain("did not answer in time");
        run.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(HookCommandLine.TimeoutSeconds));
        HookShim.DeadlineSeconds.ShouldBeLessThan(HookCommandLine.TimeoutSeconds);
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("dotnet")]
    public async Task The_gates_answer_is_passed_on_letter_for_letter(string client)
    {
        foreach (var answer in (string[])[Allow, Deny, "{}"])
        {
            await using var gate = new FakeGate(_folder.Root, FakeGate.Http("200 OK", answer));
            var run = await _folder.RunAsync(client, "PreToolUse");
            run.ExitStatus.ShouldBe(0);
            run.Output.ShouldBe(answer + "\n");
            gate.Requests.ShouldHaveSingleItem().ShouldStartWith("POST /hooks/claude-code?event=PreToolUse HTTP/1.1");
            gate.Requests[0].ShouldContain("Authorization: Bearer ph_test.test");
            gate.Requests[0].ShouldEndWith(HookFolder.Payload);
            File.Delete(Path.Combine(_folder.Root, "pharos.sock"));
        }
    }

    [Fact]
    public async Task A_payload_of_a_megabyte_and_more_arrives_whole()
    {
        var payload = """{"hook_event_name":"PreToolUse","tool_input":{"content":"CONTENT"}}""".Replace("CONTENT", new string('x', 1_500_000));
        await using var gate = new FakeGate(_folder.Root, FakeGate.Http("200 OK", Deny));
        (await _folder.RunAsync("sh", "PreToolUse", payload)).Decision.ShouldBe("deny");
        gate.Requests.ShouldHaveSingleItem().ShouldEndWith(payload);
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("dotnet")]
    public async Task A_missing_token_file_denies_even_if_the_gate_would_answer(string client)
    {
        File.Delete(_folder.TokenFile);
        await using var gate = new FakeGate(_folder.Root, FakeGate.Http("200 OK", Allow));
        (await _folder.RunAsync(client, "PreToolUse")).ExitStatus.ShouldBe(2);
    }

    [Fact]
    public async Task A_missing_curl_denies_and_says_what_to_install()
    {
        await File.WriteAllTextAsync(_folder.Shim, (await File.ReadAllTextAsync(_folder.Shim)).Replace(HookShim.Locate("curl"), "/nonexistent/curl"));
        var run = await _folder.RunAsync("sh", "PreToolUse");
        run.ExitStatus.ShouldBe(2);
        run.Error.ShouldContain("curl is missing");
    }

    [Theory]
    [InlineData("PreToolUse")]
    [InlineData("PermissionRequest")]
    public async Task A_missing_script_denies_because_the_agent_would_go_ahead(string eventName)
    {
        File.Delete(_folder.Shim);
        (await _folder.RunAsync("sh", eventName)).Decision.ShouldBe("deny");
    }

    [Fact]
    [Trait("Issue", "claude-code#94362")]
    public async Task A_script_that_lost_its_x_bit_still_answers()
    {
        File.SetUnixFileMode(_folder.Shim, UnixFileMode.UserRead);
        await using var gate = new FakeGate(_folder.Root, FakeGate.Http("200 OK", Allow));
        (await _folder.RunAsync("sh", "PreToolUse")).Decision.ShouldBe("allow");
    }

    [Fact]
    public async Task A_script_that_was_cut_in_half_denies()
    {
        var text = await File.ReadAllTextAsync(_folder.Shim);
        await File.WriteAllTextAsync(_folder.Shim, text[..(text.IndexOf("refuse()", StringComparison.Ordinal) + 40)]);
        (await _folder.RunAsync("sh", "PreToolUse")).ExitStatus.ShouldBe(2);
    }

    [Fact]
    public async Task The_environment_cannot_change_which_program_asks_or_whom()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Root, "evil")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "curl"), $"#!/bin/sh\nprintf '%s' '{Allow}'\n");
        File.SetUnixFileMode(Path.Combine(folder, "curl"), (UnixFileMode)0b111_101_101);
        await File.WriteAllTextAsync(Path.Combine(folder, ".curlrc"), "output = /dev/null\nfail = false\n");
        await using var gate = new FakeGate(_folder.Root, FakeGate.Http("200 OK", Deny));
        var command = $"export PATH={HookShim.Quote(folder)} HOME={HookShim.Quote(folder)} CURL_HOME={HookShim.Quote(folder)} http_proxy=http://127.0.0.1:9 ALL_PROXY=http://127.0.0.1:9 IFS=/ ENV=/nonexistent; "
            + _folder.CommandOf("PreToolUse");
        var run = await HookRun.StartAsync(command, HookFolder.Payload, TimeProvider.System, CancellationToken.None);
        run.Decision.ShouldBe("deny");
        run.Output.ShouldBe(Deny + "\n");
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("dotnet")]
    public async Task Break_glass_is_no_opinion_while_nobody_listens(string client)
    {
        OpenGlass(DateTimeOffset.UtcNow.AddMinutes(10));
        var run = await _folder.RunAsync(client, "PreToolUse");
        run.Decision.ShouldBe("none");
        run.Output.ShouldNotContain("allow");
        (await File.ReadAllLinesAsync(Path.Combine(_folder.Root, "break-glass.used"))).ShouldHaveSingleItem().ShouldEndWith(" PreToolUse");
    }

    [Theory]
    [InlineData("sh", -1)]
    [InlineData("sh", 61)]
    [InlineData("dotnet", -1)]
    [InlineData("dotnet", 61)]
    public async Task Break_glass_that_ended_or_lasts_longer_than_an_hour_counts_for_nothing(string client, int minutes)
    {
        OpenGlass(DateTimeOffset.UtcNow.AddMinutes(minutes));
        (await _folder.RunAsync(client, "PreToolUse")).ExitStatus.ShouldBe(2);
    }

    [Theory]
    [InlineData("until")]
    [InlineData("until 99999999999999999999999")]
    [InlineData("until 1$(id)")]
    [InlineData("until 5 6")]
    [InlineData("always")]
    public async Task Break_glass_that_is_not_understood_counts_for_nothing(string line)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "break-glass"), line + "\n");
        (await _folder.RunAsync("sh", "PreToolUse")).ExitStatus.ShouldBe(2);
    }

    [Fact]
    public async Task Break_glass_does_not_help_against_a_gate_that_is_only_in_error()
    {
        OpenGlass(DateTimeOffset.UtcNow.AddMinutes(10));
        await using var gate = new FakeGate(_folder.Root, FakeGate.Http("500 Internal Server Error", "{}"));
        (await _folder.RunAsync("sh", "PreToolUse")).ExitStatus.ShouldBe(2);
    }

    [Fact]
    public async Task The_token_never_stands_in_a_command_line()
    {
        _folder.Limit(1);
        await using var gate = new FakeGate(_folder.Root, null);
        var running = _folder.RunAsync("sh", "PreToolUse");
        while (gate.Requests.Count == 0 && !running.IsCompleted)
        {
            await Task.Yield();
        }

        foreach (var process in Process.GetProcessesByName("curl"))
        {
            try
            {
                (await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline")).ShouldNotContain("ph_test");
            }
            catch (IOException)
            {
                // One of another test, which has ended meanwhile; ours waits.
            }
        }

        await running;
    }

    public void Dispose() => _folder.Dispose();

    private void OpenGlass(DateTimeOffset until) =>
        File.WriteAllText(Path.Combine(_folder.Root, "break-glass"), $"until {until.ToUnixTimeSeconds()}\nat 1\nwho me\nwhy test\n");
}
