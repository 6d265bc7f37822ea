using System.CommandLine;
using Pharos.Cli.Bench.Corpus;
using Pharos.Cli.Bench.Mutations;
using Pharos.Cli.Checks;
using Pharos.Cli.Invocation;
using Pharos.Proposals;

namespace Pharos.Cli.Bench;

/// <summary>The part of <c>bench gate</c> that decides a corpus: its options and what they lead to.</summary>
internal sealed class CorpusBench
{
    private const int WarmUpLines = 5_000;

    private readonly Option<string?> _corpus = new("--corpus") { Description = "Decide this corpus and print the shares of allow, review and deny for each source, and what each tier did", HelpName = "FILE.jsonl[.gz]" };
    private readonly Option<string?> _list = new("--list") { Description = "Print the lines of the corpus that are decided so, one each: id, source, label, decision, rule, reason, effects, command", HelpName = "allow|review|deny" };
    private readonly Option<string?> _by = new("--by") { Description = "Count the lines of the corpus by what decided them; with --list only those", HelpName = string.Join('|', CorpusListing.Groupings) };
    private readonly Option<string?> _label = new("--label") { Description = "Only lines of the corpus with this label" };
    private readonly Option<string?> _source = new("--source") { Description = "Only lines of the corpus from this source" };

    private readonly Option<string?> _labels = new("--labels") { Description = "Lines whose label is wrong by effect; bench/labels.jsonl of the checkout unless given", HelpName = "FILE.jsonl" };

    private readonly Option<bool> _mutate = new("--mutate") { Description = "Rewrite the lines of the corpus in every known way and compare the answers; with --list the lines that are answered worse" };
    private readonly Option<int> _seed = new("--seed") { Description = "Where chance starts when lines are rewritten", DefaultValueFactory = _ => 20261121 };

    /// <summary>Makes the options.</summary>
    public CorpusBench()
    {
        _list.AcceptOnlyFromAmong("allow", "review", "deny");
        _by.AcceptOnlyFromAmong(CorpusListing.Groupings);
    }

    /// <summary>The options.</summary>
    public IEnumerable<Option> Options => [_corpus, _list, _by, _label, _source, _labels, _mutate, _seed];

    /// <summary>Whether a corpus is asked for.</summary>
    public bool IsAsked(CommandCall call) => call.Value(_corpus) is not null;

    /// <summary>Decides the corpus and prints what was asked for.</summary>
    /// <param name="call">The call.</param>
    /// <param name="gate">Makes a gate that remembers nothing yet.</param>
    /// <param name="cancellationToken">Stops between two lines.</param>
    public void Run(CommandCall call, Func<LocalGate> gate, CancellationToken cancellationToken)
    {
        var selection = new CorpusSelection(call.Value(_list) is { } decision ? AnswerNames.DecisionOf(decision) : null, call.Value(_label), call.Value(_source));
        var lines = CommandCorpus.Read(call.Value(_corpus)!).Where(selection.Includes);
        if (call.Value(_mutate))
        {
            Mutate(call, new CorpusRun(gate(), call.Clock, call.Error), selection, [.. lines], cancellationToken);
        }
        else if (call.Value(_by) is { } grouping)
        {
            CorpusListing.PrintCounts(call, grouping, [.. Decide(call, gate, lines, cancellationToken).Where(selection.Includes)]);
        }
        else if (selection.Decision is not null)
        {
            CorpusListing.Print(call, Decide(call, gate, lines, cancellationToken).Where(selection.Includes));
        }
        else
        {
            Report(call, gate, [.. lines], cancellationToken);
        }
    }

    private void Report(CommandCall call, Func<LocalGate> gate, List<CorpusLine> lines, CancellationToken cancellationToken)
    {
        call.Error.WriteLine("warming up …");
        foreach (var _ in Decide(call, gate, lines.Take(WarmUpLines), cancellationToken))
        {
            // Only the compiler's work is wanted here: the figures are of a gate that has run for a while.
        }

        var report = CorpusReport.Of([.. Decide(call, gate, lines, cancellationToken)], Labels(call));
        if (call.IsJson)
        {
            call.WriteJson(report.Write);
        }
        else
        {
            report.Print(call);
        }
    }

    private void Mutate(CommandCall call, CorpusRun run, CorpusSelection selection, List<CorpusLine> lines, CancellationToken cancellationToken)
    {
        var report = new MutationBench(run, call.Value(_seed)).Run(lines, cancellationToken);
        if (selection.Decision is not null)
        {
            CorpusListing.Print(call, report.Changed.Where(line => selection.Includes(line.After)).Select(line => line.After with { Line = line.After.Line with { Source = line.Kind } }));
        }
        else if (call.IsJson)
        {
            call.WriteJson(report.Write);
        }
        else
        {
            report.Print(call);
        }
    }

    private WrongLabels Labels(CommandCall call)
    {
        var shipped = Path.Combine(CommandCorpus.CheckoutFolder() ?? "", "bench", "labels.jsonl");
        return call.Value(_labels) is { } path ? WrongLabels.Read(path) : File.Exists(shipped) ? WrongLabels.Read(shipped) : WrongLabels.None;
    }

    private static IEnumerable<CorpusDecision> Decide(CommandCall call, Func<LocalGate> gate, IEnumerable<CorpusLine> lines, CancellationToken cancellationToken) =>
        new CorpusRun(gate(), call.Clock, call.Error).Decide(lines, cancellationToken);
}
