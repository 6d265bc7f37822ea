namespace Pharos.Gate.Facts;

/// <summary>The gate's own parts, which no agent may touch in any profile.</summary>
public sealed record ProtectedTargetsOptions
{
    /// <summary>The data directory: log, keys, tokens. Not even reading is allowed.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Folders with the gate's programs and policies; reading is allowed.</summary>
    public IReadOnlyList<string> ProgramDirectories { get; init; } = [];

    /// <summary>The server's port.</summary>
    public int? Port { get; init; }

    /// <summary>The server's process.</summary>
    public int? ProcessId { get; init; }
}
