namespace Pharos.Rego.Bundles;

/// <summary>Bounds of a bundle. Reaching one refuses the bundle; nothing of it is used.</summary>
public sealed record BundleLimits
{
    /// <summary>The bounds used where nothing else is asked for.</summary>
    public static BundleLimits Default { get; } = new();

    /// <summary>Largest file inside, in bytes.</summary>
    /// <value>The default value is 64 MiB.</value>
    public long FileBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest sum of all files, in bytes: what a small archive may grow to.</summary>
    /// <value>The default value is 256 MiB.</value>
    public long TotalBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Most entries of an archive or a folder, folders included.</summary>
    /// <value>The default value is 10,000.</value>
    public int Entries { get; init; } = 10_000;

    /// <summary>Longest path inside, in characters.</summary>
    /// <value>The default value is 1,000.</value>
    public int PathCharacters { get; init; } = 1_000;

    /// <summary>Most parts of a path inside.</summary>
    /// <value>The default value is 64.</value>
    public int PathParts { get; init; } = 64;
}
