namespace Pharos.Rego.Network;

/// <summary>What became of a request.</summary>
public abstract record NetworkOutcome
{
    private NetworkOutcome()
    {
    }

    /// <summary>The server answered, with whatever status.</summary>
    public sealed record Answered(int Status, string Reason, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Headers, ReadOnlyMemory<byte> Body) : NetworkOutcome;

    /// <summary>The request is one that this network does not make.</summary>
    public sealed record Refused(string Why) : NetworkOutcome;

    /// <summary>No answer came.</summary>
    public sealed record Unreachable(string Why) : NetworkOutcome;
}
