namespace Pharos.Events.Projections;

/// <summary>A read model as it was at a position. Never the truth: whatever it says can be folded from the log again, so it may be thrown away at any time.</summary>
/// <param name="Name">The fold's name.</param>
/// <param name="Version">The fold's version.</param>
/// <param name="Position">The last event that is in it.</param>
/// <param name="Hash">The chain's hash there, which only this log has.</param>
/// <param name="State">The state: one UTF-8 JSON value of at most <see cref="MaximumBytes"/>.</param>
public sealed record Snapshot(string Name, int Version, Position Position, Digest Hash, ReadOnlyMemory<byte> State)
{
    /// <summary>Largest state in bytes. A read model that outgrows it is folded from the beginning at each start.</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>Whether a name may be used; it becomes a file's.</summary>
    public static bool IsName(string? name) => name is { Length: > 0 and <= 64 } && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
