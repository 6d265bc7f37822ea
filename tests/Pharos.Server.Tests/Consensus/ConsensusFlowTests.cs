using System.Net;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Server.Tests.Metrics;
using Pharos.Server.Tests.Review;
using Pharos.Server.Tests.Tasks;

namespace Pharos.Server.Tests.Consensus;

/// <summary>An agent waits, experts are asked over HTTP, vote with signed requests, and their verdict is its answer.</summary>
public sealed class ConsensusFlowTests(ConsensusFlowTests.Asking server) : IClassFixture<ConsensusFlowTests.Asking>
{
    [Fact]
    public async Task Experts_of_two_specialities_approve_and_the_waiting_agent_learns_who_they_were()
    {
        var (security, operations) = await ExpertsAsync();
        var waiting = server.ProposeAsync("sudo systemctl restart one", query: "wait=30s");
        await ResultAsync(security, "restart one", "the unit is ours");
        await ResultAsync(operations, "restart one", "nobody is on it");
        var answer = await waiting;
        answer.GetProperty("decision").GetString().ShouldBe("allow");
        answer.GetProperty("state").GetString().ShouldBe("approved");
        answer.GetProperty("decidedBy").GetString()!.Split(", ").ShouldBe(["flow-security", "flow-operations"], ignoreOrder: true);
        var panel = await PanelAsync(answer.GetProperty("review").GetString()!);
        panel.GetProperty("outcome").GetString().ShouldBe("approved");
        panel.GetProperty("need").GetInt32().ShouldBe(2);
        panel.GetProperty("votes").EnumerateArray().Select(vote => vote.GetProperty("reason").GetString()).ShouldBe(["the unit is ours", "nobody is on it"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_expert_votes_by_the_review_and_takes_nothing_back()
    {
        var (security, _) = await ExpertsAsync();
        var review = await server.WaitingReviewAsync("sudo systemctl restart two");
        await InboxOfAsync(security, review);
        using var vote = await server.SignedAsync("POST", $"/api/reviews/{review}/votes", security, """{"verdict":"approve","confidence":0.9,"reason":"fine"}""");
        vote.StatusCode.ShouldBe(HttpStatusCode.OK, await vote.Content.ReadAsStringAsync());
        (await TestServer.JsonAsync(vote)).GetProperty("state").GetString().ShouldBe("open");
        (await server.RefusedAsync(security, "POST", $"/api/reviews/{review}/votes", """{"verdict":"approve","confidence":0.9,"reason":"fine"}""")).ShouldBe("vote.cast");
        var open = await PanelAsync(review);
        open.GetProperty("votes").GetArrayLength().ShouldBe(0, "who votes later must not follow who voted before");
        open.GetProperty("refused").GetArrayLength().ShouldBe(0);
        open.GetProperty("counts").GetProperty("approve").GetInt32().ShouldBe(1);
        open.GetProperty("standing").GetString().ShouldBe("1 of 2 experts have voted, 2 must approve");
        open.GetProperty("seats").EnumerateArray().Select(seat => (seat.GetProperty("expert").GetString(), seat.GetProperty("state").GetString())).ShouldContain(("flow-security", "voted"));

        // Two can no longer approve afterwards: the panel ends by itself at any moment and shows who said what.
        (await server.RefusedAsync(security, "POST", $"/api/reviews/{review}/votes", """{"verdict":"reject","confidence":0.9,"reason":"no"}""")).ShouldBe("vote.equivocal");
        await JudgeAsync(review);
        await ClosedAsync(review);
        var panel = await PanelAsync(review);
        panel.GetProperty("votes")[0].GetProperty("counts").GetBoolean().ShouldBeFalse();
        panel.GetProperty("refused")[0].GetProperty("code").GetString().ShouldBe("vote.equivocal");
    }

    [Fact]
    public async Task A_second_result_that_says_something_else_takes_the_first_away()
    {
        var (security, _) = await ExpertsAsync();
        var review = await server.WaitingReviewAsync("sudo systemctl restart three");
        var task = await InboxOfAsync(security, review);
        await server.StepAsync(security, task, "claim");
        await server.StepAsync(security, task, "result", """{"verdict":"approve","confidence":0.9,"reason":"fine"}""");
        (await server.RefusedAsync(security, "POST", $"/api/tasks/{task}/result", """{"verdict":"reject","confidence":0.9,"reason":"no"}""")).ShouldBe("vote.equivocal");
        await JudgeAsync(review);
        await ClosedAsync(review);
        (await PanelAsync(review)).GetProperty("votes")[0].GetProperty("counts").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_votes_who_is_not_asked_not_signed_or_of_another_role()
    {
        var (security, _) = await ExpertsAsync();
        var stranger = await server.ExpertAsync("flow-stranger", ""","capabilities":["poetry"]""");
        var review = await server.WaitingReviewAsync("sudo systemctl restart four");
        await InboxOfAsync(security, review);
        const string body = """{"verdict":"approve","confidence":1,"reason":"me too"}""";
        (await server.RefusedAsync(stranger, "POST", $"/api/reviews/{review}/votes", body)).ShouldBe("panel.unknown");
        (await server.RefusedAsync(stranger, "POST", $"/api/reviews/{Guid.Empty}/votes", body)).ShouldBe("panel.unknown");
        using var unsigned = await server.SendAsync("POST", $"/api/reviews/{review}/votes", security, body);
        (await TestServer.CodeAsync(unsigned)).ShouldBe("signature.missing");
        using var agent = await server.SendAsync("POST", $"/api/reviews/{review}/votes", Role.Agent, body);
        (await TestServer.CodeAsync(agent)).ShouldBe("role.forbidden");
        using var reviewer = await server.SendAsync("POST", $"/api/reviews/{review}/votes", Role.Reviewer, body);
        (await TestServer.CodeAsync(reviewer)).ShouldBe("role.forbidden");
        using var verdict = await server.SendAsync("POST", $"/api/reviews/{review}/verdict", security, """{"verdict":"approve"}""");
        (await TestServer.CodeAsync(verdict)).ShouldBe("role.forbidden");
        using var looked = await server.SendAsync("GET", $"/api/reviews/{review}", security);
        (await TestServer.CodeAsync(looked)).ShouldBe("role.forbidden");
        (await PanelAsync(review)).GetProperty("counts").EnumerateObject().Sum(count => count.Value.GetInt32()).ShouldBe(0);
        await JudgeAsync(review);
    }

    [Fact]
    public async Task Votes_and_the_panel_are_events_and_outlive_a_restart()
    {
        var (security, operations) = await ExpertsAsync();
        var review = await server.WaitingReviewAsync("sudo systemctl restart five");
        var task = await InboxOfAsync(security, review);
        await server.StepAsync(security, task, "claim");
        await server.StepAsync(security, task, "result", """{"verdict":"approve","confidence":0.9,"reason":"fine"}""");
        await server.RestartAsync();
        task = await InboxOfAsync(operations, review);
        await server.StepAsync(operations, task, "claim");
        await server.StepAsync(operations, task, "result", """{"verdict":"approve","confidence":0.9,"reason":"fine too"}""");
        await ClosedAsync(review);
        using var found = await server.SendAsync("GET", "/api/events?type=vote.cast&order=desc&limit=2", Role.Viewer);
        (await TestServer.JsonAsync(found)).GetProperty("events").EnumerateArray().Select(record => record.GetProperty("payload").GetProperty("expert").GetString()).ShouldBe(["flow-operations", "flow-security"]);
        using var concluded = await server.SendAsync("GET", "/api/events?type=panel.concluded&order=desc&limit=1", Role.Viewer);
        (await TestServer.JsonAsync(concluded)).GetProperty("events")[0].GetProperty("payload").GetProperty("outcome").GetString().ShouldBe("Approved");
    }

    [Fact]
    public async Task What_experts_do_and_panels_come_to_shows_in_the_figures()
    {
        var (security, operations) = await ExpertsAsync();
        const string concluded = """pharos_panel_concluded_total{outcome="approved"}""", done = """pharos_task_ended_total{state="done"}""";
        var (panels, tasks) = (await server.FigureAsync(concluded) ?? 0, await server.FigureAsync(done) ?? 0);
        var waiting = server.ProposeAsync("sudo systemctl restart seven", query: "wait=30s");
        await ResultAsync(security, "restart seven", "the unit is ours");
        (await server.FigureAsync("""pharos_expert_registered{state="live"}""")).ShouldNotBeNull();
        (await server.FigureAsync("""pharos_expert_registered{state="suspended"}""")).ShouldNotBeNull();
        (await server.FigureAsync("""pharos_task_open{state="queued"}""")).ShouldNotBeNull();
        await ResultAsync(operations, "restart seven", "nobody is on it");
        (await waiting).GetProperty("decision").GetString().ShouldBe("allow");

        // What the figures count is folded behind the commits; whoever waits hears of the end before.
        await ReachedAsync(concluded, panels + 1);
        await ReachedAsync(done, tasks + 2);
    }

    [Fact]
    public async Task A_list_of_reviews_says_how_far_their_experts_are()
    {
        var (security, _) = await ExpertsAsync();
        var review = await server.WaitingReviewAsync("sudo systemctl restart six");
        await InboxOfAsync(security, review);
        using var vote = await server.SignedAsync("POST", $"/api/reviews/{review}/votes", security, """{"verdict":"approve","confidence":0.9,"reason":"fine"}""");
        vote.StatusCode.ShouldBe(HttpStatusCode.OK, await vote.Content.ReadAsStringAsync());
        var listed = await ListedAsync(review);
        for (var look = 0; look < 1200 && listed.GetProperty("voted").GetInt32() == 0; look++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            listed = await ListedAsync(review);
        }

        (listed.GetProperty("state").GetString(), listed.GetProperty("voted").GetInt32(), listed.GetProperty("seats").GetInt32(), listed.GetProperty("need").GetInt32()).ShouldBe(("open", 1, 2, 2));
        await JudgeAsync(review);
    }

    [Fact]
    public async Task A_review_without_a_panel_shows_none()
    {
        using var asked = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("zzz-tool --one").Replace(server.Workspace, Asking.Root, StringComparison.Ordinal));
        var answer = await TestServer.JsonAsync(asked);
        (await PanelAsync(answer.GetProperty("review").GetString()!)).ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private async Task<(string Security, string Operations)> ExpertsAsync() =>
        server.Known ??= (await server.ExpertAsync("flow-security", ""","capabilities":["security"]"""), await server.ExpertAsync("flow-operations", ""","capabilities":["operations"]"""));

    private async Task ResultAsync(string expert, string about, string reason)
    {
        var task = await InboxOfAsync(expert, about);
        await server.StepAsync(expert, task, "claim");
        await server.StepAsync(expert, task, "result", $$"""{"verdict":"approve","confidence":0.9,"reason":"{{reason}}"}""");
    }

    // Others of these tests may have left tasks behind that are withdrawn a moment later.
    private async Task<string> InboxOfAsync(string expert, string about)
    {
        for (var look = 0; look < 40; look++)
        {
            using var page = await server.SignedAsync("GET", "/api/experts/me/inbox?wait=1s", expert, null);
            foreach (var item in (await TestServer.JsonAsync(page)).GetProperty("items").EnumerateArray())
            {
                if (item.GetProperty("review").GetString() == about || item.GetProperty("summary").GetString()!.Contains(about, StringComparison.Ordinal))
                {
                    return item.GetProperty("id").GetString()!;
                }
            }
        }

        throw new InvalidOperationException($"No task about {about} came.");
    }

    private async Task<JsonElement> PanelAsync(string review)
    {
        using var found = await server.SendAsync("GET", $"/api/reviews/{review}", Role.Viewer);
        found.StatusCode.ShouldBe(HttpStatusCode.OK, await found.Content.ReadAsStringAsync());
        return (await TestServer.JsonAsync(found)).GetProperty("panel");
    }

    private async Task<JsonElement> ListedAsync(string review)
    {
        using var found = await server.SendAsync("GET", "/api/reviews?limit=500", Role.Viewer);
        return (await TestServer.JsonAsync(found)).GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetString() == review).GetProperty("panel");
    }

    private async Task ReachedAsync(string figure, double least)
    {
        for (var look = 0; !(await server.FigureAsync(figure) >= least); look++)
        {
            look.ShouldBeLessThan(1200, $"{figure} did not reach {least}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private async Task JudgeAsync(string review) => (await server.JudgeAsync(review, """{"verdict":"reject","reason":"enough"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

    private async Task ClosedAsync(string review)
    {
        for (var look = 0; look < 1200 && (await PanelAsync(review)).GetProperty("outcome").ValueKind == JsonValueKind.Null; look++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public sealed class Asking : TestServer
    {
        // Outside of the data folder, which is protected, so that an unknown command there is a question for people.
        public const string Root = "/srv/asked";

        public (string Security, string Operations)? Known { get; set; }

        protected override string Configuration => base.Configuration.Replace($"- root: {Workspace}", $"- root: {Workspace}\n  - root: {Root}", StringComparison.Ordinal) + """

            review:
              rules:
                - rule: pharos.gate.escalate.review
                  risk: high
                  experts:
                    specialities: [security, operations]
                    risk: high
                    deadline: 1m
            """;
    }
}
