namespace Pharos.Shell.Effects;

/// <summary>
/// The agent's disk as far as the analysis may look at it. The gate records every look, because a decision may only be remembered
/// while what was looked at stays the same. Implementations are called from one thread at a time and do not throw.
/// </summary>
public interface IFileView
{
    /// <summary>What stands at a path. Symbolic links are followed for <see cref="FileLook.Resolved"/>.</summary>
    /// <param name="absolutePath">An absolute, lexically normalised path.</param>
    FileLook Look(string absolutePath);

    /// <summary>Reads a small text file that decides what a command means (a package.json script, a Makefile, a .git/config).</summary>
    /// <param name="absolutePath">An absolute, lexically normalised path.</param>
    /// <param name="maximumBytes">Files above this are not read.</param>
    /// <returns>The text, or null when the file is absent, too large, not text or may not be looked at.</returns>
    string? ReadText(string absolutePath, int maximumBytes);
}

/// <summary>What stands at a path.</summary>
/// <param name="Kind">What it is; <see cref="FileKind.Unknown"/> when the disk is another machine's or may not be looked at.</param>
/// <param name="Resolved">The path after every symbolic link, also for a file that does not exist yet under a folder that does; null when unknown.</param>
public readonly record struct FileLook(FileKind Kind, string? Resolved);

/// <summary>What a path names.</summary>
public enum FileKind
{
    /// <summary>Could not be looked at.</summary>
    Unknown,

    /// <summary>Nothing there.</summary>
    Absent,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Directory,

    /// <summary>A device, socket or pipe.</summary>
    Special,
}
