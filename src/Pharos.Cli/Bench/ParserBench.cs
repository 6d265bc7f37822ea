using System.Text;
using Pharos.Shell;

namespace Pharos.Cli.Bench;

/// <summary>Times the shell parser alone, and what follows a script through, apart from the decision.</summary>
/// <param name="clock">The clock.</param>
internal sealed class ParserBench(TimeProvider clock)
{
    private const int LongScript = 100_000;
    private const int WarmUpRounds = 25;
    private const int MeasuredRounds = 3;
    private const int CallsPerSample = 10;
    private const int LongSamples = 200;

    private readonly ShellAnalyzer _analyzer = new();

    /// <summary>Measures each case over the commands of a sample.</summary>
    public IReadOnlyList<Timing> Run(IReadOnlyList<string> commands, CancellationToken cancellationToken)
    {
        var context = new ShellContext("/workspace", "/home/dev", "dev", new NoDisk());
        var script = Script(commands);
        return
        [
            Each("parse, mixed sample", commands, command => _analyzer.Accepts(command), cancellationToken),
            Each("parse and follow, mixed sample", commands, command => _analyzer.Analyze(command, context), cancellationToken),
            Timing.Measure("parse, 100 KB script", clock, LongSamples, 1, () => _analyzer.Accepts(script)),
        ];
    }

    private Timing Each(string name, IReadOnlyList<string> commands, Action<string> action, CancellationToken cancellationToken)
    {
        var times = new List<double>(commands.Count * MeasuredRounds);
        for (var round = 0; round < WarmUpRounds + MeasuredRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var command in commands)
            {
                var started = clock.GetTimestamp();
                for (var call = 0; call < CallsPerSample; call++)
                {
                    action(command);
                }

                if (round >= WarmUpRounds)
                {
                    times.Add(clock.GetElapsedTime(started).TotalMicroseconds / CallsPerSample);
                }
            }
        }

        return Timing.Of(name, times, CallsPerSample);
    }

    /// <summary>The sample's accepted commands one below the other, as often as it takes.</summary>
    private string Script(IReadOnlyList<string> commands)
    {
        var accepted = commands.Where(command => !command.Contains("<<", StringComparison.Ordinal) && _analyzer.Accepts(command)).ToList();
        var text = new StringBuilder(LongScript);
        for (var i = 0; text.Length + accepted[i % accepted.Count].Length < LongScript; i++)
        {
            text.Append(accepted[i % accepted.Count]).Append('\n');
        }

        return text.ToString();
    }

    private sealed class NoDisk : Shell.Effects.IFileView
    {
        public Shell.Effects.FileLook Look(string absolutePath) => new(Shell.Effects.FileKind.Unknown, null);

        public string? ReadText(string absolutePath, int maximumBytes) => null;
    }
}
