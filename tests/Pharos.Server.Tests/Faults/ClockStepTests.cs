using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Server.Tests.Faults;

public sealed class ClockStepTests
{
    private static readonly TimeSpan Back = TimeSpan.FromDays(-1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decisions_go_on_at_the_next_position_when_the_clock_steps_back_and_forth()
    {
        var clock = new SteppingClock();
        await using var server = await FaultServer.StartAsync(clock: clock);
        var positions = new List<long>();
        foreach (var step in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromMinutes(-5), TimeSpan.FromMinutes(-30), TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(-1)])
        {
            clock.Step(step);
            var (status, body) = await server.ProposeAsync("git status");
            status.ShouldBe(200);
            positions.Add(body.GetProperty("position").GetInt64());
            (await server.SendAsync("GET", $"/api/proposals/{body.GetProperty("id").GetString()}")).Status.ShouldBe(200);
        }

        positions.ShouldBeInOrder(SortDirection.Ascending);
        positions.Distinct().Count().ShouldBe(positions.Count);
        (await ChainVerifier.VerifyAsync(server.Server.Parts.Log, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task A_revoked_token_stays_refused_when_the_clock_steps_back_before_its_revocation()
    {
        var clock = new SteppingClock();
        await using var server = await FaultServer.StartAsync(clock: clock);
        var issued = await server.IssueAsync(Role.Agent);
        clock.Step(TimeSpan.FromMinutes(30));
        (await server.SendAsync("GET", "/api/proposals/01900000-0000-7000-8000-000000000001", issued.Token)).Status.ShouldBe(404);
        await server.Server.Parts.Tokens.RevokeAsync(issued.Entry.Claims.Id, new Actor(ActorKind.System, "test"), Cancellation);
        clock.Step(TimeSpan.FromMinutes(-30));
        var (status, problem) = await server.SendAsync("GET", "/api/proposals/01900000-0000-7000-8000-000000000001", issued.Token);
        (status, problem.GetProperty("code").GetString()).ShouldBe((401, "token.revoked"));
    }

    [Fact]
    public async Task Rates_are_neither_used_up_nor_given_back_by_a_step()
    {
        var clock = new SteppingClock();
        await using var server = await FaultServer.StartAsync(clock: clock, perMinute: 6);
        for (var i = 0; i < 3; i++)
        {
            (await server.ProposeAsync("git status")).Status.ShouldBe(200);
        }

        clock.Step(Back / 48);
        for (var i = 0; i < 3; i++)
        {
            (await server.ProposeAsync("git status")).Status.ShouldBe(200);
        }

        clock.Step(-Back / 48);
        (await server.ProposeAsync("git status")).Status.ShouldBe(429);
    }

    [Fact]
    public async Task Health_and_its_since_survive_a_step()
    {
        var clock = new SteppingClock();
        var store = new FailingStore();
        await using var server = await FaultServer.StartAsync(clock: clock, store: store);
        var viewer = (await server.IssueAsync(Role.Viewer)).Token;
        store.Failure = "log.io";
        (await server.ProposeAsync("git status")).Status.ShouldBe(503);
        var since = (await server.HealthAsync("log", viewer)).GetProperty("since").GetDateTimeOffset();
        clock.Step(TimeSpan.FromMinutes(-30));
        (await server.HealthAsync("log", viewer)).GetProperty("since").GetDateTimeOffset().ShouldBe(since);
        store.Failure = null;
        await server.Server.Parts.Health.Probe.TryAsync(Cancellation);
        (await server.HealthAsync("log", viewer)).GetProperty("status").GetString().ShouldBe("healthy");
    }
}
