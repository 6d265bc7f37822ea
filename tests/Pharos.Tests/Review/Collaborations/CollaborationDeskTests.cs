using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Collaborations;
using static Pharos.Tests.Review.Collaborations.CollaborationFixture;

namespace Pharos.Tests.Review.Collaborations;

public sealed class CollaborationDeskTests : IAsyncLifetime
{
    private readonly CollaborationFixture _fixture = new(options: new CollaborationOptions { OpenPerAgent = 2 });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Only_who_was_asked_comes_and_only_who_came_speaks()
    {
        var id = await _fixture.GroupAsync();
        Changed(await _fixture.Desk.JoinAsync(id, Third, Cancellation)).Head.Find("third").ShouldBe(new Participant("third", "skeptic", Presence.Joined));
        Changed(await _fixture.Desk.CommentAsync(id, Third, "why not files?", null, Cancellation));
        CodeOf(await _fixture.Desk.JoinAsync(id, Puppet, Cancellation)).ShouldBe("collaboration.unknown");
        CodeOf(await _fixture.Desk.CommentAsync(id, Viewer, "hello", null, Cancellation)).ShouldBe("collaboration.participant");
        CodeOf(await _fixture.Desk.CommentAsync(id, Admin, "hello", null, Cancellation)).ShouldBe("collaboration.participant");
    }

    [Fact]
    public async Task Who_started_it_asks_others_in()
    {
        var id = await _fixture.GroupAsync();
        CodeOf(await _fixture.Desk.InviteAsync(id, Driver, "nobody", null, Cancellation)).ShouldBe("collaboration.agent");
        Changed(await _fixture.Desk.JoinAsync(id, Partner, Cancellation));
        CodeOf(await _fixture.Desk.InviteAsync(id, Partner, "puppet", null, Cancellation)).ShouldBe("collaboration.owner");
        Changed(await _fixture.Desk.InviteAsync(id, Driver, "puppet", null, Cancellation)).Head.Find("puppet")!.Presence.ShouldBe(Presence.Invited);
        CodeOf(await _fixture.Desk.InviteAsync(id, Driver, "puppet", null, Cancellation)).ShouldBe("collaboration.joined");
    }

    [Fact]
    public async Task Of_several_any_other_one_judges_a_suggestion()
    {
        var id = await _fixture.GroupAsync();
        Changed(await _fixture.Desk.JoinAsync(id, Third, Cancellation));
        Changed(await _fixture.SuggestAsync(id, Driver));
        CodeOf(await _fixture.Desk.AcceptSuggestionAsync(id, Driver, 1, null, null, Cancellation)).ShouldBe("review.self");
        Changed(await _fixture.Desk.AcceptSuggestionAsync(id, Third, 1, null, null, Cancellation)).Suggestions[0].JudgedBy.ShouldBe("third");
    }

    [Fact]
    public async Task It_ends_with_a_summary_and_nothing_happens_afterwards()
    {
        var id = await _fixture.GroupAsync();
        CodeOf(await _fixture.Desk.EndAsync(id, Driver, "", Cancellation)).ShouldBe("collaboration.text");
        var session = Changed(await _fixture.Desk.EndAsync(id, Driver, "SQLite it is", Cancellation));
        (session.Head.Closed, session.Head.ClosedBy, session.Head.Summary).ShouldBe((CollaborationStage.Ended, "driver", "SQLite it is"));
        CodeOf(await _fixture.Desk.CommentAsync(id, Driver, "wait", null, Cancellation)).ShouldBe("collaboration.ended");
        CodeOf(await _fixture.Desk.EndAsync(id, Driver, "again", Cancellation)).ShouldBe("collaboration.ended");
        CodeOf(await _fixture.Desk.ExpireAsync(id, Cancellation)).ShouldBe("collaboration.ended");
    }

    [Fact]
    public async Task A_member_leaves_and_who_started_it_ends_it()
    {
        var id = await _fixture.GroupAsync();
        Changed(await _fixture.Desk.JoinAsync(id, Partner, Cancellation));
        CodeOf(await _fixture.Desk.EndAsync(id, Partner, "enough", Cancellation)).ShouldBe("collaboration.owner");
        CodeOf(await _fixture.Desk.LeaveAsync(id, Driver, null, Cancellation)).ShouldBe("collaboration.owner");
        Changed(await _fixture.Desk.LeaveAsync(id, Partner, null, Cancellation)).Head.Find("partner")!.Presence.ShouldBe(Presence.Left);
        Changed(await _fixture.Desk.LeaveAsync(id, Third, null, Cancellation)).Head.Find("third")!.Presence.ShouldBe(Presence.Declined);
    }

    [Fact]
    public async Task An_administrator_ends_what_others_started()
    {
        var id = await _fixture.GroupAsync();
        Changed(await _fixture.Desk.EndAsync(id, Admin, "stopped by the operator", Cancellation)).Head.ClosedBy.ShouldBe("root");
    }

    [Fact]
    public async Task A_session_in_which_nothing_happens_expires()
    {
        var id = await _fixture.GroupAsync();
        _fixture.Clock.Advance(_fixture.Options.Idle - TimeSpan.FromSeconds(1));
        Changed(await _fixture.Desk.CommentAsync(id, Driver, "anybody?", null, Cancellation));
        _fixture.Clock.Advance(_fixture.Options.Idle - TimeSpan.FromSeconds(1));
        await _fixture.CatchUpAsync();
        await _fixture.Keeper.LookAsync(Cancellation);
        (await _fixture.FindAsync(id)).Head.Closed.ShouldBeNull();
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        CodeOf(await _fixture.Desk.CommentAsync(id, Driver, "too late", null, Cancellation)).ShouldBe("collaboration.ended");
        await _fixture.Keeper.LookAsync(Cancellation);
        var head = (await _fixture.FindAsync(id)).Head;
        (head.Closed, head.Summary).ShouldBe((CollaborationStage.Expired, "Nothing happened in it for 1 h."));
        await _fixture.CatchUpAsync();
        _fixture.Board.Read((board, _) => board.OpenCount).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_opens_more_sessions_than_they_may()
    {
        await _fixture.GroupAsync();
        var second = await _fixture.GroupAsync();
        await _fixture.CatchUpAsync();
        var request = new CollaborationRequest { Kind = "discussion", Objective = "one more" };
        CodeOf(await _fixture.StartAsync(request)).ShouldBe("collaboration.flood");
        Changed(await _fixture.StartAsync(request, Partner));
        Changed(await _fixture.Desk.EndAsync(second, Driver, "done", Cancellation));
        await _fixture.CatchUpAsync();
        Changed(await _fixture.StartAsync(request));
    }

    [Theory]
    [InlineData("Pair", "x", "partner", "collaboration.kind")]
    [InlineData("discussion", " ", "partner", "collaboration.objective")]
    [InlineData("discussion", "x", "driver", "collaboration.agent")]
    [InlineData("discussion", "x", "nobody", "collaboration.agent")]
    [InlineData("discussion", "x", "not a subject", "collaboration.agent")]
    public async Task A_session_needs_a_kind_an_objective_and_others_that_exist(string kind, string objective, string agent, string code) =>
        CodeOf(await _fixture.StartAsync(new CollaborationRequest { Kind = kind, Objective = objective, Participants = [(agent, null)] })).ShouldBe(code);

    [Fact]
    public async Task Of_what_many_say_at_once_nothing_is_lost()
    {
        await using var fixture = new CollaborationFixture(new HesitantLog(new InMemoryEventLog()));
        var agents = Enumerable.Range(1, CollaborationLimits.Participants - 1).Select(number => new Caller($"agent-{number}", Role.Agent)).ToList();
        var id = IdOf(await fixture.StartAsync(new CollaborationRequest { Kind = "discussion", Objective = "x", Participants = [.. agents.Select(agent => (agent.Subject, default(string)))] }));
        await Task.WhenAll(agents.Select(agent => Task.Run(async () => Changed(await fixture.Desk.JoinAsync(id, agent, Cancellation)), Cancellation)));
        var numbers = await Task.WhenAll(agents.SelectMany(agent => Enumerable.Range(0, 10).Select(said => Task.Run(
            async () => (Said: $"{agent.Subject} {said}", Changed(await fixture.Desk.CommentAsync(id, agent, $"{agent.Subject} {said}", null, Cancellation)).Messages[^1]), Cancellation))));
        numbers.ShouldAllBe(one => one.Item2.Text == one.Said);
        (await fixture.FindAsync(id)).Messages.Select(message => message.Number).ShouldBe(Enumerable.Range(1, agents.Count * 10));
    }

    [Fact]
    public async Task Messages_beyond_the_limit_are_refused_and_the_session_can_still_be_ended()
    {
        var id = await _fixture.GroupAsync();
        for (var i = 0; i < CollaborationLimits.Messages; i++)
        {
            Changed(await _fixture.Desk.CommentAsync(id, Driver, "x", null, Cancellation));
        }

        CodeOf(await _fixture.Desk.CommentAsync(id, Driver, "x", null, Cancellation)).ShouldBe("collaboration.full");
        Changed(await _fixture.Desk.EndAsync(id, Driver, "full", Cancellation));
    }

    [Fact]
    public async Task Texts_beyond_the_limit_are_refused_and_the_session_can_still_be_ended()
    {
        var id = await _fixture.GroupAsync();
        var text = new string('x', CollaborationLimits.SuggestionCharacters);
        for (var i = 0; i < CollaborationLimits.Bytes / text.Length; i++)
        {
            Changed(await _fixture.SuggestAsync(id, Driver, text));
        }

        CodeOf(await _fixture.SuggestAsync(id, Driver, text)).ShouldBe("collaboration.full");
        Changed(await _fixture.Desk.EndAsync(id, Driver, "full", Cancellation));
    }
}
