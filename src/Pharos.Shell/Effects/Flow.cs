namespace Pharos.Shell.Effects;

/// <summary>Data that moves from one place to another within a script.</summary>
/// <param name="Kind">What meets what.</param>
/// <param name="From">Where the data comes from: a path, a URL, or a command's program.</param>
/// <param name="To">Where it goes.</param>
/// <param name="FromCommand">Index of the producing command.</param>
/// <param name="ToCommand">Index of the consuming command.</param>
public sealed record Flow(FlowKind Kind, string From, string To, int FromCommand, int ToCommand);

/// <summary>The flows that matter to a policy. Wire names are the member names in kebab case.</summary>
public enum FlowKind
{
    /// <summary>A file that one command writes is run by a later one.</summary>
    WrittenFileRun,

    /// <summary>A file's content to the network.</summary>
    FileToNetwork,

    /// <summary>A secret to the network.</summary>
    SecretToNetwork,

    /// <summary>Something fetched is run.</summary>
    DownloadToInterpreter,

    /// <summary>A command's output is run.</summary>
    OutputToInterpreter,
}
