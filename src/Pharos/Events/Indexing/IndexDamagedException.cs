namespace Pharos.Events.Indexing;

/// <summary>An index holds what no indexer wrote. Whoever meets it throws the index away and makes it anew from the log.</summary>
public sealed class IndexDamagedException : Exception
{
    /// <inheritdoc/>
    public IndexDamagedException()
        : this("The query index is damaged.")
    {
    }

    /// <inheritdoc/>
    public IndexDamagedException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public IndexDamagedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
