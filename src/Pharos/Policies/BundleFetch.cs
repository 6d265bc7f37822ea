namespace Pharos.Policies;

/// <summary>What came of looking for a bundle.</summary>
public abstract record BundleFetch
{
    /// <summary>Largest archive that is fetched, in bytes.</summary>
    public const int MaximumBytes = 32 * 1024 * 1024;

    private BundleFetch()
    {
    }

    /// <summary>It is there and may be another one.</summary>
    /// <param name="Archive">The archive.</param>
    /// <param name="Tag">Names this state for the next fetch; null where the source names none.</param>
    public sealed record Fetched(ReadOnlyMemory<byte> Archive, string? Tag) : BundleFetch;

    /// <summary>It is the one that was fetched last.</summary>
    public sealed record Unchanged : BundleFetch;

    /// <summary>It could not be had.</summary>
    /// <param name="Code">A stable code.</param>
    /// <param name="Message">Why.</param>
    /// <param name="HttpStatus">The status of the server's answer; null where there was none.</param>
    public sealed record Failed(string Code, string Message, int? HttpStatus = null) : BundleFetch;
}
