using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Pharos.Cli.Bench.Corpus;
using Pharos.Cli.Checks;
using Pharos.Proposals;

namespace Pharos.Cli.Bench;

/// <summary>Times the gate.</summary>
/// <param name="gate">The gate whose memory is measured.</param>
/// <param name="another">Makes a gate without memories.</param>
/// <param name="clock">The clock.</param>
internal sealed class GateBench(LocalGate gate, Func<LocalGate> another, TimeProvider clock)
{
    private const int SampleSize = 1_000;
    private const int Seed = 20261121;
    // The runtime compiles a method fully after thirty calls and in the background; with fewer rounds a third of the sample still runs the first version.
    private const int WarmUpRounds = 25;
    private const int MeasuredRounds = 3;
    private const int CachedSamples = 20_000;
    private const int CallsPerSample = 10;

    // A text matcher as gates without a parser are built: patterns over the raw command. It answers far less, and is here as the measure of this machine.
    private static readonly Regex[] TextMatcher = [.. ((string[])
        [
            @"\brm\s+-[a-z]*r[a-z]*f", @"\bsudo\b", @"\bmkfs\b", @"\bdd\s+if=", @"curl[^|]*\|\s*(ba)?sh", @"\bchmod\s+777", @">\s*/dev/sd", @"\bgit\s+push\s+.*--force",
            @"\bshutdown\b|\breboot\b", @"/etc/(passwd|shadow)", @"\bnc\s+-[a-z]*e", @"\bkill\s+-9\s+1\b",
        ]).Select(pattern => new Regex(pattern, RegexOptions.Compiled, TimeSpan.FromSeconds(1)))];

    /// <summary>Measures every case.</summary>
    public GateReport Run(CancellationToken cancellationToken)
    {
        var (name, commands) = CommandCorpus.Sample(SampleSize, Seed);
        var block = new byte[1024];
        var hashing = Warm("baseline: SHA-256 of 1 KiB", () => SHA256.HashData(block));
        var matches = 0;
        var index = 0;
        var matching = Warm("baseline: 12 compiled regular expressions over the raw text", () =>
        {
            var command = commands[index = (index + 1) % commands.Count];
            foreach (var pattern in TextMatcher)
            {
                matches += pattern.IsMatch(command) ? 1 : 0;
            }
        });

        var pathFree = Cached("cached, no path", "echo hello", "/workspace", isLocal: false, cancellationToken);
        var (folder, fingerprinted) = WithFiles();
        try
        {
            var withPaths = Cached("cached, path fingerprints", fingerprinted, folder, isLocal: true, cancellationToken);
            var (uncached, tiers) = Uncached("uncached, mixed sample", commands, cancellationToken);
            return new GateReport([pathFree, withPaths, uncached, .. new ParserBench(clock).Run(commands, cancellationToken), matching, hashing], hashing, name, tiers);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Timing Warm(string name, Action action)
    {
        Timing.Measure(name, clock, CachedSamples, 1, action);
        return Timing.Measure(name, clock, CachedSamples, CallsPerSample, action);
    }

    private Timing Cached(string name, string command, string workspace, bool isLocal, CancellationToken cancellationToken)
    {
        var request = isLocal ? BenchProposals.Command(command, workspace) : BenchProposals.Elsewhere(command);
        var (proposal, problem) = gate.Admit(request, trustWorkspace: true);
        if (proposal is null)
        {
            throw new InvalidDataException(problem!.Message);
        }

        gate.Gate.Evaluate(proposal, cancellationToken);
        var answer = gate.Gate.Evaluate(proposal, cancellationToken).Answer;

        // A case that memory does not hold would be measured under a wrong name.
        return answer.Tier == Tier.Memory
            ? Warm($"{name} ({command})", () => gate.Gate.Evaluate(proposal, cancellationToken))
            : throw new InvalidDataException($"\"{command}\" is answered by {answer.Rule} and not remembered, so \"{name}\" cannot be measured with these policies.");
    }

    private static (string Folder, string Command) WithFiles()
    {
        var folder = Directory.CreateTempSubdirectory("pharos-bench-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "src"));
        File.WriteAllText(Path.Combine(folder, "README.md"), "# Read me\n");
        File.WriteAllText(Path.Combine(folder, "src", "main.c"), "int main(void) { return 0; }\n");
        return (folder, "cat README.md src/main.c");
    }

    private (Timing Timing, Dictionary<string, double> Tiers) Uncached(string name, IReadOnlyList<string> commands, CancellationToken cancellationToken)
    {
        var times = new List<double>(commands.Count * MeasuredRounds);
        var tiers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        for (var round = 0; round < WarmUpRounds + MeasuredRounds; round++)
        {
            var fresh = another();
            foreach (var command in commands)
            {
                if (fresh.Admit(BenchProposals.Elsewhere(command), trustWorkspace: true).Proposal is not { } proposal)
                {
                    continue;
                }

                var started = clock.GetTimestamp();
                var verdict = fresh.Gate.Evaluate(proposal, cancellationToken);
                var elapsed = clock.GetElapsedTime(started).TotalMicroseconds;
                if (round >= WarmUpRounds)
                {
                    times.Add(elapsed);
                    var tier = AnswerNames.Of(verdict.Answer.Tier);
                    tiers[tier] = tiers.GetValueOrDefault(tier) + 1;
                }
            }
        }

        var total = times.Count;
        return (Timing.Of(name, times), tiers.ToDictionary(entry => entry.Key, entry => entry.Value / total));
    }
}
