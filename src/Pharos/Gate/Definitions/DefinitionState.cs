namespace Pharos.Gate.Definitions;

/// <summary>What became of the latest definition of a tool.</summary>
public enum DefinitionState
{
    /// <summary>It may be shown, and calls of the tool are judged like any others.</summary>
    Pinned,

    /// <summary>Somebody has to look at it.</summary>
    Waiting,

    /// <summary>The policies refused it.</summary>
    Refused,

    /// <summary>A reviewer rejected it.</summary>
    Rejected,
}
