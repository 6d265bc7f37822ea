using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Review.Collaborations;
using static Pharos.Tests.Review.Collaborations.CollaborationFixture;

namespace Pharos.Tests.Review.Collaborations;

public sealed class FoldedSessionsTests
{
    private const int Steps = 50;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_reads_what_came_since_the_last_one_and_not_the_whole_session()
    {
        await using var log = new CountingLog(new InMemoryEventLog());
        await using var fixture = new CollaborationFixture(log);
        var id = await fixture.GroupAsync();
        for (var i = 0; i < Steps; i++)
        {
            Changed(await fixture.Desk.CommentAsync(id, Driver, $"message {i}", null, Cancellation));
        }

        // The event of the step before, and the step's own.
        log.Read.ShouldBeLessThan(3 * (Steps + 1));
        (await fixture.FindAsync(id)).Messages.Count.ShouldBe(Steps);
    }

    [Fact]
    public async Task What_another_node_does_is_in_the_next_look()
    {
        await using var here = new CollaborationFixture();
        var there = new FoldedSessions(here.Log);
        var id = await here.GroupAsync();
        (await there.FindAsync(id, Cancellation))!.Messages.ShouldBeEmpty();
        Changed(await here.Desk.CommentAsync(id, Driver, "from elsewhere", null, Cancellation));
        Written((await there.FindAsync(id, Cancellation))!).ShouldBe(Written(await here.FindAsync(id)));
    }

    [Fact]
    public async Task What_is_erased_is_in_no_later_look()
    {
        await using var fixture = new CollaborationFixture();
        var id = await fixture.GroupAsync();
        Changed(await fixture.Desk.CommentAsync(id, Driver, "my name is", null, Cancellation));
        (await fixture.FindAsync(id)).Messages[0].Text.ShouldBe("my name is");
        using var erasure = new LogErasure(fixture.Store, fixture.Clock);
        (await erasure.EraseAsync(new Position(2), "asked for", new Actor(ActorKind.User, "root"), Cancellation)).ShouldBeOfType<ErasureOutcome.Erased>();
        Changed(await fixture.Desk.CommentAsync(id, Driver, "more", null, Cancellation)).Messages.Select(message => message.Text).ShouldBe([null, "more"]);
    }

    [Theory]
    [InlineData(2, long.MaxValue)]
    [InlineData(1000, 1)]
    public async Task Sessions_beyond_the_bounds_are_read_anew_and_are_the_same(int maximum, long maximumBytes)
    {
        await using var fixture = new CollaborationFixture();
        var folded = new FoldedSessions(fixture.Log, maximum, maximumBytes);
        var ids = new List<CollaborationId>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await fixture.GroupAsync());
        }

        for (var round = 0; round < 2; round++)
        {
            foreach (var id in ids)
            {
                Changed(await fixture.Desk.CommentAsync(id, Driver, $"round {round}", null, Cancellation));
                Written((await folded.FindAsync(id, Cancellation))!).ShouldBe(Written(await fixture.FindAsync(id)));
            }
        }
    }

    [Fact]
    public async Task After_more_than_one_page_of_events_it_is_read_anew()
    {
        await using var fixture = new CollaborationFixture();
        var folded = new FoldedSessions(fixture.Log);
        var id = await fixture.GroupAsync();
        await folded.FindAsync(id, Cancellation);
        for (var i = 0; i < 150; i++)
        {
            Changed(await fixture.Desk.CommentAsync(id, Driver, "again", null, Cancellation));
        }

        (await folded.FindAsync(id, Cancellation))!.Messages.Count.ShouldBe(150);
    }

    [Fact]
    public async Task A_session_that_is_not_there_is_not_there() =>
        (await new FoldedSessions(new InMemoryEventLog()).FindAsync(new CollaborationId(Guid.CreateVersion7()), Cancellation)).ShouldBeNull();

    private static string Written(Collaboration session) => JsonSerializer.Serialize(session);
}
