using System.Net;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Review;

public sealed class EditedInputTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_caller_gets_the_input_that_was_approved_instead()
    {
        var operation = $",\"operationId\":\"{Guid.CreateVersion7()}\"";
        var review = await server.WaitingReviewAsync("sudo systemctl restart e1", operation);
        (await JudgeAsync(review, """{"command":"sudo systemctl status e1"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await server.ProposeAsync("sudo systemctl restart e1", operation);
        answer.GetProperty("decision").GetString().ShouldBe("allow");
        answer.GetProperty("edited").GetProperty("command").GetString().ShouldBe("sudo systemctl status e1");
    }

    [Theory]
    [InlineData("\"sudo ls\"", "review.edited.type")]
    [InlineData("{}", "review.edited.input")]
    [InlineData("{\"command\":7}", "review.edited.input")]
    [InlineData("{\"command\":\"deploy --key [masked]\"}", "review.edited.masked")]
    [InlineData("{\"command\":\"deploy --password=hunter2hunter2\"}", "review.edited.secret")]
    [InlineData("{\"command\":\"deploy\",\"apiKey\":\"hunter2hunter2\"}", "review.edited.secret")]
    [InlineData("{\"command\":\"rm -rf /\"}", "review.edited.denied")]
    public async Task What_may_not_be_approved_instead_is_refused_and_the_review_still_waits(string edited, string code)
    {
        var review = await server.WaitingReviewAsync($"sudo systemctl restart e2 {code}");
        using var refused = await JudgeAsync(review, edited);
        (await TestServer.CodeAsync(refused)).ShouldBe(code);
        using var got = await server.SendAsync("GET", $"/api/reviews/{review}", Role.Viewer);
        (await TestServer.JsonAsync(got)).GetProperty("review").GetProperty("state").GetString().ShouldBe("waiting");
    }

    [Fact]
    public async Task A_nest_that_is_too_deep_is_refused()
    {
        var review = await server.WaitingReviewAsync("sudo systemctl restart e3");
        var deep = $$"""{"command":"ls","more":{{new string('[', 70)}}{{new string(']', 70)}}}""";
        using var refused = await JudgeAsync(review, deep);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_denial_names_the_rule()
    {
        var review = await server.WaitingReviewAsync("sudo systemctl restart e4");
        using var refused = await JudgeAsync(review, """{"command":"rm -rf /"}""");
        (await TestServer.JsonAsync(refused)).GetProperty("detail").GetString()!.ShouldContain("pharos.gate.");
    }

    [Fact]
    public async Task An_input_that_changes_nothing_approves_what_was_proposed()
    {
        var operation = $",\"operationId\":\"{Guid.CreateVersion7()}\"";
        var review = await server.WaitingReviewAsync("sudo systemctl restart e5", operation);
        await JudgeAsync(review, """{"command":"sudo systemctl restart e5"}""");
        (await server.ProposeAsync("sudo systemctl restart e5", operation)).GetProperty("edited").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Who_comes_second_with_another_input_learns_how_it_was_decided()
    {
        var review = await server.WaitingReviewAsync("sudo systemctl restart e6");
        await server.JudgeAsync(review, """{"verdict":"reject","reason":"no"}""");
        using var late = await JudgeAsync(review, """{"command":"rm -rf /"}""");
        (await TestServer.CodeAsync(late)).ShouldBe("review.decided");
    }

    [Fact]
    public async Task An_agent_that_takes_no_other_input_is_served_when_it_proposes_the_edited_one_and_only_once()
    {
        var refused = await HookAsync("sudo systemctl restart e7", "call-1");
        refused.ShouldContain("deny");
        var review = await OpenReviewAsync("sudo systemctl restart e7");
        await JudgeAsync(review, """{"command":"sudo systemctl reload e7"}""");
        (await HookAsync("sudo systemctl restart e7", "call-2")).ShouldContain("propose exactly this instead");
        (await HookAsync("sudo systemctl reload e7", "call-3")).ShouldNotContain("deny");
        (await HookAsync("sudo systemctl reload e7", "call-4")).ShouldContain("deny");
    }

    [Fact]
    public async Task An_agent_that_has_the_edited_input_already_gets_no_second_one_by_proposing_it()
    {
        var operation = $",\"operationId\":\"{Guid.CreateVersion7()}\"";
        var review = await server.WaitingReviewAsync("sudo systemctl restart e8", operation);
        await JudgeAsync(review, """{"command":"sudo systemctl reload e8"}""");
        (await server.ProposeAsync("sudo systemctl restart e8", operation)).GetProperty("decision").GetString().ShouldBe("allow");
        (await server.ProposeAsync("sudo systemctl reload e8")).GetProperty("decision").GetString().ShouldBe("review");
    }

    [Fact]
    public async Task The_reason_of_a_verdict_is_recorded_without_secrets()
    {
        var review = await server.WaitingReviewAsync("sudo systemctl restart e9");
        using var judged = await server.JudgeAsync(review, """{"verdict":"reject","reason":"use password=hunter2hunter2 instead"}""");
        (await judged.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("hunter2hunter2");
    }

    private Task<HttpResponseMessage> JudgeAsync(string review, string edited) => server.JudgeAsync(review, $$"""{"verdict":"approve","edited":{{edited}}}""");

    private async Task<string> HookAsync(string command, string call)
    {
        var payload = $$"""{"session_id":"s1","hook_event_name":"PreToolUse","cwd":"{{server.Workspace}}","permission_mode":"default","model":"gpt","turn_id":"t1","tool_name":"Bash","tool_use_id":"{{call}}","tool_input":{"command":{{JsonSerializer.Serialize(command)}} } }""";
        using var response = await server.SendAsync("POST", "/hooks/codex?event=PreToolUse", Role.Agent, payload);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> OpenReviewAsync(string command)
    {
        using var list = await server.SendAsync("GET", "/api/reviews?limit=500", Role.Reviewer);
        return (await TestServer.JsonAsync(list)).GetProperty("items").EnumerateArray().Single(item => item.GetProperty("summary").GetString() == command).GetProperty("id").GetString()!;
    }
}
