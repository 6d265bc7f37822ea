using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects;

/// <summary>A disk that may not be looked at, as for an agent on another machine.</summary>
internal sealed class EmptyDisk : IFileView
{
    public FileLook Look(string absolutePath) => new(FileKind.Unknown, null);

    public string? ReadText(string absolutePath, int maximumBytes) => null;
}
