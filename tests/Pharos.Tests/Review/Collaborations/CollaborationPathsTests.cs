using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Collaborations;
using static Pharos.Tests.Review.Collaborations.CollaborationFixture;

namespace Pharos.Tests.Review.Collaborations;

/// <summary>Random steps of several agents and the clock at once on a log that lets others go first, held against what must be true of every path.</summary>
public sealed class CollaborationPathsTests
{
    private const int Steps = 60;
    private static readonly Caller[] Agents = [Driver, Partner, Third, Puppet];
    private static readonly string[] Closing = [CollaborationEvents.Ended, CollaborationEvents.Expired];
    private static readonly string[] Coming = [CollaborationEvents.Accepted, CollaborationEvents.Joined, CollaborationEvents.Left];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 16)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_path_lets_anybody_do_what_their_role_forbids_or_settles_a_suggestion_twice(int seed)
    {
        var random = new Random(seed);
        await using var fixture = new CollaborationFixture(new HesitantLog(new InMemoryEventLog()), new CollaborationOptions { Idle = TimeSpan.FromMinutes(10) });
        for (var step = 0; step < Steps; step++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new Random(random.Next())).ToList().Select(own => Task.Run(() => StepAsync(fixture, own), Cancellation)));
            fixture.Clock.Advance(TimeSpan.FromSeconds(random.Next(120)));
        }

        await fixture.CatchUpAsync();
        var streams = new Dictionary<Guid, List<EventRecord>>();
        await foreach (var record in fixture.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            (streams.TryGetValue(record.Stream.Id, out var events) ? events : streams[record.Stream.Id] = []).Add(record);
        }

        streams.ShouldNotBeEmpty();
        foreach (var (id, events) in streams)
        {
            var folded = Hold(events);
            var board = fixture.Board.Read((state, _) => state.Find(id)).ShouldNotBeNull();
            JsonSerializer.Serialize(board).ShouldBe(JsonSerializer.Serialize(folded.Head));
            fixture.Board.Read((state, _) => state.Open.Any(open => open.Id == id)).ShouldBe(folded.Head.Closed is null);
            JsonSerializer.Serialize(await fixture.FindAsync(new CollaborationId(id))).ShouldBe(JsonSerializer.Serialize(folded));
        }
    }

    internal static async Task StepAsync(CollaborationFixture fixture, Random random)
    {
        var by = Agents[random.Next(Agents.Length)];
        var known = fixture.Board.Read((board, _) => board.Open.ElementAtOrDefault(random.Next(4)));
        if (known is null || random.Next(12) == 0)
        {
            await StartAsync(fixture, random, by);
            return;
        }

        var (id, number) = (new CollaborationId(known.Id), random.Next(1, 4));
        int? revision = random.Next(3) == 0 ? random.Next(1, 3) : null;
        _ = random.Next(16) switch
        {
            0 or 1 => await fixture.Desk.AcceptAsync(id, by, Cancellation),
            2 or 3 => await fixture.Desk.JoinAsync(id, by, Cancellation),
            4 => await fixture.Desk.LeaveAsync(id, by, "away", Cancellation),
            5 => await fixture.Desk.InviteAsync(id, by, Agents[random.Next(4)].Subject, null, Cancellation),
            6 => await fixture.Desk.CommentAsync(id, by, "said", random.Next(2) == 0 ? number : null, Cancellation),
            7 => await fixture.Desk.DecideAsync(id, by, "so", "because", Cancellation),
            8 or 9 => await fixture.SuggestAsync(id, by),
            10 => await fixture.Desk.AcceptSuggestionAsync(id, by, number, revision, null, Cancellation),
            11 => await fixture.Desk.RejectSuggestionAsync(id, by, number, revision, "no", Cancellation),
            12 => await fixture.Desk.ModifySuggestionAsync(id, by, number, revision, new SuggestedChange { Text = "other" }, Cancellation),
            13 => await fixture.Contexts.AttachAsync(id, by, new ContextRequest("a", "text/plain", $"{random.Next(3)}", null), Cancellation),
            14 => random.Next(6) == 0 ? await fixture.Desk.EndAsync(id, by, "done", Cancellation) : await fixture.Desk.RemoveAsync(id, by, Agents[random.Next(4)].Subject, "enough", Cancellation),
            _ => await LookAsync(),
        };

        async Task<CollaborationOutcome?> LookAsync()
        {
            await fixture.Keeper.LookAsync(Cancellation);
            return null;
        }
    }

    private static async Task StartAsync(CollaborationFixture fixture, Random random, Caller by)
    {
        var others = Agents.Where(agent => agent != by).Select(agent => (agent.Subject, default(string))).ToArray();
        _ = random.Next(3) == 0
            ? await fixture.StartAsync(new CollaborationRequest { Kind = "discussion", Objective = "x", Participants = others }, by)
            : await fixture.StartAsync(new CollaborationRequest { Kind = "pair", Objective = "x", Mode = (PairMode)random.Next(4), Participants = [others[random.Next(3)]] }, by);
    }

    private static Collaboration Hold(List<EventRecord> events)
    {
        Collaboration? session = null;
        foreach (var record in events)
        {
            var after = CollaborationFold.Apply(session, record).ShouldNotBeNull();
            if (session is null)
            {
                record.Type.ShouldBe(CollaborationEvents.Started);
            }
            else
            {
                session.Head.Closed.ShouldBeNull($"{record.Type} after it was closed");
                HoldStep(session, after, record);
            }

            session = after;
        }

        return session.ShouldNotBeNull();
    }

    private static void HoldStep(Collaboration before, Collaboration after, EventRecord record)
    {
        var by = before.Head.Find(record.Actor.Id);
        if (record.Type == CollaborationEvents.Expired)
        {
            (record.At >= before.Head.IdleUntil).ShouldBeTrue("it expired while something happened");
            return;
        }

        (record.At < before.Head.IdleUntil).ShouldBeTrue($"{record.Type} in a session whose time had run out");
        by.ShouldNotBeNull($"{record.Type} by a stranger");
        if (!Coming.Contains(record.Type))
        {
            by.Presence.ShouldBe(Presence.Joined, record.Type);
        }

        by.Presence.ShouldNotBe(Presence.Removed, $"{record.Type} by somebody who had been removed");
        if (Closing.Contains(record.Type) || record.Type is CollaborationEvents.Invited or CollaborationEvents.Removed)
        {
            by.Agent.ShouldBe(before.Head.StartedBy);
        }

        HoldSuggestions(before, after, record, by);
    }

    private static void HoldSuggestions(Collaboration before, Collaboration after, EventRecord record, Participant by)
    {
        foreach (var (old, now) in before.Suggestions.Zip(after.Suggestions))
        {
            if (JsonSerializer.Serialize(old) == JsonSerializer.Serialize(now))
            {
                continue;
            }

            old.State.ShouldBe(SuggestionState.Open, $"{record.Type} of a suggestion that was settled");
            before.Head.Mode.ShouldNotBe(PairMode.Passive);
            if (now.State == SuggestionState.Withdrawn)
            {
                old.Current.By.ShouldBe(by.Agent);
                continue;
            }

            old.Current.By.ShouldNotBe(by.Agent, "somebody judged what they suggested");
            (by.Agent == "puppet" && old.Current.By == "driver").ShouldBeFalse("somebody judged for whom registered them");
            (before.Head.Mode == PairMode.Review && by.Role != "reviewer").ShouldBeFalse("it was judged without the reviewer");
            (before.Head.Mode == PairMode.Active && by.Role != "driver").ShouldBeFalse("it was judged without the driver");
        }

        if (record.Type == CollaborationEvents.Suggested)
        {
            CollaborationRules.MaySuggest(before.Head, by).ShouldBeTrue();
        }
    }
}
