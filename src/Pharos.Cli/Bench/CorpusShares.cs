using System.Globalization;
using System.Text.Json;
using Pharos.Cli.Checks;
using Pharos.Cli.Invocation;
using Pharos.Proposals;

namespace Pharos.Cli.Bench;

/// <summary>What the gate says to the commands of one source.</summary>
internal sealed record CorpusShare(string Source, string Label, int Allow, int Review, int Deny)
{
    /// <summary>Commands in all.</summary>
    public int Total => Allow + Review + Deny;

    /// <summary>A share for people.</summary>
    public string Percent(int count) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / Total:0.0} %");

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("source", Source);
        json.WriteString("label", Label);
        json.WriteNumber("total", Total);
        json.WriteNumber("allow", Allow);
        json.WriteNumber("review", Review);
        json.WriteNumber("deny", Deny);
        json.WriteEndObject();
    }
}

/// <summary>Decides a corpus as if each command ran on a developer's machine that cannot be looked at.</summary>
internal static class CorpusShares
{
    /// <summary>Counts decisions for each source and label.</summary>
    public static IReadOnlyList<CorpusShare> Of(LocalGate gate, IEnumerable<CorpusLine> lines, CommandCall call, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<(string Source, string Label), int[]>();
        var reported = call.Clock.GetTimestamp();
        var number = 0;
        foreach (var line in lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (verdict, _) = gate.Decide(BenchProposals.Elsewhere(line.Command), trustWorkspace: true, cancellationToken);
            var key = (line.Source, line.Label);
            if (!counts.TryGetValue(key, out var decisions))
            {
                counts[key] = decisions = new int[3];
            }

            decisions[(int)(verdict?.Answer.Decision ?? Decision.Deny)]++;
            number++;
            if (call.Clock.GetElapsedTime(reported) > TimeSpan.FromSeconds(1))
            {
                reported = call.Clock.GetTimestamp();
                call.Error.WriteLine($"{number} commands …");
            }
        }

        return
        [
            .. counts.Select(entry => new CorpusShare(
                entry.Key.Source, entry.Key.Label, entry.Value[(int)Decision.Allow], entry.Value[(int)Decision.Review], entry.Value[(int)Decision.Deny])),
        ];
    }
}
