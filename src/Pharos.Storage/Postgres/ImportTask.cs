using Pharos.Events;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Postgres;

/// <summary>Takes over events that another log has sealed, when they follow the head.</summary>
internal sealed class ImportTask(PendingImport pending) : WriterTask
{
    public override async Task AttemptAsync(WriterSession session, HeadMemory memory, PostgresCategories categories, string node)
    {
        Written = [];
        var events = pending.Sealed;
        await session.AddCategoriesAsync(categories, events.Select(static sealedEvent => sealedEvent.Record.Stream));
        var (head, found) = await session.LockAsync([], [], categories);
        memory.Learn(head);
        var first = events[0].Record;
        if (first.Position.Value != head.Position + 1 || HashChain.Link(head.Hash, first.Leaf) != first.Hash)
        {
            await session.RollbackAsync();
            pending.Outcome = new ImportOutcome.NotFollowing(new Position(head.Position), head.Hash);
            return;
        }

        var plan = new GroupPlan(head, memory, found);
        foreach (var (record, hash, blobs) in events)
        {
            var isOperation = record.OperationId is not null && !hash.IsEmpty;
            plan.Records.Add(record);
            plan.Additions.Add((isOperation ? EventRow.OperationKey(record.Actor.Id, record.OperationId!.Value) : null, hash, blobs));
        }

        pending.Outcome = new ImportOutcome.Imported(events[^1].Record.Position);
        Written = plan.Records;
        await session.CommitAsync(head, plan, categories, node, withRemoved: true);
        memory.Advance(events[^1].Record, events.GroupBy(static sealedEvent => sealedEvent.Record.Stream).ToDictionary(static stream => stream.Key, static stream => stream.Max(static sealedEvent => sealedEvent.Record.Version)));
    }

    public override void Complete() => pending.Complete();

    public override void Fail(Exception problem) => pending.Fail(problem);
}
