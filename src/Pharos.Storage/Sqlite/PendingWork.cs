using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Something that waits for the writer. Taking it and withdrawing it exclude each other, so what was cancelled has written nothing.</summary>
internal abstract class PendingWork
{
    private int _state;

    /// <summary>How many events it adds at most.</summary>
    public abstract int Events { get; }

    /// <summary>What it holds in memory, near enough.</summary>
    public abstract long Bytes { get; }

    /// <summary>The writer begins; false when the caller has withdrawn.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, 1, 0) == 0;

    /// <summary>The caller gives up; does nothing once the writer has begun.</summary>
    public void Withdraw(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, 2, 0) == 0)
        {
            Cancel(cancellationToken);
        }
    }

    /// <summary>Does it inside the writer's open transaction, and holds its outcome back until the commit is durable.</summary>
    public abstract void Apply(EventAppender appender);

    /// <summary>Answers with the outcome.</summary>
    public abstract void Complete();

    /// <summary>Every caller gets an exception of its own, because each adds its own stack to it.</summary>
    public void Fail(EventLogUnavailableException problem) => Throw(new EventLogUnavailableException(problem.Code, problem.Message, problem));

    /// <summary>The work itself made the writer throw: a bug, told to the caller who brought it.</summary>
    public abstract void Throw(Exception problem);

    protected abstract void Cancel(CancellationToken cancellationToken);
}

/// <summary>Work with an outcome of its own kind.</summary>
internal abstract class PendingWork<TOutcome> : PendingWork
    where TOutcome : class
{
    private readonly TaskCompletionSource<TOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TOutcome? _outcome;

    public Task<TOutcome> Completion => _completion.Task;

    public sealed override void Apply(EventAppender appender) => _outcome = Do(appender);

    public sealed override void Complete() => _completion.TrySetResult(_outcome ?? throw new InvalidOperationException("Work was completed without an outcome."));

    public sealed override void Throw(Exception problem) => _completion.TrySetException(problem);

    protected abstract TOutcome Do(EventAppender appender);

    protected sealed override void Cancel(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);
}
