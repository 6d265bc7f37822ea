using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Pharos.Cli.Bench;

namespace Pharos.EndToEnd.Reviews;

/// <summary>A server dies while a thousand callers wait and half of their reviews are being judged.</summary>
[Trait("Category", "Slow")]
public sealed class KilledReviewTests(Shipped shipped) : IClassFixture<Shipped>
{
    // A thousand take 20 s alone and more than a minute beside another test project on two processors; PHAROS_WAITING_CALLERS=1000 asks for them.
    private static readonly int Callers = int.TryParse(Environment.GetEnvironmentVariable("PHAROS_WAITING_CALLERS"), NumberStyles.None, CultureInfo.InvariantCulture, out var callers) ? callers : 300;

    [Fact]
    public Task Every_waiting_caller_gets_its_one_outcome_after_a_restart()
    {
        var data = NewData();
        return KillAndReturnAsync(() => RunningServer.Start(shipped, data), _ => null);
    }

    [Fact]
    public async Task Every_waiting_caller_gets_its_one_outcome_after_a_restart_on_PostgreSQL()
    {
        await using var database = await StartPostgresAsync();
        var data = NewData();
        await KillAndReturnAsync(() => RunningServer.Start(shipped, data, "--store", database.Url("reviews")), _ => null);
    }

    [Fact]
    public async Task Every_waiting_caller_gets_its_one_outcome_at_the_other_server_when_one_of_two_is_killed()
    {
        await using var database = await StartPostgresAsync();
        var (one, two) = (NewData(), NewData());
        await KillAndReturnAsync(() => RunningServer.Start(shipped, one, "--store", database.Url("reviews")), _ =>
        {
            Directory.CreateDirectory(Path.Combine(two, "keys"));
            File.Copy(Path.Combine(one, "keys", "token.key"), Path.Combine(two, "keys", "token.key"));
            return RunningServer.Start(shipped, two, "--store", database.Url("reviews"));
        });
    }

    /// <summary>Lets callers wait at one server or at two, kills the first one while reviews are judged, and lets everybody ask again.</summary>
    /// <param name="start">Starts the first server, and starts it again.</param>
    /// <param name="startOther">Starts the other one; null where there is none.</param>
    private static async Task KillAndReturnAsync(Func<RunningServer> start, Func<RunningServer, RunningServer?> startOther)
    {
        using var client = new ReviewClient();
        var workspace = Directory.CreateTempSubdirectory("pharos-e2e-project-").FullName;
        var operations = Enumerable.Range(0, Callers).Select(_ => Guid.CreateVersion7()).ToArray();
        using var first = start();
        await client.SignInAsync(first);
        using var second = startOther(first);
        var other = second ?? first;
        var waiting = operations.Select((operation, number) => client.ProposeAsync(number % 2 == 0 ? first : other, workspace, number, operation, "60s")).ToList();
        var patience = Stopwatch.StartNew();
        while (await client.OpenCountAsync(other) < Callers)
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), $"not every caller came to wait: {await client.OpenCountAsync(other)} did; {string.Join("; ", client.Unanswered.Take(5))}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var reviews = await client.OpenAsync(other);
        var judged = new ConcurrentBag<int>();
        var judging = client.JudgeAsync(first, reviews.Take(Callers / 2), judged);
        while (judged.Count < Callers / 4)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        first.Kill();
        await judging;
        var toldAtOnce = judged.Count;
        using var again = second is null ? start() : null;
        var left = again ?? other;
        await client.JudgeAsync(left, await client.OpenAsync(left), judged);
        var early = await Task.WhenAll(waiting);
        var outcomes = await Task.WhenAll(operations.Select((operation, number) => client.ProposeAsync(left, workspace, number, operation, "30s")));

        toldAtOnce.ShouldBeLessThan(Callers / 2, "the server was killed after everything was judged");
        early.Count(answer => answer is null).ShouldBeGreaterThan(0, "nobody's answer was lost with the server");
        for (var number = 0; number < Callers; number++)
        {
            var outcome = outcomes[number].ShouldNotBeNull();
            Told(outcome).ShouldBe(ReviewClient.IsApproved(number) ? ("allow", "approved") : ("deny", "rejected"));
            if (early[number] is { } before)
            {
                Told(before).ShouldBe(Told(outcome));
                before.GetProperty("id").GetString().ShouldBe(outcome.GetProperty("id").GetString());
            }
        }

        outcomes.Select(outcome => outcome!.Value.GetProperty("id").GetString()).Distinct().Count().ShouldBe(Callers);
        (await client.CountAsync(left, "proposal.decided")).ShouldBe((Callers, Callers));
        (await client.CountAsync(left, "review.verdict")).ShouldBe((Callers, Callers));
        (await client.CountAsync(left, "review.delivered")).ShouldBe((Callers, Callers));
    }

    private static (string?, string?) Told(JsonElement answer) => (answer.GetProperty("decision").GetString(), answer.GetProperty("state").GetString());

    private static async Task<TemporaryPostgres> StartPostgresAsync()
    {
        Assert.SkipWhen(TemporaryPostgres.Absence is not null, TemporaryPostgres.Absence ?? "");
        var database = await TemporaryPostgres.StartAsync();
        await database.CreateDatabaseAsync("reviews");
        return database;
    }

    private string NewData()
    {
        var data = shipped.NewData();
        Directory.CreateDirectory(data);
        File.WriteAllText(Path.Combine(data, "pharos.yaml"), """
            log:
              level: error
            limits:
              connections: 4096
              rate: { viewer: 0, agent: 0, reviewer: 0, expert: 0, admin: 0 }
            """);
        return data;
    }
}
