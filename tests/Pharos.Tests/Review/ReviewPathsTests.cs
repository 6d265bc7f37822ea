using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Review;

namespace Pharos.Tests.Review;

/// <summary>Random steps of several people, agents and the clock at once, held against what must be true of every path.</summary>
public sealed class ReviewPathsTests
{
    private const int Steps = 60;
    private static readonly Caller[] People = [ReviewFixture.Ann, ReviewFixture.Ben, ReviewFixture.Admin];
    private static readonly string[] Moving = [ReviewEvents.Claimed, ReviewEvents.Snoozed, ReviewEvents.Escalated, ReviewEvents.Endorsed, ReviewEvents.Verdict, ReviewEvents.Undone, ReviewEvents.Expired, ReviewEvents.Superseded];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 16)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_path_loses_a_review_or_decides_it_twice(int seed)
    {
        var random = new Random(seed);
        var options = new ReviewOptions
        {
            OnTimeout = (TimeoutAction)random.Next(3),
            Timeout = TimeSpan.FromMinutes(20),
            Rules = random.Next(2) == 0 ? [] : [new ReviewRule("*") { People = 2 }],
        };
        await using var fixture = new ReviewFixture(options, new HesitantLog(new InMemoryEventLog()));
        var finals = new Dictionary<Guid, (Decision, string)>();
        for (var step = 0; step < Steps; step++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new Random(random.Next())).ToList().Select(own => Task.Run(() => StepAsync(fixture, own, finals), Cancellation)));
            fixture.Clock.Advance(TimeSpan.FromSeconds(random.Next(90)));
        }

        await fixture.CatchUpAsync();
        var streams = new Dictionary<Guid, List<EventRecord>>();
        await foreach (var record in fixture.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            if (record.Stream.Category == ReviewId.StreamCategory)
            {
                (streams.TryGetValue(record.Stream.Id, out var events) ? events : streams[record.Stream.Id] = []).Add(record);
            }
        }

        streams.ShouldNotBeEmpty();
        foreach (var (id, events) in streams)
        {
            Hold(events);
            var folded = (await fixture.Desk.FindAsync(new ReviewId(id), Cancellation))!;
            var queued = fixture.Queue.Read((queue, _) => queue.Find(id)).ShouldNotBeNull();
            JsonSerializer.Serialize(queued).ShouldBe(JsonSerializer.Serialize(folded));
            fixture.Queue.Read((queue, _) => queue.Open.Any(open => open.Id == id)).ShouldBe(!folded.IsClosed);
        }
    }

    [Fact]
    public async Task A_snapshot_of_the_queue_is_the_queue()
    {
        await using var fixture = new ReviewFixture();
        for (var step = 0; step < 200; step++)
        {
            await StepAsync(fixture, new Random(step), []);
        }

        await fixture.CatchUpAsync();
        var fold = new ReviewQueueFold();
        var before = Written(fixture.Queue.Read((queue, _) => queue));
        Written(fold.Read(before)).ShouldBe(before);

        byte[] Written(ReviewQueue queue)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                fold.Write(writer, queue);
            }

            return stream.ToArray();
        }
    }

    private static async Task StepAsync(ReviewFixture fixture, Random random, Dictionary<Guid, (Decision Decision, string State)> finals)
    {
        var by = People[random.Next(People.Length)];
        var id = fixture.Queue.Read((queue, _) => queue.Open.Concat(queue.Closed).ElementAtOrDefault(random.Next(3))?.Id) is { } known ? new ReviewId(known) : default(ReviewId?);
        if (id is not { } review || random.Next(5) == 0)
        {
            Keep(finals, await fixture.AskAsync($"deploy {random.Next(6)}"));
            return;
        }

        _ = random.Next(9) switch
        {
            0 => await fixture.Desk.ClaimAsync(review, by, random.Next(3) == 0, null, Cancellation),
            1 => await fixture.Desk.RenewAsync(review, by, Cancellation),
            2 => await fixture.Desk.ReleaseAsync(review, by, Cancellation),
            3 => await fixture.Desk.SnoozeAsync(review, by, fixture.Clock.GetUtcNow() + TimeSpan.FromMinutes(random.Next(1, 10)), null, null, Cancellation),
            4 => await fixture.Desk.EscalateAsync(review, by, null, null, Cancellation),
            5 => await fixture.Desk.UndoAsync(review, by, Cancellation),
            6 => await LookAsync(),
            _ => await fixture.Desk.JudgeAsync(review, by, new Judgement((VerdictKind)random.Next(3)) { Reason = "said" }, Cancellation),
        };

        async Task<ReviewOutcome?> LookAsync()
        {
            await fixture.Keeper.LookAsync(Cancellation);
            return null;
        }
    }

    private static void Keep(Dictionary<Guid, (Decision Decision, string State)> finals, Answer answer)
    {
        if (answer.Decision == Decision.Review)
        {
            return;
        }

        lock (finals)
        {
            if (!finals.TryAdd(answer.Id.Value, (answer.Decision, answer.State)))
            {
                finals[answer.Id.Value].ShouldBe((answer.Decision, answer.State));
            }
        }
    }

    private static void Hold(List<EventRecord> events)
    {
        events[0].Type.ShouldBe(ReviewEvents.Requested);
        var (isDecided, isDelivered, isClosed) = (false, false, false);
        foreach (var record in events)
        {
            if (Moving.Contains(record.Type))
            {
                isDelivered.ShouldBeFalse($"{record.Type} after the verdict had left");
                isClosed.ShouldBeFalse($"{record.Type} after it was closed");
            }

            switch (record.Type)
            {
                case ReviewEvents.Verdict:
                    isDecided.ShouldBeFalse("a second verdict without taking the first one back");
                    isDecided = true;
                    break;
                case ReviewEvents.Undone:
                    isDecided.ShouldBeTrue();
                    isDecided = false;
                    break;
                case ReviewEvents.Delivered:
                    (isDecided || isClosed).ShouldBeTrue("a delivery of nothing");
                    isDelivered = isDecided;
                    break;
                case ReviewEvents.Expired or ReviewEvents.Superseded:
                    isDecided.ShouldBeFalse();
                    isClosed = true;
                    break;
            }
        }
    }
}
