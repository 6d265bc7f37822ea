namespace Pharos.Cli.Reviews.Desk;

/// <summary>What is being asked; while it is, keys answer it and fire nothing else.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">About which review.</param>
/// <param name="Version">The version that was on the screen.</param>
/// <param name="Draft">What has been typed.</param>
internal sealed record DeskPrompt(PromptKind Kind, Guid Id, long Version, string Draft = "");

/// <summary>Kinds of questions.</summary>
internal enum PromptKind
{
    /// <summary>Approve a high risk? y or no.</summary>
    Approve,

    /// <summary>Why it is rejected.</summary>
    Reject,

    /// <summary>What the agent is told.</summary>
    Respond,

    /// <summary>Why it goes up; may stay empty.</summary>
    Escalate,
}
