namespace Pharos.Shell.Effects;

/// <summary>Finds data that moves between commands, or from a file to the network.</summary>
public static class FlowFinder
{
    /// <summary>A pipe of a thousand shells has half a million flows, and a policy has seen enough long before.</summary>
    private const int Enough = 4_096;

    /// <summary>Finds the flows of a script.</summary>
    /// <param name="commands">Every command, in the order of <see cref="ShellCommand.Index"/>.</param>
    /// <param name="effects">Every effect of those commands.</param>
    /// <param name="readings">The reading of each command, at the same position.</param>
    public static IReadOnlyList<Flow> Find(IReadOnlyList<ShellCommand> commands, IReadOnlyList<Effect> effects, IReadOnlyList<CommandReading> readings)
    {
        var mayMove = MayFlow(effects, readings);
        var mayRun = WrittenFlows.MayBe(effects);
        if (!mayMove && !mayRun)
        {
            return [];
        }

        var flows = new HashSet<Flow>();
        if (mayRun)
        {
            WrittenFlows.Find(commands, effects, flows);
        }

        if (!mayMove)
        {
            return flows.Count == 0 ? [] : flows.ToArray();
        }

        var byCommand = effects.ToLookup(static effect => effect.Command);
        for (var i = 0; i < commands.Count && flows.Count < Enough; i++)
        {
            Piped(commands, byCommand, readings, i, flows);
            if (i < readings.Count && readings[i].RunsFetched is { } url)
            {
                flows.Add(new Flow(FlowKind.DownloadToInterpreter, url, commands[i].Program.Text, i, i));
            }

            Substituted(commands, byCommand, i, flows);
        }

        ThroughFiles(effects, flows);
        return flows.Count == 0 ? [] : flows.ToArray();
    }

    /// <summary>Nearly every script neither fetches nor sends nor runs what it is piped, and is spared the search.</summary>
    private static bool MayFlow(IReadOnlyList<Effect> effects, IReadOnlyList<CommandReading> readings)
    {
        foreach (var effect in effects)
        {
            if (effect.Kind is EffectKind.Download or EffectKind.Upload or EffectKind.Network)
            {
                return true;
            }
        }

        foreach (var reading in readings)
        {
            if (reading.RunsStandardInput || reading.RunsFetched is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Follows a pipe from its end to everything that prints into it. Every command is visited once.</summary>
    private static void Piped(IReadOnlyList<ShellCommand> commands, ILookup<int, Effect> byCommand, IReadOnlyList<CommandReading> readings, int end, HashSet<Flow> flows)
    {
        var sends = byCommand[end].FirstOrDefault(static effect => effect.Kind == EffectKind.Upload)
            ?? byCommand[end].FirstOrDefault(static effect => effect.Kind == EffectKind.Network && effect.TargetKind is TargetKind.Host or TargetKind.Url);
        var runs = end < readings.Count && readings[end].RunsStandardInput;
        if (sends is null && !runs)
        {
            return;
        }

        var seen = new HashSet<int> { end };
        var waiting = new Queue<int>([end]);
        while (flows.Count < Enough && waiting.TryDequeue(out var at))
        {
            if (at != end && runs)
            {
                var fetched = byCommand[at].FirstOrDefault(static effect => effect.Kind == EffectKind.Download);
                flows.Add(fetched is null
                    ? new Flow(FlowKind.OutputToInterpreter, commands[at].Program.Text, commands[end].Program.Text, at, end)
                    : new Flow(FlowKind.DownloadToInterpreter, fetched.Target, commands[end].Program.Text, at, end));
            }

            if (sends is { } sink && (at != end || sink.Kind == EffectKind.Upload))
            {
                Files(byCommand[at], sink, at, end, flows);
            }

            if (commands[at].PipedFrom is { } before && before >= 0 && before < commands.Count && seen.Add(before))
            {
                waiting.Enqueue(before);
            }

            foreach (var other in commands[at].AlsoPipedFrom)
            {
                if (other >= 0 && other < commands.Count && seen.Add(other))
                {
                    waiting.Enqueue(other);
                }
            }
        }
    }

    /// <summary>A command that runs what a substitution inside it fetches: <c>bash &lt;(curl …)</c>, <c>eval "$(curl …)"</c>, <c>$(curl …)</c>.</summary>
    private static void Substituted(IReadOnlyList<ShellCommand> commands, ILookup<int, Effect> byCommand, int index, HashSet<Flow> flows)
    {
        if (commands[index].Parent is not { } parent || parent < 0 || parent >= commands.Count)
        {
            return;
        }

        // A name looked up or an address asked for can carry what a substitution puts into it.
        if (commands[index].Wrappers.Count == 0 && commands[parent].Arguments.Any(static word => !word.IsKnown && !word.IsGlob)
            && byCommand[parent].FirstOrDefault(static effect => effect.Kind is EffectKind.Upload or EffectKind.Network or EffectKind.Download) is { } sink)
        {
            Files(byCommand[index], sink, index, parent, flows);
        }

        var fetched = byCommand[index].FirstOrDefault(static effect => effect.Kind == EffectKind.Download);
        if (fetched is not null && RunsSubstitution(commands[parent], byCommand[parent]))
        {
            flows.Add(new Flow(FlowKind.DownloadToInterpreter, fetched.Target, commands[parent].Program.Text, index, parent));
        }
    }

    private static bool RunsSubstitution(ShellCommand command, IEnumerable<Effect> effects)
    {
        if (!command.Program.IsKnown)
        {
            return true;
        }

        var name = ProgramName.Of(command.Program.Text);
        var interprets = name is not null && (name is "eval" or "source" or "." || CodeScanner.IsShell(name) || Languages.Code.CodeLanguages.Of(ProgramName.WithoutVersion(name)) is not null);
        foreach (var effect in effects)
        {
            if (effect.Kind == EffectKind.Execute && effect.Certainty == Certainty.Unknown
                && (interprets || effect.Target.StartsWith("<(", StringComparison.Ordinal) || effect.Target.StartsWith("$(", StringComparison.Ordinal) || effect.Target.StartsWith('`')))
            {
                return true;
            }
        }

        return false;
    }

    private static void Files(IEnumerable<Effect> source, Effect sink, int from, int to, HashSet<Flow> flows)
    {
        foreach (var effect in source)
        {
            if (effect.Kind == EffectKind.ExposeSecret)
            {
                flows.Add(new Flow(FlowKind.SecretToNetwork, effect.Target, sink.Target, from, to));
            }
            else if (effect.Kind == EffectKind.Read && effect.TargetKind == TargetKind.Path)
            {
                flows.Add(new Flow(FlowKind.FileToNetwork, effect.Target, sink.Target, from, to));
            }
        }
    }

    /// <summary>A file that one command fetched and a later one runs; a secret copied to a file that is then sent.</summary>
    private static void ThroughFiles(IReadOnlyList<Effect> effects, HashSet<Flow> flows)
    {
        var fetching = new Dictionary<int, string>();
        var exposing = new Dictionary<int, string>();
        foreach (var effect in effects)
        {
            if (effect.Kind == EffectKind.Download)
            {
                fetching.TryAdd(effect.Command, effect.Target);
            }
            else if (effect.Kind == EffectKind.ExposeSecret)
            {
                exposing.TryAdd(effect.Command, effect.Target);
            }
        }

        if (fetching.Count == 0 && exposing.Count == 0)
        {
            return;
        }

        var fetchedFiles = new Dictionary<string, int>(StringComparer.Ordinal);
        var secretFiles = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var effect in effects)
        {
            if (effect.Kind == EffectKind.Write && effect.TargetKind == TargetKind.Path)
            {
                if (fetching.ContainsKey(effect.Command))
                {
                    fetchedFiles.TryAdd(effect.Target, effect.Command);
                }

                if (exposing.ContainsKey(effect.Command))
                {
                    secretFiles.TryAdd(effect.Target, effect.Command);
                }
            }
        }

        var sends = effects.Where(static effect => effect.Kind == EffectKind.Upload).ToLookup(static effect => effect.Command);
        foreach (var effect in effects)
        {
            if (effect.Kind == EffectKind.Execute && (effect.TargetKind == TargetKind.Path))
            {
                var folder = PathText.FolderOf(effect.Target);
                if ((fetchedFiles.TryGetValue(effect.Target, out var from) || fetchedFiles.TryGetValue(folder, out from)) && from != effect.Command)
                {
                    flows.Add(new Flow(FlowKind.DownloadToInterpreter, fetching[from], effect.Target, from, effect.Command));
                }
            }
            else if (effect.Kind == EffectKind.Read && secretFiles.TryGetValue(effect.Target, out var holder) && sends[effect.Command].FirstOrDefault() is { } sink)
            {
                flows.Add(new Flow(FlowKind.SecretToNetwork, exposing[holder], sink.Target, holder, effect.Command));
            }
        }
    }
}
