namespace Pharos.Storage.Lighthouse;

/// <summary>What was found at a place of a Lighthouse file.</summary>
public abstract record LighthouseEntry
{
    private LighthouseEntry()
    {
    }

    /// <summary>A record that could be read.</summary>
    /// <param name="Offset">Where it begins, in bytes of the unpacked file.</param>
    /// <param name="Json">Its fields.</param>
    /// <param name="IsVerified">Whether its HMAC was compared and fits.</param>
    public sealed record Found(long Offset, ReadOnlyMemory<byte> Json, bool IsVerified) : LighthouseEntry;

    /// <summary>Bytes that are no record.</summary>
    /// <param name="Offset">Where they begin, in bytes of the unpacked file.</param>
    /// <param name="Bytes">How many were passed over.</param>
    /// <param name="Why">What is wrong.</param>
    public sealed record Damaged(long Offset, long Bytes, string Why) : LighthouseEntry;
}
