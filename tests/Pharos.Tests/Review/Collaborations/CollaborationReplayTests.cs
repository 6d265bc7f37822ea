using System.Text;
using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Events.Exchange;
using Pharos.Review.Collaborations;

namespace Pharos.Tests.Review.Collaborations;

public sealed class CollaborationReplayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_session_can_be_seen_as_it_stood_at_every_position()
    {
        await using var fixture = await WalkedAsync(1);
        var known = new Dictionary<Guid, Collaboration?>();
        await foreach (var record in fixture.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            known[record.Stream.Id] = CollaborationFold.Apply(known.GetValueOrDefault(record.Stream.Id), record);
            foreach (var (id, session) in known)
            {
                Written(await fixture.Desk.FindAsync(new CollaborationId(id), record.Position, Cancellation)).ShouldBe(Written(session));
            }
        }

        known.Count.ShouldBeGreaterThan(3);
        (await fixture.Desk.FindAsync(new CollaborationId(known.Keys.Max()), Position.Start, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task The_exported_events_fold_to_the_same_sessions_in_another_log()
    {
        await using var fixture = await WalkedAsync(2);
        using var export = new MemoryStream();
        await new LogExport(fixture.Store).WriteAsync(new ExportRange(), export, null, Cancellation);
        export.Position = 0;
        await using var other = new CollaborationFixture();
        (await new LogImport(other.Store).RunAsync(export, null, Cancellation)).ShouldBeOfType<ImportReport.Complete>();
        var seen = new HashSet<Guid>();
        await foreach (var record in fixture.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            seen.Add(record.Stream.Id);
        }

        seen.Count.ShouldBeGreaterThan(3);

        // What has expired has expired at a time.
        other.Clock.Advance(fixture.Clock.GetUtcNow() - other.Clock.GetUtcNow());
        foreach (var id in seen.Select(id => new CollaborationId(id)))
        {
            var session = await fixture.FindAsync(id);
            Written(await other.FindAsync(id)).ShouldBe(Written(session));
            foreach (var context in session.Contexts)
            {
                (await other.Contexts.ReadAsync(session, context.Hash, Cancellation)).GetType().ShouldBe((await fixture.Contexts.ReadAsync(session, context.Hash, Cancellation)).GetType());
            }
        }
    }

    [Fact]
    public async Task A_snapshot_of_the_board_is_the_board()
    {
        await using var fixture = await WalkedAsync(3);
        var before = Bytes(fixture);
        Bytes(new CollaborationBoardFold().Read(before)).ShouldBe(before);
    }

    [Fact]
    public async Task An_erased_message_keeps_its_number()
    {
        await using var fixture = new CollaborationFixture();
        var id = await fixture.GroupAsync();
        CollaborationFixture.Changed(await fixture.Desk.CommentAsync(id, CollaborationFixture.Driver, "my name is", null, Cancellation));
        CollaborationFixture.Changed(await fixture.Desk.CommentAsync(id, CollaborationFixture.Driver, "never mind", null, Cancellation));
        using var erasure = new LogErasure(fixture.Store, fixture.Clock);
        (await erasure.EraseAsync(new Position(2), "asked for", new Actor(ActorKind.User, "root"), Cancellation)).ShouldBeOfType<ErasureOutcome.Erased>();
        var session = await fixture.FindAsync(id);
        session.Messages.Select(message => (message.Number, message.Text)).ShouldBe([(1, null), (2, "never mind")]);
    }

    [Fact]
    public async Task Once_a_start_or_an_end_is_erased_the_board_and_its_snapshots_forget_what_they_said()
    {
        await using var fixture = new CollaborationFixture();
        var (ended, open, other) = (await fixture.GroupAsync(), await fixture.GroupAsync(), await fixture.PairAsync(PairMode.Active));
        CollaborationFixture.Changed(await fixture.Desk.EndAsync(ended, CollaborationFixture.Driver, "Zoe decided", Cancellation));
        using var erasure = new LogErasure(fixture.Store, fixture.Clock);
        await EraseAsync(ended, CollaborationEvents.Ended);
        var kept = fixture.Board.Read((board, _) => board.Closed.Single());
        (kept.Closed, kept.Objective, kept.Summary).ShouldBe((CollaborationStage.Ended, "choose a database", null));
        await EraseAsync(ended, CollaborationEvents.Started);
        await EraseAsync(open, CollaborationEvents.Started);
        fixture.Board.Read((board, _) => board.Open.Concat(board.Closed).Concat(board.OpenOf("third")).Select(head => head.Id).ToList()).ShouldBe([other.Value]);
        Encoding.UTF8.GetString(Bytes(fixture)).ShouldNotContain("choose a database");

        async Task EraseAsync(CollaborationId id, string type)
        {
            await foreach (var record in fixture.Log.ReadStreamAsync(id.Stream, cancellationToken: Cancellation))
            {
                if (record.Type == type)
                {
                    (await erasure.EraseAsync(record.Position, "asked for", new Actor(ActorKind.User, "root"), Cancellation)).ShouldBeOfType<ErasureOutcome.Erased>();
                }
            }

            await fixture.CatchUpAsync();
        }
    }

    private static byte[] Bytes(CollaborationFixture fixture) => fixture.Board.Read((board, _) => Bytes(board));

    private static byte[] Bytes(CollaborationBoard board)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            new CollaborationBoardFold().Write(writer, board);
        }

        return stream.ToArray();
    }

    private static async Task<CollaborationFixture> WalkedAsync(int seed)
    {
        var fixture = new CollaborationFixture(options: new CollaborationOptions { Idle = TimeSpan.FromMinutes(10) });
        var random = new Random(seed);
        for (var step = 0; step < 300; step++)
        {
            // The board says where the next step goes, so a walk is the same one only if it has seen the last.
            await CollaborationPathsTests.StepAsync(fixture, random);
            await fixture.CatchUpAsync();
            fixture.Clock.Advance(TimeSpan.FromSeconds(random.Next(60)));
        }

        await fixture.CatchUpAsync();
        return fixture;
    }

    private static string Written(Collaboration? session) => JsonSerializer.Serialize(session);
}
