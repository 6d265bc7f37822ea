using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Collaborations;
using static Pharos.Tests.Review.Collaborations.CollaborationFixture;

namespace Pharos.Tests.Review.Collaborations;

public sealed class PartnerMatchingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Who_can_do_what_is_needed_is_chosen_and_it_is_said_why()
    {
        var match = PartnerMatching.Choose([One("ann", ["sql"]), One("ben", ["sql", "csharp"]), One("cid", [])], ["sql", "csharp"], Within, Now).ShouldNotBeNull();
        match.Agent.ShouldBe("ben");
        match.Why.ShouldBe(["can do sql, csharp", "seen within the last minute", "in no other session", "has not paired with you before"]);
        (match.Considered, match.Next.ShouldHaveSingleItem().Agent).ShouldBe((2, "ann"));
    }

    [Fact]
    public void Who_lacks_something_is_chosen_only_where_nobody_can_do_more_and_that_is_said() =>
        PartnerMatching.Choose([One("ann", ["sql"])], ["sql", "csharp"], Within, Now)!.Why.ShouldContain("does not say that it can do csharp");

    [Fact]
    public void Who_can_do_nothing_of_it_is_not_chosen() => PartnerMatching.Choose([One("ann", ["css"])], ["sql"], Within, Now).ShouldBeNull();

    [Fact]
    public void Who_was_not_seen_lately_or_is_busy_is_not_chosen() =>
        PartnerMatching.Choose([One("ann", []) with { SeenAt = Now - TimeSpan.FromMinutes(11) }, One("ben", []) with { SeenAt = null }, One("cid", []) with { OpenSessions = 3 }], [], Within, Now).ShouldBeNull();

    [Fact]
    public void Of_equals_who_worked_well_with_the_driver_before_is_chosen()
    {
        var match = PartnerMatching.Choose([One("ann", []) with { Past = new PairingPast(0, 2, 0) }, One("ben", []), One("cid", []) with { Past = new PairingPast(3, 0, 0) }], [], Within, Now)!;
        match.Agent.ShouldBe("cid");
        match.Why.ShouldContain("with you before: 3 ended with a summary, 0 declined, 0 ran out");
        match.Next.Select(next => next.Agent).ShouldBe(["ben", "ann"]);
    }

    [Fact]
    public void Who_is_free_is_chosen_before_who_is_in_another_session() =>
        PartnerMatching.Choose([One("ann", []) with { OpenSessions = 1 }, One("ben", [])], [], Within, Now)!.Agent.ShouldBe("ben");

    [Fact]
    public void The_order_of_the_candidates_does_not_matter()
    {
        PartnerCandidate[] all = [One("ann", ["sql"]), One("ben", ["sql"]), One("cid", ["sql"])];
        PartnerMatching.Choose(all.Reverse(), ["sql"], Within, Now)!.Agent.ShouldBe(PartnerMatching.Choose(all, ["sql"], Within, Now)!.Agent);
    }

    [Fact]
    public async Task A_pair_without_a_name_gets_whoever_was_seen_and_the_reason_is_recorded()
    {
        await using var fixture = new CollaborationFixture();
        var request = new CollaborationRequest { Kind = "pair", Objective = "tune the query", Capabilities = ["sql"] };
        CodeOf(await fixture.StartAsync(request)).ShouldBe("collaboration.unmatched");
        fixture.Registered = [new PartnerProfile("partner", ["sql"], null), new PartnerProfile("nobody", ["sql"], fixture.Clock.GetUtcNow()), new PartnerProfile("driver", ["sql"], fixture.Clock.GetUtcNow())];
        CodeOf(await fixture.StartAsync(request)).ShouldBe("collaboration.unmatched");
        await SeeAsync(fixture, Partner);
        var session = Changed(await fixture.StartAsync(request));
        session.Head.Partner!.Agent.ShouldBe("partner");
        session.Head.Match!.Why.ShouldContain("can do sql");
    }

    [Fact]
    public async Task Earlier_sessions_count_as_they_ended()
    {
        await using var fixture = new CollaborationFixture();
        await SeeAsync(fixture, Partner);
        await SeeAsync(fixture, Third);
        Changed(await fixture.Desk.LeaveAsync(await fixture.RequestAsync(PairMode.Active), Partner, null, Cancellation));
        var good = await fixture.RequestAsync(PairMode.Active, Third);
        Changed(await fixture.Desk.AcceptAsync(good, Third, Cancellation));
        Changed(await fixture.Desk.EndAsync(good, Driver, "done", Cancellation));
        await fixture.CatchUpAsync();
        var match = Changed(await fixture.StartAsync(new CollaborationRequest { Kind = "pair", Objective = "again" })).Head.Match!;
        match.Agent.ShouldBe("third");
        match.Why.ShouldContain("with you before: 1 ended with a summary, 0 declined, 0 ran out");
        match.Next.ShouldHaveSingleItem().Agent.ShouldBe("partner");
    }

    [Fact]
    public async Task Being_asked_into_sessions_keeps_nobody_from_being_chosen()
    {
        await using var fixture = new CollaborationFixture();
        await SeeAsync(fixture, Partner);
        for (var i = 0; i < PartnerMatching.MostSessions; i++)
        {
            Changed(await fixture.StartAsync(new CollaborationRequest { Kind = "discussion", Objective = "x", Participants = [("partner", null)] }, Third));
        }

        await fixture.CatchUpAsync();
        Changed(await fixture.StartAsync(new CollaborationRequest { Kind = "pair", Objective = "x" })).Head.Partner!.Agent.ShouldBe("partner");
    }

    [Fact]
    public async Task Nobody_is_given_a_reviewer_whom_they_registered()
    {
        await using var fixture = new CollaborationFixture();
        await SeeAsync(fixture, Puppet);
        var request = new CollaborationRequest { Kind = "pair", Objective = "x", Mode = PairMode.Review };
        CodeOf(await fixture.StartAsync(request)).ShouldBe("collaboration.unmatched");
        Changed(await fixture.StartAsync(request with { Mode = PairMode.Active })).Head.Partner!.Agent.ShouldBe("puppet");
    }

    private static PartnerCandidate One(string agent, string[] capabilities) => new(agent, capabilities, Now, 0, PairingPast.None);

    private static async Task SeeAsync(CollaborationFixture fixture, Caller agent)
    {
        await fixture.Log.AppendAsync(
            AppendBatch.Of(new NewEvent
            {
                Stream = StreamId.New("proposal", fixture.Clock),
                Id = EventId.New(fixture.Clock),
                Type = "proposal.decided",
                At = fixture.Clock.GetUtcNow(),
                Actor = new Actor(ActorKind.Agent, agent.Subject),
                Payload = "{}"u8.ToArray(),
            }),
            Cancellation);
        await fixture.CatchUpAsync();
    }
}
