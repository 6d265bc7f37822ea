using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects;

public sealed class CorpusRateTests
{
    [Fact]
    public void Attacks_show_a_harmful_effect_and_most_ordinary_lines_do_not()
    {
        Corpora.Require("commands.jsonl.gz");
        var analyzer = new ShellAnalyzer();
        var rates = new SortedDictionary<string, (int Lines, int Harmful, int Unclear)>(StringComparer.Ordinal);
        foreach (var (source, command) in Corpora.Commands().Where(static line => line.Source is "tldr" or "bash-oneliner" or "atomic-red-team" or "gtfobins"))
        {
            var analysis = analyzer.Analyze(command, Reads.Context);
            var harmful = analysis.Effects.Any(Harmful);
            var unclear = !harmful && (analysis.Unknowns.Count > 0 || analysis.Effects.Any(static effect => effect.Certainty == Certainty.Unknown));
            var (lines, harms, unknowns) = rates.GetValueOrDefault(source);
            rates[source] = (lines + 1, harms + (harmful ? 1 : 0), unknowns + (unclear ? 1 : 0));
        }

        foreach (var (source, (lines, harmful, unclear)) in rates)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{source}: {lines} lines, harmful {100.0 * harmful / lines:F1} %, unclear {100.0 * unclear / lines:F1} %");
        }

        var attacks = rates["atomic-red-team"];
        (attacks.Harmful + attacks.Unclear).ShouldBeGreaterThan(attacks.Lines / 2);
        rates["tldr"].Harmful.ShouldBeLessThan(rates["tldr"].Lines / 2);
    }

    private static bool Harmful(Effect effect) => effect.Kind is EffectKind.Escalate or EffectKind.Persist or EffectKind.Weaken or EffectKind.ExposeSecret or EffectKind.WriteDevice or EffectKind.Listen
        or EffectKind.Upload or EffectKind.ControlProcess
        || (effect.Kind is EffectKind.Delete or EffectKind.Write && effect.TargetKind == TargetKind.Path && !effect.Target.StartsWith("/workspace", StringComparison.Ordinal));
}
