using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Review.Collaborations;
using static Pharos.Tests.Review.Collaborations.CollaborationFixture;

namespace Pharos.Tests.Review.Collaborations;

public sealed class RemovalTests : IAsyncLifetime
{
    private readonly CollaborationFixture _fixture = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Who_started_a_session_removes_a_participant_for_whom_it_is_gone()
    {
        var id = await JoinedAsync();
        Changed(await RemoveAsync(id, Driver, "partner", "off topic")).Head.Find("partner")!.Presence.ShouldBe(Presence.Removed);
        CodeOf(await _fixture.Desk.CommentAsync(id, Partner, "but", null, Cancellation)).ShouldBe("collaboration.unknown");
        CodeOf(await _fixture.Desk.JoinAsync(id, Partner, Cancellation)).ShouldBe("collaboration.unknown");
        CodeOf(await _fixture.Desk.LeaveAsync(id, Partner, null, Cancellation)).ShouldBe("collaboration.unknown");
        CollaborationRules.MayRead((await _fixture.FindAsync(id)).Head, Partner).ShouldBeFalse();
        CodeOf(await RemoveAsync(id, Driver, "partner")).ShouldBe("collaboration.removed");
    }

    [Fact]
    public async Task Only_who_started_it_or_an_administrator_removes_and_nobody_that_one()
    {
        var id = await JoinedAsync();
        CodeOf(await RemoveAsync(id, Partner, "third")).ShouldBe("collaboration.owner");
        CodeOf(await RemoveAsync(id, Viewer, "third")).ShouldBe("collaboration.participant");
        CodeOf(await RemoveAsync(id, Puppet, "third")).ShouldBe("collaboration.unknown");
        CodeOf(await RemoveAsync(id, Admin, "driver")).ShouldBe("collaboration.owner");
        CodeOf(await RemoveAsync(id, Driver, "puppet")).ShouldBe("collaboration.participant");
        Changed(await RemoveAsync(id, Admin, "third")).Head.Find("third")!.Presence.ShouldBe(Presence.Removed);
    }

    [Fact]
    public async Task A_pair_is_ended_and_nobody_removed_from_it() =>
        CodeOf(await RemoveAsync(await _fixture.PairAsync(PairMode.Review), Driver, "partner")).ShouldBe("collaboration.pair");

    [Fact]
    public async Task Who_was_removed_comes_back_when_asked_again()
    {
        var id = await JoinedAsync();
        Changed(await RemoveAsync(id, Driver, "partner"));
        Changed(await _fixture.Desk.InviteAsync(id, Driver, "partner", "listener", Cancellation)).Head.Find("partner").ShouldBe(new Participant("partner", "listener", Presence.Invited));
        Changed(await _fixture.Desk.JoinAsync(id, Partner, Cancellation)).Head.Participants.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Who_left_or_declined_reads_nothing_more_and_not_what_came_of_it()
    {
        var id = await JoinedAsync();
        Changed(await _fixture.Desk.LeaveAsync(id, Partner, null, Cancellation));
        var head = Changed(await _fixture.Desk.LeaveAsync(id, Third, null, Cancellation)).Head;
        (CollaborationRules.MayRead(head, Partner), CollaborationRules.MayRead(head, Third), CollaborationRules.MayRead(head, Viewer)).ShouldBe((false, false, true));
        Changed(await _fixture.Desk.EndAsync(id, Driver, "we chose the secret one", Cancellation));
        var refused = (await _fixture.Desk.JoinAsync(id, Partner, Cancellation)).ShouldBeOfType<CollaborationOutcome.Refused>().Problem;
        (refused.Code, refused.Message).ShouldBe(("collaboration.ended", "It is ended."));
    }

    [Fact]
    public async Task Erasing_why_somebody_was_removed_does_not_let_them_in()
    {
        var id = await JoinedAsync();
        Changed(await RemoveAsync(id, Driver, "partner", "a name that must go"));
        var head = await _fixture.Log.HeadAsync(Cancellation);
        using var erasure = new LogErasure(_fixture.Store, _fixture.Clock);
        (await erasure.EraseAsync(head, "asked for", new Actor(ActorKind.User, "root"), Cancellation)).ShouldBeOfType<ErasureOutcome.Erased>();
        (await _fixture.FindAsync(id)).Head.Find("partner")!.Presence.ShouldBe(Presence.Removed);
        (await _fixture.Desk.FindAsync(id, head, Cancellation))!.Head.Find("partner")!.Presence.ShouldBe(Presence.Removed);
    }

    [Fact]
    public async Task Who_waits_for_messages_and_is_removed_waits_no_longer_and_gets_nothing()
    {
        var id = await JoinedAsync();
        var waiting = new CollaborationWatch(_fixture.Desk, _fixture.Log, _fixture.Clock).SaidAsync(id, Partner, 0, TimeSpan.FromMinutes(1), Cancellation).AsTask();
        Changed(await RemoveAsync(id, Driver, "partner"));
        Changed(await _fixture.Desk.CommentAsync(id, Driver, "now that they are gone", null, Cancellation));
        (await waiting.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).ShouldBeNull();
    }

    private ValueTask<CollaborationOutcome> RemoveAsync(CollaborationId id, Pharos.Agents.Caller by, string agent, string? text = null) => _fixture.Desk.RemoveAsync(id, by, agent, text, Cancellation);

    private async Task<CollaborationId> JoinedAsync()
    {
        var id = await _fixture.GroupAsync();
        Changed(await _fixture.Desk.JoinAsync(id, Partner, Cancellation));
        return id;
    }
}
