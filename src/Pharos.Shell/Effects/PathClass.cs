namespace Pharos.Shell.Effects;

/// <summary>What is special about a path, as far as its name tells. Wire names are the member names in kebab case.</summary>
[Flags]
public enum PathClass
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>Holds credentials or keys: a private key, a token file, a password database, a browser's store.</summary>
    Secret = 1 << 0,

    /// <summary>Run when a user logs in or a shell, editor or interpreter starts.</summary>
    StartUp = 1 << 1,

    /// <summary>Run by a version control system or a package tool at certain moments.</summary>
    Hook = 1 << 2,

    /// <summary>Run by a scheduler or service manager.</summary>
    Schedule = 1 << 3,

    /// <summary>Decides who may log in from outside (<c>authorized_keys</c>).</summary>
    Access = 1 << 4,

    /// <summary>Decides who is root: <c>sudoers</c>, <c>passwd</c>, <c>shadow</c>, PAM.</summary>
    Privilege = 1 << 5,

    /// <summary>Belongs to the operating system.</summary>
    System = 1 << 6,

    /// <summary>A device node that holds or controls hardware.</summary>
    Device = 1 << 7,

    /// <summary>A log or a shell history: what happened stands there.</summary>
    Log = 1 << 8,

    /// <summary>A folder of downloaded dependencies or build output that a tool makes again.</summary>
    Generated = 1 << 9,

    /// <summary>The inside of a repository (<c>.git</c>).</summary>
    Repository = 1 << 10,

    /// <summary>A folder for temporary files that other users can write to as well.</summary>
    Temporary = 1 << 11,

    /// <summary>A folder that holds secrets somewhere below: a home folder, <c>/etc</c>, the root.</summary>
    HoldsSecrets = 1 << 12,

    /// <summary>Decides what runs during a build or in an editor (<c>package.json</c>, <c>Makefile</c>, CI and editor settings).</summary>
    Automation = 1 << 13,

    /// <summary>A kernel interface that changes the running system when written (<c>/proc/sys</c>, <c>/sys</c>).</summary>
    Kernel = 1 << 14,

    /// <summary>A harmless device: <c>/dev/null</c>, the terminal, the standard streams.</summary>
    Stream = 1 << 15,
}
