using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pharos.Cli.Bench.Corpus;
using Pharos.Cli.Checks;
using Pharos.Cli.Invocation;
using Pharos.Gate.Facts;
using Pharos.Gate.Pattern;
using Pharos.Proposals;
using Pharos.Shell;

namespace Pharos.Cli.Bench;

/// <summary><c>bench train</c>: learns the weights of the pattern tier from the sources that may be tuned on.</summary>
internal sealed class BenchTrainCommand : ICommandSpecification
{
    private const int DefaultSeed = 20261121;

    // Of all attacks, at most this share may be allowed by a model that has not seen their program.
    private const double AcceptedAttacks = 0.002;

    // However few attacks reach the model at all, it has to be more sure than not.
    private const double LeastThreshold = 0.5;

    private static readonly string[] TuningSources = ["tldr", "bash-oneliner", "atomic-red-team", "gtfobins"];

    private readonly Option<string> _corpus = new("--corpus") { Description = "Lines {\"source\",\"label\",\"command\"}", HelpName = "FILE.jsonl[.gz]", Required = true };
    private readonly Option<string> _out = new("--out") { Description = "Where the weights go", HelpName = "FILE", Required = true };
    private readonly Option<int> _seed = new("--seed") { Description = "Decides the order of the lines", DefaultValueFactory = _ => DefaultSeed };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "train",
            "Learn the weights of the pattern tier from a corpus",
            "pharos bench train --corpus commands.jsonl.gz --out src/Pharos/Gate/Pattern/pattern.weights")
        {
            _corpus, _out, _seed,
        };
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(new CommandCall(parse, common), cancellationToken)));
        return command;
    }

    private int Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (LocalGateSetup.Create(call, Willing()) is not { } gate || call.Value(_corpus) is not { } corpus || call.Value(_out) is not { } file)
        {
            return ExitCode.Failed;
        }

        var seed = call.Value(_seed);
        var examples = Examples(gate, corpus, cancellationToken).ToList();
        call.Error.WriteLine($"learning from {examples.Count} lines …");
        var training = new PatternTraining(seed);
        var heldOut = training.HeldOut(examples, cancellationToken);
        var threshold = Threshold(heldOut);
        var passed = heldOut.Where(line => line.Example is { IsHarmless: true, MaySpeak: true }).ToList() is { Count: > 0 } harmless ? (double)harmless.Count(line => line.Score >= threshold) / harmless.Count : 0;
        var (bias, weights) = training.Learn(examples, cancellationToken);
        File.WriteAllText(file, Format(seed, examples, bias, threshold, weights));
        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("lines", examples.Count);
                json.WriteNumber("features", weights.Count);
                json.WriteNumber("threshold", threshold);
                json.WriteNumber("harmlessAsked", heldOut.Count(line => line.Example is { IsHarmless: true, MaySpeak: true }));
                json.WriteNumber("harmlessAllowed", Math.Round(passed, 4));
                json.WriteNumber("attacksAsked", heldOut.Count(line => line.Example is { IsHarmless: false, MaySpeak: true }));
                json.WriteNumber("attacksAllowed", heldOut.Count(line => line.Example is { IsHarmless: false, MaySpeak: true } && line.Score >= threshold));
                json.WriteEndObject();
            });
        }
        else
        {
            call.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{weights.Count} weights in {file}. Held out by program, of the lines it is asked about: {passed:P1} of {heldOut.Count(line => line.Example is { IsHarmless: true, MaySpeak: true })} harmless ones and {heldOut.Count(line => line.Example is { IsHarmless: false, MaySpeak: true } && line.Score >= threshold)} of {heldOut.Count(line => line.Example is { IsHarmless: false, MaySpeak: true })} attacks score {threshold:0.000} or more."));
        }

        return ExitCode.Ok;
    }

    private static IEnumerable<PatternExample> Examples(LocalGate gate, string corpus, CancellationToken cancellationToken)
    {
        var facts = new FactsTier(ShellLimits.Default);
        foreach (var line in CommandCorpus.Read(corpus))
        {
            if (!TuningSources.Contains(line.Source) || line.Label is not ("benign" or "malicious" or "abuse")
                || gate.Admit(BenchProposals.Elsewhere(line.Command), trustWorkspace: true).Proposal is not { } proposal)
            {
                continue;
            }

            var found = facts.Examine(proposal, UnknownDisk.Instance);
            if (found.IsParsed && found.Commands.Count > 0)
            {
                var program = Encoding.UTF8.GetBytes(found.Commands[0].Program.Text);
                var maySpeak = gate.Gate.Evaluate(proposal, cancellationToken).Answer.Tier == Tier.Pattern;
                yield return new PatternExample(PatternFeatures.Of(found), line.Label == "benign", maySpeak, SHA256.HashData(program)[0] % PatternTraining.Folds);
            }
        }
    }

    /// <summary>A model that is sure of everything, to see where one is asked at all.</summary>
    private static PatternModel Willing() => PatternModel.Read(new StringReader("version\twilling\nbias\t0\nthreshold\t0\n"));

    private static double Threshold(IReadOnlyList<(PatternExample Example, double Score)> heldOut)
    {
        var attacks = heldOut.Count(static line => !line.Example.IsHarmless);
        var asked = heldOut.Where(static line => line.Example is { IsHarmless: false, MaySpeak: true }).Select(static line => line.Score).OrderDescending().ToList();
        var allowed = (int)(attacks * AcceptedAttacks);
        return Math.Max(LeastThreshold, asked.Count <= allowed ? 0 : Math.Min(0.999, Math.Round(asked[allowed] + 0.0005, 3)));
    }

    private static string Format(int seed, List<PatternExample> examples, double bias, double threshold, IReadOnlyDictionary<string, double> weights)
    {
        var text = new StringBuilder()
            .Append("# Made by: pharos bench train. A weight above zero speaks for a command, one below zero against it.\n")
            .Append(CultureInfo.InvariantCulture, $"version\t{seed}-{examples.Count}\n")
            .Append(CultureInfo.InvariantCulture, $"bias\t{bias:0.000}\n")
            .Append(CultureInfo.InvariantCulture, $"threshold\t{threshold:0.000}\n");
        foreach (var (name, weight) in weights.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}\t{weight:0.000}\n");
        }

        return text.ToString();
    }
}
