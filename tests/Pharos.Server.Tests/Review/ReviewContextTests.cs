using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Review;

public sealed class ReviewContextTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task An_earlier_verdict_on_the_same_effects_is_shown_with_its_reason()
    {
        var before = await server.WaitingReviewAsync("sudo systemctl restart c1");
        await server.JudgeAsync(before, """{"verdict":"reject","reason":"not on a Friday"}""");
        var similar = (await ShowAsync(await server.WaitingReviewAsync("sudo systemctl restart c2"))).GetProperty("similar")[0];
        similar.GetProperty("summary").GetString().ShouldBe("sudo systemctl restart c1");
        similar.GetProperty("outcome").GetString().ShouldBe("rejected");
        similar.GetProperty("decision").GetString().ShouldBe("deny");
        similar.GetProperty("verdict").GetProperty("reason").GetString().ShouldBe("not on a Friday");
    }

    [Fact]
    public async Task The_agents_last_ten_decisions_are_shown_the_latest_first()
    {
        for (var i = 0; i < 11; i++)
        {
            await server.ProposeAsync($"echo c{i}");
        }

        var ran = (await server.ProposeAsync("echo last")).GetProperty("id").GetString();
        using var reported = await server.SendAsync("POST", $"/api/proposals/{ran}/outcome", Role.Agent, """{"outcome":"failed"}""");
        reported.IsSuccessStatusCode.ShouldBeTrue(await reported.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var actions = (await ShowAsync(await server.WaitingReviewAsync("sudo systemctl restart c3"))).GetProperty("lastActions");
        actions.GetArrayLength().ShouldBe(10);
        actions[0].GetProperty("summary").GetString().ShouldBe("echo last");
        actions[0].GetProperty("outcome").GetString().ShouldBe("failed");
        actions[1].GetProperty("summary").GetString().ShouldBe("echo c10");
        actions[1].GetProperty("decision").GetString().ShouldBe("allow");
    }

    [Fact]
    public async Task An_edit_is_shown_as_a_difference_without_its_secrets()
    {
        var shown = await ShowAsync(await ProposeEditAsync("""{"file_path":"/etc/app.conf","old_string":"a\nb\nc","new_string":"a\npassword=hunter2hunter2\nc"}"""));
        var diff = shown.GetProperty("diff").GetString()!;
        diff.ShouldContain("--- /etc/app.conf.orig\n+++ /etc/app.conf\n@@");
        diff.ShouldContain("\n-b\n+password=[masked]\n c");
        shown.GetProperty("thread").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_long_difference_is_cut_and_says_so()
    {
        var lines = string.Join("\\n", Enumerable.Range(0, 1000));
        var diff = (await ShowAsync(await ProposeEditAsync($$"""{"file_path":"/etc/long.conf","old_string":"none","new_string":"{{lines}}"}"""))).GetProperty("diff").GetString()!;
        diff.Split('\n').Length.ShouldBe(401);
        diff.ShouldEndWith("more lines");
    }

    [Fact]
    public async Task A_command_has_no_difference() =>
        (await ShowAsync(await server.WaitingReviewAsync("sudo systemctl restart c4"))).GetProperty("diff").ValueKind.ShouldBe(JsonValueKind.Null);

    private async Task<string> ProposeEditAsync(string input)
    {
        using var asked = await server.SendAsync("POST", "/api/proposals", Role.Agent, $$"""{"kind":"file-edit","tool":"Edit","input":{{input}},"workspace":"{{server.Workspace}}"}""");
        return (await TestServer.JsonAsync(asked)).GetProperty("review").GetString()!;
    }

    private async Task<JsonElement> ShowAsync(string review)
    {
        using var got = await server.SendAsync("GET", $"/api/reviews/{review}", Role.Viewer);
        return await TestServer.JsonAsync(got);
    }
}
