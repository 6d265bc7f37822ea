using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Server.Tests.Faults;

[Trait("Category", "Slow")]
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_stops_decisions_says_so_loses_nothing_and_heals_by_itself()
    {
        await using var server = await FaultServer.StartAsync("96m");
        var viewer = (await server.IssueAsync(Role.Viewer)).Token;
        var acknowledged = new List<string>();
        await DecideAsync(server, acknowledged, 20);
        SmallDisk.Fill(server.Ballast);
        var failed = await DecideAsync(server, acknowledged, 5_000);
        failed.ShouldBe("log.full");

        // Every further one, too, and a hook denies where agents would let an error pass.
        for (var i = 0; i < 5; i++)
        {
            var (status, problem) = await server.ProposeAsync($"echo again {i} {new string('x', 3000)}");
            (status, problem.GetProperty("code").GetString()).ShouldBe((503, "log.full"));
        }

        var (hookStatus, hook) = await server.HookAsync($"echo {new string('y', 3000)}");
        (hookStatus, hook.GetProperty("hookSpecificOutput").GetProperty("permissionDecision").GetString()).ShouldBe((200, "deny"));
        (await server.SendAsync("GET", "/readyz")).Status.ShouldBe(503);
        var log = await server.HealthAsync("log", viewer);
        log.GetProperty("status").GetString().ShouldBe("unhealthy");
        log.GetProperty("since").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        log.GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe("log.full");
        log.GetProperty("findings")[0].GetProperty("remedy").GetString()!.ShouldContain("Free space");
        (await server.HealthAsync("disk", viewer)).GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe("disk.full");

        File.Delete(server.Ballast);
        await server.Server.Parts.Health.Probe.TryAsync(TestContext.Current.CancellationToken);
        await server.Server.Parts.Health.Disk.LookAsync(TestContext.Current.CancellationToken);
        (await server.SendAsync("GET", "/readyz")).Status.ShouldBe(200);
        await DecideAsync(server, acknowledged, 3);
        foreach (var id in acknowledged)
        {
            (await server.SendAsync("GET", $"/api/proposals/{id}")).Status.ShouldBe(200);
        }

        var report = await ChainVerifier.VerifyAsync(server.Server.Parts.Log, cancellationToken: TestContext.Current.CancellationToken);
        report.Break.ShouldBeNull();
        (await CountAsync(server, "proposal.decided")).ShouldBe(acknowledged.Count);
        (await CountAsync(server, "log.probed")).ShouldBeLessThan(5);
    }

    // Decides new commands until one is not acknowledged; the code of that one, or null when all were.
    private static async Task<string?> DecideAsync(FaultServer server, List<string> acknowledged, int most)
    {
        for (var i = 0; i < most; i++)
        {
            var (status, body) = await server.ProposeAsync($"echo {acknowledged.Count} {new string('x', 3000)}");
            if (status != 200)
            {
                return body.GetProperty("code").GetString();
            }

            acknowledged.Add(body.GetProperty("id").GetString()!);
        }

        return null;
    }

    private static async Task<int> CountAsync(FaultServer server, string type)
    {
        var count = 0;
        await foreach (var record in server.Server.Parts.Log.ReadAllAsync(Position.Start))
        {
            count += record.Type == type ? 1 : 0;
        }

        return count;
    }
}
