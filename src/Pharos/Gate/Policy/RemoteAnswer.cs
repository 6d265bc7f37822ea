using Pharos.Rego.Values;

namespace Pharos.Gate.Policy;

/// <summary>What came of asking an engine elsewhere.</summary>
public abstract record RemoteAnswer
{
    private RemoteAnswer()
    {
    }

    /// <summary>It answered.</summary>
    /// <param name="Document">The document; null when it is undefined there.</param>
    public sealed record Answered(RegoValue? Document) : RemoteAnswer;

    /// <summary>It is away, and had answered the same not long ago.</summary>
    /// <param name="Document">The document; null when it was undefined there.</param>
    /// <param name="Why">Why it did not answer now.</param>
    public sealed record Kept(RegoValue? Document, string Why) : RemoteAnswer;

    /// <summary>It is away.</summary>
    /// <param name="Why">Why it did not answer.</param>
    public sealed record Away(string Why) : RemoteAnswer;
}
