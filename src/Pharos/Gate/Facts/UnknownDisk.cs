using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>The disk of another machine: nothing may be looked at, so paths are judged as text.</summary>
public sealed class UnknownDisk : IFileView
{
    /// <summary>The one instance.</summary>
    public static UnknownDisk Instance { get; } = new();

    private UnknownDisk()
    {
    }

    /// <inheritdoc/>
    public FileLook Look(string absolutePath) => new(FileKind.Unknown, null);

    /// <inheritdoc/>
    public string? ReadText(string absolutePath, int maximumBytes) => null;
}
