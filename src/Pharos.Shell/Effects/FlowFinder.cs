namespace Pharos.Shell.Effects;

/// <summary>Finds data that moves between commands, or from a file to the network.</summary>
public static class FlowFinder
{
    /// <summary>Finds the flows of a script.</summary>
    /// <param name="commands">Every command, in the order of <see cref="ShellCommand.Index"/>.</param>
    /// <param name="effects">Every effect of those commands.</param>
    /// <param name="readings">The reading of each command, at the same position.</param>
    public static IReadOnlyList<Flow> Find(
        IReadOnlyList<ShellCommand> commands, IReadOnlyList<Effect> effects, IReadOnlyList<CommandReading> readings) => [];
}
