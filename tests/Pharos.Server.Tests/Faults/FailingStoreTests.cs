using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Server.Tests.Faults;

public sealed class FailingStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("log.full")]
    [InlineData("store.readonly")]
    [InlineData("log.io")]
    [InlineData("log.busy")]
    [InlineData("store.unreachable")]
    public async Task Whatever_keeps_the_log_from_writing_refuses_denies_is_named_and_ends_by_itself(string code)
    {
        var store = new FailingStore();
        await using var server = await FaultServer.StartAsync(store: store);
        var viewer = (await server.IssueAsync(Role.Viewer)).Token;
        (await server.ProposeAsync("git status")).Status.ShouldBe(200);
        store.Failure = code;
        var (status, problem) = await server.ProposeAsync("git status");
        (status, problem.GetProperty("code").GetString()).ShouldBe((503, code));
        var (hookStatus, hook) = await server.HookAsync("git status");
        (hookStatus, hook.GetProperty("hookSpecificOutput").GetProperty("permissionDecision").GetString()).ShouldBe((200, "deny"));
        (await server.SendAsync("GET", "/readyz")).Status.ShouldBe(503);
        var log = await server.HealthAsync("log", viewer);
        log.GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe(code);
        log.GetProperty("findings")[0].GetProperty("remedy").GetString().ShouldNotBeNullOrEmpty();

        await server.Server.Parts.Health.Probe.TryAsync(Cancellation);
        (await server.SendAsync("GET", "/readyz")).Status.ShouldBe(503);
        store.Failure = null;
        await server.Server.Parts.Health.Probe.TryAsync(Cancellation);
        (await server.SendAsync("GET", "/readyz")).Status.ShouldBe(200);
        (await server.HealthAsync("log", viewer)).GetProperty("findings").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_log_that_works_is_never_probed_however_often_somebody_asks()
    {
        await using var server = await FaultServer.StartAsync(store: new FailingStore());
        for (var i = 0; i < 20; i++)
        {
            (await server.SendAsync("GET", "/readyz")).Status.ShouldBe(200);
            await server.Server.Parts.Health.Probe.TryAsync(Cancellation);
        }

        await foreach (var record in server.Server.Parts.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            record.Type.ShouldNotBe("log.probed");
        }
    }

    [Fact]
    public async Task What_the_store_finds_shows_with_code_and_words()
    {
        var store = new FailingStore();
        await using var server = await FaultServer.StartAsync(store: store);
        var viewer = (await server.IssueAsync(Role.Viewer)).Token;
        store.Findings = [new StoreFinding("store.weak-durability", "fsync is off", IsFailure: false)];
        var weak = await server.HealthAsync("store", viewer);
        weak.GetProperty("status").GetString().ShouldBe("degraded");
        weak.GetProperty("description").GetString().ShouldBe("store.weak-durability: fsync is off");
        (await server.SendAsync("GET", "/readyz")).Status.ShouldBe(200);
        store.Findings = [.. store.Findings, new StoreFinding("store.unreachable", "gone", IsFailure: true)];
        var gone = await server.HealthAsync("store", viewer);
        gone.GetProperty("status").GetString().ShouldBe("unhealthy");
        gone.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()).ShouldBe(["store.unreachable", "store.weak-durability"]);
        (await server.SendAsync("GET", "/readyz")).Status.ShouldBe(503);
    }
}
