namespace Pharos.Gate.Facts;

/// <summary>What stands at a path itself, no link followed.</summary>
internal enum InodeType
{
    /// <summary>Could not be looked at.</summary>
    Unknown,

    /// <summary>Nothing.</summary>
    Absent,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A pipe, a socket or a device.</summary>
    Special,
}
