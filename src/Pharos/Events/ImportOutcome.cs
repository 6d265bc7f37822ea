namespace Pharos.Events;

/// <summary>What came of importing sealed events.</summary>
public abstract record ImportOutcome
{
    private ImportOutcome()
    {
    }

    /// <summary>They are durable; the log now ends here.</summary>
    public sealed record Imported(Position Last) : ImportOutcome;

    /// <summary>They do not follow this log's head (<c>import.not-following</c>).</summary>
    public sealed record NotFollowing(Position Head, Digest Hash) : ImportOutcome;
}
