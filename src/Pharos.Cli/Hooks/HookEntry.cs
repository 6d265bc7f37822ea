namespace Pharos.Cli.Hooks;

/// <summary>One hook of ours in an agent's settings.</summary>
/// <param name="Event">The event.</param>
/// <param name="Command">The shell command the agent runs.</param>
/// <param name="Timeout">The agent's patience, in the unit its settings take.</param>
/// <param name="BlocksOnFailure">Whether the settings say that a failure of the hook stops the action.</param>
/// <param name="Matcher">The tools; <c>*</c> for all, new ones included, as where an agent's settings name none.</param>
internal sealed record HookEntry(string Event, string Command, int Timeout, bool BlocksOnFailure, string Matcher = HookEntry.EveryTool)
{
    /// <summary>The matcher of every tool.</summary>
    public const string EveryTool = "*";
}
