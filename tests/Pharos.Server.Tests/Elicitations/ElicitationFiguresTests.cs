using System.Net;
using Pharos.Server.Tests.Metrics;

namespace Pharos.Server.Tests.Elicitations;

public sealed class ElicitationFiguresTests(ElicitationServer server) : IClassFixture<ElicitationServer>
{
    [Fact]
    public async Task What_is_asked_answered_declined_and_expires_shows_in_the_figures()
    {
        string[] series =
        [
            "pharos_elicitation_asked_total", """pharos_elicitation_ended_total{state="accepted"}""", """pharos_elicitation_ended_total{state="declined"}""",
            """pharos_elicitation_ended_total{state="expired"}""", """pharos_elicitation_answer_duration_seconds_bucket{le="86400"}""", "pharos_elicitation_answer_duration_seconds_count",
        ];
        var before = await ReadAsync(series);
        var (subject, token) = await server.AgentAsync();
        await server.AskAsync(subject);
        using var answered = await server.RespondAsync(token, (await server.InboxAsync(token)).ShouldHaveSingleItem());
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);
        await server.AskAsync(subject);
        var question = (await server.InboxAsync(token)).ShouldHaveSingleItem();
        using var declined = await server.SendAsync("POST", $"/api/elicitations/{question.GetProperty("id").GetString()}/decline", token, $$"""{"nonce":"{{question.GetProperty("nonce").GetString()}}"}""");
        declined.StatusCode.ShouldBe(HttpStatusCode.OK);
        await server.AskAsync(subject, ""","timeout":"1s" """, "?wait=20s");

        // Its end is recorded within a second; whoever waits hears of it before.
        for (var look = 0; look < 1200 && await server.FigureAsync(series[3]) is var expired && !(expired > before[3]); look++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var after = await ReadAsync(series);
        series.Zip(before.Zip(after)).Where(one => one.Second.Second - one.Second.First < 1).ShouldBeEmpty();
        (after[0] - before[0]).ShouldBeGreaterThanOrEqualTo(3);
        (await server.FigureAsync("pharos_elicitation_open")).ShouldNotBeNull();
    }

    private async Task<List<double>> ReadAsync(IEnumerable<string> series)
    {
        var values = new List<double>();
        foreach (var one in series)
        {
            values.Add(await server.FigureAsync(one) ?? 0);
        }

        return values;
    }
}
