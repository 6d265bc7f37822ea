using Npgsql;
using NpgsqlTypes;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>Removes payloads and appends the event that says so, in one transaction.</summary>
internal sealed class RemovalTask(PendingRemoval pending) : WriterTask
{
    private const string FirstMissing =
        "SELECT wanted.position FROM unnest($1) WITH ORDINALITY AS wanted(position, number) WHERE NOT EXISTS (SELECT 1 FROM events WHERE events.position = wanted.position) ORDER BY number LIMIT 1";

    // The digest of an archived payload is kept when it is erased later: its bytes are no longer here.
    private const string Remove = """
        UPDATE events SET payload = ''::bytea, removed_kind = $2, removed_digest = coalesce(removed_digest, sha256(payload))
        WHERE position = ANY ($1) AND (removed_kind IS NULL OR (removed_kind = 2 AND $2 = 1))
        """;

    public override bool HasRemoved => pending.Outcome is RemovalOutcome.Removed;

    public override async Task AttemptAsync(WriterSession session, HeadMemory memory, PostgresCategories categories, string node)
    {
        Written = [];
        var step = pending.Step;
        await session.AddCategoriesAsync(categories, [step.Record.Stream]);
        var (head, found) = await session.LockAsync([], [step.Record.Stream], categories);
        memory.Learn(head);
        if (await session.ScalarAsync(FirstMissing, Positions()) is long missing)
        {
            await session.RollbackAsync();
            pending.Outcome = new RemovalOutcome.Missing(new Position(missing));
            return;
        }

        var count = await session.ExecuteAsync(Remove, Positions(), new NpgsqlParameter<short> { TypedValue = (short)step.Kind });
        await session.ExecuteAsync("DELETE FROM blob_references WHERE position = ANY ($1)", Positions());
        var plan = new GroupPlan(head, memory, found);
        plan.Add(new PendingAppend(AppendBatch.Of(step.Record)));
        pending.Outcome = new RemovalOutcome.Removed(plan.Records[^1].Position, count);
        Written = plan.Records;

        // Other nodes keep the newest events in memory; the mark makes them forget these.
        await session.CommitAsync(head, plan, categories, node + LogFollower.RemovalMark);
        memory.Advance(plan.Records[^1], plan.Versions);
    }

    public override void Complete() => pending.Complete();

    public override void Fail(Exception problem) => pending.Fail(problem);

    private NpgsqlParameter Positions() => WriterSession.ArrayOf(pending.Step.Positions.Select(static position => position.Value), NpgsqlDbType.Bigint);
}
