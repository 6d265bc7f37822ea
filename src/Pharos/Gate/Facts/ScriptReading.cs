using Pharos.Gate.Facts.Content;
using Pharos.Proposals;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>What the scripts in a file would do, each read as the command line that would run it.</summary>
/// <param name="shell">The analysis of shell text.</param>
/// <param name="proposal">Whose account and machine it is.</param>
/// <param name="files">The disk.</param>
internal sealed class ScriptReading(ShellAnalyzer shell, Proposal proposal, IFileView files)
{
    // The effects that mean the same wherever they happen. Paths, rights and packages of a container or a pipeline's machine are its own.
    private static readonly EffectKind[] FeltFromElsewhere = [EffectKind.Upload, EffectKind.Network, EffectKind.Listen, EffectKind.ChangeRemote];

    /// <summary>Analyses a file's scripts.</summary>
    /// <param name="scripts">The scripts.</param>
    /// <param name="directory">Where they would run, as far as that is known.</param>
    public ShellAnalysis Of(IReadOnlyList<RunnableScript> scripts, string directory)
    {
        var commands = new List<ShellCommand>();
        var effects = new List<Effect>();
        var flows = new List<Flow>();
        var unknowns = new List<Unknown>();
        foreach (var script in scripts)
        {
            var context = new ShellContext(directory, proposal.Host.Home, proposal.Host.User, files);
            var read = script.IsShell ? shell.Analyze(script.Text, context)
                : shell.AnalyzeArguments([script.Language, script.Language is "python3" or "pwsh" ? "-c" : script.Language == "php" ? "-r" : "-e", script.Text], context);
            unknowns.AddRange(read.Unknowns);
            if (script.IsShell && script.Origin != EffectOrigin.Elsewhere)
            {
                effects.AddRange(read.Effects.Select(effect => effect with { Command = effect.Command < 0 ? -1 : effect.Command + commands.Count }));
                flows.AddRange(read.Flows.Select(flow => flow with { FromCommand = flow.FromCommand + commands.Count, ToCommand = flow.ToCommand + commands.Count }));
                commands.AddRange(Moved(read.Commands, commands.Count));
                continue;
            }

            var isElsewhere = script.Origin == EffectOrigin.Elsewhere;
            effects.AddRange(read.Effects.Where(effect => effect.Certainty != Certainty.Unknown && (!isElsewhere || Array.IndexOf(FeltFromElsewhere, effect.Kind) >= 0)).Select(effect => effect with { Command = -1 }));
            flows.AddRange(read.Flows.Where(flow => !isElsewhere || flow.Kind == FlowKind.SecretToNetwork).Select(flow => flow with { FromCommand = -1, ToCommand = -1 }));
        }

        return new ShellAnalysis
        {
            Parsed = true,
            Unknowns = unknowns,
            Commands = commands,
            Effects = effects,
            Flows = flows,
        };
    }

    /// <summary>What of an analysis another one does not hold: that is what a change brings.</summary>
    public static ShellAnalysis Without(ShellAnalysis after, ShellAnalysis before)
    {
        var known = before.Effects.Select(Essence).ToHashSet();
        var lines = before.Commands.Select(Line).ToHashSet(StringComparer.Ordinal);
        var kept = after.Commands.Where(command => !lines.Contains(Line(command))).Select(command => command.Index).ToList();
        int Place(int command) => kept.IndexOf(command);
        return after with
        {
            Commands = [.. kept.Select((old, index) => after.Commands[old] with { Index = index, Parent = Seat(after.Commands[old].Parent), PipedFrom = Seat(after.Commands[old].PipedFrom), AlsoPipedFrom = [] })],
            Effects = [.. after.Effects.Where(effect => !known.Contains(Essence(effect))).Select(effect => effect with { Command = Place(effect.Command) })],
            Flows = [.. after.Flows.Where(flow => !before.Flows.Any(old => old.Kind == flow.Kind && old.From == flow.From && old.To == flow.To)).Select(flow => flow with { FromCommand = Place(flow.FromCommand), ToCommand = Place(flow.ToCommand) })],
        };

        int? Seat(int? command) => command is { } old && Place(old) is >= 0 and var index ? index : null;
    }

    private static (EffectKind Kind, TargetKind TargetKind, string Target, bool IsRecursive) Essence(Effect effect) => (effect.Kind, effect.TargetKind, effect.Target, effect.IsRecursive);

    private static string Line(ShellCommand command) => command.Program.Text + "\0" + string.Join('\0', command.Arguments.Select(word => word.Text));

    private static IEnumerable<ShellCommand> Moved(IReadOnlyList<ShellCommand> commands, int by) => commands.Select(command => command with
    {
        Index = command.Index + by,
        Span = default,
        Parent = command.Parent + by,
        PipedFrom = command.PipedFrom + by,
        AlsoPipedFrom = [.. command.AlsoPipedFrom.Select(index => index + by)],
    });
}
