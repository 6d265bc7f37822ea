namespace Pharos.Shell.Effects;

/// <summary>One thing a command would do to the world.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Certainty">Whether it would surely happen.</param>
/// <param name="TargetKind">What <paramref name="Target"/> names.</param>
/// <param name="Target">An absolute normalised path, a URL, a host, a program…; the text as written when it is not known exactly.</param>
/// <param name="IsReversible">True only where the effect can be undone from what stays (a tracked file edited, a folder made).</param>
/// <param name="Command">Index of the command in <see cref="ShellAnalysis.Commands"/>.</param>
public sealed record Effect(EffectKind Kind, Certainty Certainty, TargetKind TargetKind, string Target, bool IsReversible, int Command)
{
    /// <summary>True when the effect reaches everything below <see cref="Target"/> (recursive delete, <c>chmod -R</c>).</summary>
    public bool IsRecursive { get; init; }

    /// <summary>The pathname pattern when <see cref="Target"/> is the folder that holds its matches; null when the target is meant itself.</summary>
    public string? Pattern { get; init; }

    /// <summary>True when what is executed is the project's own code, by what the program is for: a build, a test run, a linter with its plug-ins.</summary>
    public bool IsProjectCode { get; init; }

    /// <summary>How much of what lies below <see cref="Target"/> is meant, where a pattern or a search chooses.</summary>
    public Selection Selection { get; init; }

    /// <summary>
    /// True when nobody has described the program and the effect is what its words mean by convention. Such an effect is never more than possible, and
    /// nothing but the pattern tier allows it.
    /// </summary>
    public bool IsConventional { get; init; }
}

/// <summary>The kinds of effects that policies see. Wire names are the member names in kebab case.</summary>
public enum EffectKind
{
    /// <summary>Reads a file's content.</summary>
    Read,

    /// <summary>Looks at names or attributes only (<c>ls</c>, <c>stat</c>).</summary>
    List,

    /// <summary>Creates or changes a file.</summary>
    Write,

    /// <summary>Removes a file or folder.</summary>
    Delete,

    /// <summary>Runs code that the analysis does not see into: a file of the workspace, a build, a test run.</summary>
    Execute,

    /// <summary>Fetches from the network.</summary>
    Download,

    /// <summary>Sends data to the network.</summary>
    Upload,

    /// <summary>Talks to the network in another way.</summary>
    Network,

    /// <summary>Opens a port for others.</summary>
    Listen,

    /// <summary>Gains rights: <c>sudo</c>, <c>setuid</c>, a container with the host's root.</summary>
    Escalate,

    /// <summary>Makes something run again later: cron, start-up files, hooks, services, authorized keys.</summary>
    Persist,

    /// <summary>Takes protection away: permissions, firewall, history, logs.</summary>
    Weaken,

    /// <summary>Reads or prints a secret.</summary>
    ExposeSecret,

    /// <summary>Changes or stops processes and the machine: kill, shutdown, services.</summary>
    ControlProcess,

    /// <summary>Installs packages into a project or the system.</summary>
    Install,

    /// <summary>Changes a repository's history or a remote system's state beyond one file.</summary>
    ChangeRemote,

    /// <summary>Writes to a device, a partition or a file system as such.</summary>
    WriteDevice,
}

/// <summary>How sure an effect is.</summary>
public enum Certainty
{
    /// <summary>It happens when the command runs.</summary>
    Certain,

    /// <summary>It may happen, on a branch or with an argument that is not known.</summary>
    Possible,

    /// <summary>What happens is not known.</summary>
    Unknown,
}

/// <summary>What an effect's target names.</summary>
public enum TargetKind
{
    /// <summary>Nothing in particular.</summary>
    None,

    /// <summary>An absolute, normalised path; for globs the folder that holds the matches.</summary>
    Path,

    /// <summary>A URL.</summary>
    Url,

    /// <summary>A host name or address, perhaps with a port.</summary>
    Host,

    /// <summary>A program or a script.</summary>
    Program,

    /// <summary>A process, service or the machine.</summary>
    Process,

    /// <summary>A package.</summary>
    Package,

    /// <summary>An environment variable.</summary>
    Variable,

    /// <summary>A place in a text that is written or sent.</summary>
    Content,
}
