using Npgsql;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>Batches that are committed together.</summary>
internal sealed class AppendGroup(List<PendingAppend> taken) : WriterTask
{
    public override async Task AttemptAsync(WriterSession session, HeadMemory memory, PostgresCategories categories, string node)
    {
        Written = [];
        if (!memory.IsContended && Believe(memory, categories) is { } believed)
        {
            Written = believed.Records;
            if (await session.TryAppendAsync(memory.Head, believed, categories, node))
            {
                memory.Advance(believed.Records[^1], believed.Versions);
                return;
            }

            Written = [];
        }

        await LookAsync(session, memory, categories, node);
    }

    public override void Complete() => taken.ForEach(static pending => pending.Complete());

    public override void Fail(Exception problem) => taken.ForEach(pending => pending.Fail(problem));

    // Null when something cannot be told without looking, or when there would be nothing to write that proves what is believed.
    private GroupPlan? Believe(HeadMemory memory, PostgresCategories categories)
    {
        var plan = new GroupPlan(memory.Head, memory, null);
        foreach (var pending in taken.ToArray())
        {
            foreach (var record in pending.Batch.Events)
            {
                if (categories.NumberOf(record.Stream.Category) is null)
                {
                    return null;
                }
            }

            if (!TryAdd(plan, pending, out var outcome))
            {
                return Believe(memory, categories);
            }

            if (outcome is null)
            {
                return null;
            }

            pending.Outcome = outcome;
        }

        return plan.Records.Count > 0 ? plan : null;
    }

    private async Task LookAsync(WriterSession session, HeadMemory memory, PostgresCategories categories, string node)
    {
        await session.AddCategoriesAsync(categories, taken.SelectMany(static pending => pending.Batch.Events).Select(static record => record.Stream));
        var keys = taken.Select(static pending => pending.OperationKey).OfType<byte[]>().ToArray();
        var streams = taken.SelectMany(static pending => pending.Batch.Events.Select(static record => record.Stream).Concat(pending.Batch.Expected.Select(static expected => expected.Stream)));
        var (head, found) = await session.LockAsync(keys, streams.ToHashSet(), categories);
        memory.Learn(head);
        var plan = Plan(head, memory, found);
        if (plan.Records.Count == 0)
        {
            await session.RollbackAsync();
            return;
        }

        Written = plan.Records;
        await session.CommitAsync(head, plan, categories, node);
        memory.Advance(plan.Records[^1], plan.Versions);
    }

    private GroupPlan Plan(LogHead head, HeadMemory memory, LockedLookups found)
    {
        var plan = new GroupPlan(head, memory, found);
        foreach (var pending in taken.ToArray())
        {
            if (!TryAdd(plan, pending, out var outcome))
            {
                return Plan(head, memory, found);
            }

            pending.Outcome = outcome;
        }

        return plan;
    }

    // A batch that makes the program throw is a bug, told to the caller who brought it; the others are planned anew without it.
    private bool TryAdd(GroupPlan plan, PendingAppend pending, out AppendOutcome? outcome)
    {
        try
        {
            outcome = plan.Add(pending);
            return true;
        }
        catch (Exception problem) when (problem is not NpgsqlException)
        {
            taken.Remove(pending);
            pending.Fail(problem);
            outcome = null;
            return false;
        }
    }
}
