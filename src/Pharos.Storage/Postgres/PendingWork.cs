using Pharos.Events;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Postgres;

/// <summary>Something that waits for the writer. Taking it and withdrawing it exclude each other, so a cancelled call has written nothing.</summary>
internal abstract class PendingWork
{
    private int _state;

    /// <summary>Counts against the queue's limit.</summary>
    public abstract long PayloadBytes { get; }

    public abstract int Events { get; }

    /// <summary>The writer begins; false when the caller has withdrawn.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, 1, 0) == 0;

    public void Withdraw(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, 2, 0) == 0)
        {
            Cancel(cancellationToken);
        }
    }

    /// <summary>Gives the caller the outcome, after the commit is durable.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception problem);

    protected abstract void Cancel(CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal abstract class PendingWork<TOutcome> : PendingWork
    where TOutcome : class
{
    private readonly TaskCompletionSource<TOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TOutcome> Completion => _completion.Task;

    /// <summary>The outcome, held back until the commit is durable.</summary>
    public TOutcome? Outcome { get; set; }

    public override void Complete() => _completion.TrySetResult(Outcome ?? throw new InvalidOperationException("Work was completed without an outcome."));

    /// <summary>Every caller gets an exception of its own, because each adds its own stack to it.</summary>
    public override void Fail(Exception problem) =>
        _completion.TrySetException(problem is EventLogUnavailableException unavailable ? new EventLogUnavailableException(unavailable.Code, unavailable.Message, unavailable) : problem);

    protected override void Cancel(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);
}

/// <summary>A batch to append. What can be known before its place is made on the caller's thread, because every moment of the writer's is one that all callers wait for.</summary>
internal sealed class PendingAppend(AppendBatch batch) : PendingWork<AppendOutcome>
{
    public AppendBatch Batch { get; } = batch;

    public override long PayloadBytes { get; } = batch.Events.Sum(static record => (long)record.Payload.Length);

    public override int Events => Batch.Events.Count;

    public Digest[] PayloadDigests { get; } = [.. batch.Events.Select(static record => Digest.Of(record.Payload.Span))];

    public byte[]? OperationKey { get; } = batch.Operation is { } operation ? EventRow.OperationKey(batch.Events[0].Actor.Id, operation.Id) : null;
}

/// <summary>Payloads to remove.</summary>
internal sealed class PendingRemoval(RemovalStep step) : PendingWork<RemovalOutcome>
{
    public RemovalStep Step { get; } = step;

    public override long PayloadBytes => Step.Record.Payload.Length;

    public override int Events => 1;
}

/// <summary>Sealed events to take over.</summary>
internal sealed class PendingImport(IReadOnlyList<SealedEvent> events) : PendingWork<ImportOutcome>
{
    public IReadOnlyList<SealedEvent> Sealed { get; } = events;

    public override long PayloadBytes { get; } = events.Sum(static sealedEvent => (long)sealedEvent.Record.Payload.Length);

    public override int Events => Sealed.Count;
}
