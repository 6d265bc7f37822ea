namespace Pharos.Shell.Effects;

/// <summary>Finds data that moves between commands, or from a file to the network.</summary>
public static class FlowFinder
{
    /// <summary>Finds the flows of a script.</summary>
    /// <param name="commands">Every command, in the order of <see cref="ShellCommand.Index"/>.</param>
    /// <param name="effects">Every effect of those commands.</param>
    /// <param name="readings">The reading of each command, at the same position.</param>
    public static IReadOnlyList<Flow> Find(IReadOnlyList<ShellCommand> commands, IReadOnlyList<Effect> effects, IReadOnlyList<CommandReading> readings)
    {
        if (effects.Count == 0 || commands.Count == 0)
        {
            return [];
        }

        var flows = new HashSet<Flow>();
        var byCommand = effects.ToLookup(static effect => effect.Command);
        for (var i = 0; i < commands.Count; i++)
        {
            Piped(commands, byCommand, readings, i, flows);
        }

        ThroughFiles(effects, flows);
        return flows.Count == 0 ? [] : flows.ToArray();
    }

    /// <summary>Follows a pipe from its end to its beginning. A step always goes to another command, and the count of commands bounds the walk.</summary>
    private static void Piped(IReadOnlyList<ShellCommand> commands, ILookup<int, Effect> byCommand, IReadOnlyList<CommandReading> readings, int end, HashSet<Flow> flows)
    {
        var sends = byCommand[end].FirstOrDefault(static effect => effect.Kind == EffectKind.Upload)
            ?? byCommand[end].FirstOrDefault(static effect => effect.Kind == EffectKind.Network && effect.TargetKind is TargetKind.Host or TargetKind.Url);
        var runs = end < readings.Count && readings[end].RunsStandardInput;
        if (sends is null && !runs)
        {
            return;
        }

        var at = end;
        for (var steps = 0; steps <= commands.Count; steps++)
        {
            if (steps > 0 && runs)
            {
                var fetched = byCommand[at].FirstOrDefault(static effect => effect.Kind == EffectKind.Download);
                flows.Add(fetched is null
                    ? new Flow(FlowKind.OutputToInterpreter, commands[at].Program.Text, commands[end].Program.Text, at, end)
                    : new Flow(FlowKind.DownloadToInterpreter, fetched.Target, commands[end].Program.Text, at, end));
            }

            if (sends is { } sink && (steps > 0 || sink.Kind == EffectKind.Upload))
            {
                Files(byCommand[at], sink, at, end, flows);
            }

            if (commands[at].PipedFrom is not { } before || before == at || before < 0 || before >= commands.Count)
            {
                return;
            }

            at = before;
        }
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
