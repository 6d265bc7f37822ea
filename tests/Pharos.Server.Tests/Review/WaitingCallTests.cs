using System.Diagnostics;
using System.Net;
using Pharos.Agents;

namespace Pharos.Server.Tests.Review;

public sealed class WaitingCallTests
{
    private const int Callers = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_that_go_away_give_their_places_back()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        using var leaving = new CancellationTokenSource();
        var waiting = await WaitAsync(server, leaving.Token);
        await leaving.CancelAsync();
        foreach (var call in waiting)
        {
            await Should.ThrowAsync<OperationCanceledException>(call);
        }

        await UntilAsync(() => server.Server.Parts.Reviews.Calls.Count == 0);
        using var list = await server.SendAsync("GET", "/api/reviews?limit=1", Role.Reviewer);
        (await TestServer.JsonAsync(list)).GetProperty("open").GetInt32().ShouldBe(Callers);
    }

    [Fact]
    public async Task A_server_that_stops_answers_those_who_wait_at_once()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var waiting = await WaitAsync(server, Cancellation);
        var stopping = Stopwatch.StartNew();
        await server.Server.DisposeAsync();
        stopping.Elapsed.ShouldBeLessThan(server.Server.Parts.Configuration.Server.Drain);
        foreach (var response in await Task.WhenAll(waiting))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await TestServer.JsonAsync(response)).GetProperty("state").GetString().ShouldBe("waiting");
            response.Dispose();
        }
    }

    [Fact]
    public async Task A_call_that_looks_and_waits_takes_a_place_too()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var id = (await server.ProposeAsync("sudo systemctl restart looked-at")).GetProperty("id").GetString();
        var looking = server.SendAsync("GET", $"/api/proposals/{id}?wait=60s", Role.Agent);
        await UntilAsync(() => server.Server.Parts.Reviews.Calls.Count == 1);
        var review = (await server.ProposeAsync("sudo systemctl restart looked-at")).GetProperty("review").GetString()!;
        await server.JudgeAsync(review, """{"verdict":"approve"}""");
        using var answer = await looking;
        (await TestServer.JsonAsync(answer)).GetProperty("state").GetString().ShouldBe("approved");
        server.Server.Parts.Reviews.Calls.Count.ShouldBe(0);
    }

    private static async Task<List<Task<HttpResponseMessage>>> WaitAsync(TestServer server, CancellationToken leaving)
    {
        var token = await server.TokenAsync(Role.Agent);
        var waiting = Enumerable.Range(0, Callers).Select(number => server.SendAsync("POST", "/api/proposals?wait=60s", token, server.Command($"sudo systemctl restart waiting-{number}"), leaving)).ToList();
        await UntilAsync(() => server.Server.Parts.Reviews.Queue.Read((queue, _) => queue.OpenCount) == Callers);
        server.Server.Parts.Reviews.Calls.Count.ShouldBe(Callers);
        return waiting;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var patience = Stopwatch.StartNew();
        while (!isSo())
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(10, Cancellation);
        }
    }
}
