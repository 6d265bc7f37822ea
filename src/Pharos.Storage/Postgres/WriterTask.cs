using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>One transaction's worth of work. It may be attempted again after a failure, when it is certain that nothing of the attempt before stands.</summary>
internal abstract class WriterTask
{
    /// <summary>What the attempt under way, or the one that failed, was to commit.</summary>
    public IReadOnlyList<EventRecord> Written { get; protected set; } = [];

    /// <summary>Whether payloads were removed, so that copies kept in memory must go.</summary>
    public virtual bool HasRemoved => false;

    /// <summary>Does the work and returns when it is durable.</summary>
    public abstract Task AttemptAsync(WriterSession session, HeadMemory memory, PostgresCategories categories, string node);

    /// <summary>Answers the callers.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception problem);
}
