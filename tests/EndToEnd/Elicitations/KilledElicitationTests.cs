using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Pharos.Cli.Bench;

namespace Pharos.EndToEnd.Elicitations;

/// <summary>A server dies while questions wait and some of them are being answered.</summary>
[Trait("Category", "Slow")]
public sealed class KilledElicitationTests(Shipped shipped) : IClassFixture<Shipped>
{
    private const int Pairs = 20;
    private const int QuestionsEach = 10;
    private const int Questions = Pairs * QuestionsEach;

    private static readonly string[] Ends = ["accepted", "declined", "cancelled", "expired"];

    [Fact]
    public Task Every_question_ends_exactly_once_after_a_restart()
    {
        var data = NewData();
        return KillAndReturnAsync(() => RunningServer.Start(shipped, data), _ => null);
    }

    [Fact]
    public async Task Every_question_ends_exactly_once_when_one_of_two_servers_is_killed()
    {
        Assert.SkipWhen(TemporaryPostgres.Absence is not null, TemporaryPostgres.Absence ?? "");
        await using var database = await TemporaryPostgres.StartAsync();
        await database.CreateDatabaseAsync("elicitations");
        var (one, two) = (NewData(), NewData());
        await KillAndReturnAsync(() => RunningServer.Start(shipped, one, "--store", database.Url("elicitations")), _ =>
        {
            Directory.CreateDirectory(Path.Combine(two, "keys"));
            File.Copy(Path.Combine(one, "keys", "token.key"), Path.Combine(two, "keys", "token.key"));
            return RunningServer.Start(shipped, two, "--store", database.Url("elicitations"));
        });
    }

    /// <summary>Asks at one server or at two, kills the first one while answers are given, and answers what is left at the other or after a restart; every fourth is left to its time.</summary>
    private static async Task KillAndReturnAsync(Func<RunningServer> start, Func<RunningServer, RunningServer?> startOther)
    {
        using var client = new ElicitationClient();
        using var first = start();
        using var second = startOther(first);
        var other = second ?? first;
        var people = await client.SignInAsync(first, Pairs);
        var asked = new ConcurrentDictionary<string, (int Number, int Pair)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Questions), async (number, _) =>
        {
            var (asker, answerer) = people[number % Pairs];
            asked[await client.AskAsync(number % 2 == 0 ? first : other, asker.Token, answerer.Subject, number, IsLeft(number) ? "20s" : "10m")] = (number, number % Pairs);
        });
        asked.Count.ShouldBe(Questions);

        var taken = new ConcurrentDictionary<string, string>();
        var answering = AnswerAsync(client, first, people, taken);
        while (taken.Count < Questions / 4)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        first.Kill();
        await answering;
        var takenAtOnce = taken.Count;
        using var again = second is null ? start() : null;
        var left = again ?? other;
        await AnswerAsync(client, left, people, taken);
        takenAtOnce.ShouldBeLessThan(Questions * 3 / 4, "the server was killed after everything was answered");
        foreach (var (id, (number, pair)) in asked)
        {
            var item = (await client.SendAsync(left, HttpMethod.Get, $"/api/elicitations/{id}?wait=30s", people[pair].Asker.Token, null))!.Body;
            item.GetProperty("state").GetString().ShouldBe(IsLeft(number) ? "expired" : "accepted");
            if (!IsLeft(number))
            {
                item.GetProperty("content").GetInt32().ShouldBe(number);
            }
        }

        // Who waits hears of the end of the time at once; its event follows within a second.
        var ended = new List<string>();
        for (var look = 0; look < 50 && ended.Count < Questions; look++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            ended = [];
            foreach (var end in Ends)
            {
                ended.AddRange(await client.StreamsAsync(left, $"elicitation.{end}"));
            }
        }

        ended.Count.ShouldBe(Questions);
        ended.Distinct().Count().ShouldBe(Questions);
        (await client.StreamsAsync(left, "elicitation.requested")).Count.ShouldBe(Questions);
    }

    // Each answers what they are asked as long as the server is there; what it said is taken stays taken.
    private static Task AnswerAsync(ElicitationClient client, RunningServer server, IReadOnlyList<(Signed Asker, Signed Answerer)> people, ConcurrentDictionary<string, string> taken) =>
        Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (pair, _) =>
        {
            var inbox = await client.SendAsync(server, HttpMethod.Get, "/api/elicitations?for=me", pair.Answerer.Token, null);
            foreach (var item in inbox?.Body.GetProperty("items").EnumerateArray().ToList() ?? [])
            {
                var number = int.Parse(item.GetProperty("message").GetString()!, null);
                var id = item.GetProperty("id").GetString()!;
                if (IsLeft(number))
                {
                    continue;
                }

                var body = JsonSerializer.Serialize(new { nonce = item.GetProperty("nonce").GetString(), content = number });
                if (await client.SendAsync(server, HttpMethod.Post, $"/api/elicitations/{id}/respond", pair.Answerer.Token, body) is { Status: HttpStatusCode.OK })
                {
                    taken.TryAdd(id, id).ShouldBeTrue("an answer was taken twice");
                }
            }
        });

    private static bool IsLeft(int number) => number % 4 == 3;

    private string NewData()
    {
        var data = shipped.NewData();
        Directory.CreateDirectory(data);
        File.WriteAllText(Path.Combine(data, "pharos.yaml"), """
            log:
              level: error
            elicitations:
              requestsPerMinute: 1000
              responsesPerMinute: 1000
            limits:
              rate: { viewer: 0, agent: 0, reviewer: 0, expert: 0, admin: 0 }
            """);
        return data;
    }
}
