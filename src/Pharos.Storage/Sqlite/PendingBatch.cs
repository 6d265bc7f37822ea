using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>A batch that waits for the writer. Taking it and withdrawing it exclude each other, so a cancelled append has written nothing.</summary>
internal sealed class PendingBatch(AppendBatch batch)
{
    private readonly TaskCompletionSource<AppendOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public AppendBatch Batch { get; } = batch;

    public long PayloadBytes { get; } = batch.Events.Sum(static record => (long)record.Payload.Length);

    /// <summary>Made on the caller's thread, because every moment of the writer's is one that all callers wait for.</summary>
    public Digest[] PayloadDigests { get; } = [.. batch.Events.Select(static record => Digest.Of(record.Payload.Span))];

    public Task<AppendOutcome> Completion => _completion.Task;

    /// <summary>The outcome, held back until the commit is durable.</summary>
    public AppendOutcome? Outcome { get; set; }

    /// <summary>The writer begins; false when the caller has withdrawn.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, 1, 0) == 0;

    public void Withdraw(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, 2, 0) == 0)
        {
            _completion.TrySetCanceled(cancellationToken);
        }
    }

    public void Complete() => _completion.TrySetResult(Outcome ?? throw new InvalidOperationException("A batch was completed without an outcome."));

    /// <summary>Every caller gets an exception of its own, because each adds its own stack to it.</summary>
    public void Fail(EventLogUnavailableException problem) => _completion.TrySetException(new EventLogUnavailableException(problem.Code, problem.Message, problem));

    /// <summary>The batch itself made the writer throw: a bug, told to the caller who brought it.</summary>
    public void Fail(Exception problem) => _completion.TrySetException(problem);
}
