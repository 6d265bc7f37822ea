using System.Globalization;
using Pharos.Rego.Format;
using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Evaluate;

/// <summary>Random programs come to the same however they are evaluated. PHAROS_FUZZ_PROGRAMS draws more of them, PHAROS_FUZZ_SEED others.</summary>
public sealed class ProgramFuzzTests(ITestOutputHelper output)
{
    private static readonly int Count = Setting("PHAROS_FUZZ_PROGRAMS", 900);
    private static readonly int First = Setting("PHAROS_FUZZ_SEED", 0);

    private static readonly EvaluationOptions Options = new() { Limits = new EvaluationLimits { MaximumSteps = 300_000 } };

    [Fact]
    public void Random_programs_answer_the_same_plain_optimised_watched_and_formatted()
    {
        var compiled = 0;
        var defined = 0;
        var failed = 0;
        for (var seed = First; seed < First + Count; seed++)
        {
            var program = new RandomProgram(seed);
            var data = RegoValue.ParseJson(program.Data());
            var inputs = Enumerable.Range(0, 3).Select(_ => RegoValue.ParseJson(program.Input())).ToList();
            if (Compile(program.Rules, data, true) is null)
            {
                continue;
            }

            compiled++;
            if (Difference(program, program.Rules, data, inputs, out var answers) is { } difference)
            {
                var smallest = Smaller(program, data, inputs);
                Assert.Fail($"seed {seed}: {difference}\ndata {data}\n{RandomProgram.Module(smallest)}\n{Difference(program, smallest, data, inputs, out _)}");
            }

            defined += answers.Count(a => a != "undefined" && !a.StartsWith("eval_", StringComparison.Ordinal));
            failed += answers.Count(a => a.StartsWith("eval_", StringComparison.Ordinal));
        }

        output.WriteLine($"seeds {First} to {First + Count - 1}: {compiled} programs, {defined} values, {failed} errors");
        compiled.ShouldBeGreaterThan(Count / 3);
        defined.ShouldBeGreaterThan(compiled);
    }

    /// <summary>How the answers of the kinds of evaluation differ; null where they agree.</summary>
    private static string? Difference(RandomProgram random, IReadOnlyList<string> rules, RegoValue data, IReadOnlyList<RegoValue> inputs, out List<string> answers)
    {
        answers = [];
        if (Compile(rules, data, true) is not { } fast)
        {
            return null;
        }

        var plain = Compile(rules, data, false);
        if (plain is null)
        {
            return "only the optimised program compiles";
        }

        var formatted = RegoFormatter.Format(new RegoModule("m.rego", RandomProgram.Module(rules))) is FormatOutcome.Formatted text ? Compile([text.Text], data, true) : null;
        if (formatted is null)
        {
            return "what the formatter makes of it does not compile";
        }

        var watched = fast.Instrument();
        var defined = rules.Select(r => r.Replace("default ", "", StringComparison.Ordinal).Split(' ', '[', '.', '(')[0]).ToHashSet();
        foreach (var query in random.Names.Where(defined.Contains).SelectMany(name => new[] { $"x = data.test.{name}", $"x = data.test.{name}[k]" }).Append("x = data.test").Reverse())
        {
            if (!fast.TryPrepareQuery(query, out var prepared, out _))
            {
                continue;
            }

            foreach (var input in inputs)
            {
                var wanted = Programs.Show(prepared!.Evaluate(input, Options));
                answers.Add(wanted);
                var others = new (string Way, string Answer)[]
                {
                    ("again", Programs.Show(prepared.Evaluate(input, Options))),
                    ("plain", Programs.Show(plain.PrepareQuery(query).Evaluate(input, Options))),
                    ("watched", Programs.Show(watched.PrepareQuery(query).Evaluate(input, Options with { Tracers = [new EvaluationTrace(1_000)] }))),
                    ("formatted", Programs.Show(formatted.PrepareQuery(query).Evaluate(input, Options))),
                };
                foreach (var (way, answer) in others)
                {
                    if (answer != wanted && !MayDiffer(way, wanted, answer))
                    {
                        return $"{query} for {input} is {wanted}, but {way} {answer}";
                    }
                }
            }
        }

        return null;
    }

    /// <summary>
    /// An index may leave out a rule that would have failed before its condition was looked at, and a rule asked for one key compares that first;
    /// steps are counted where they are taken.
    /// </summary>
    private static bool MayDiffer(string way, string wanted, string answer) =>
        wanted == "eval_limit_steps" || answer == "eval_limit_steps" || (way is "plain" or "watched" && answer == "eval_conflict_error");

    /// <summary>Leaves out rules as long as what remains still differs.</summary>
    private static List<string> Smaller(RandomProgram random, RegoValue data, IReadOnlyList<RegoValue> inputs)
    {
        var rules = random.Rules.ToList();
        for (var i = 0; i < rules.Count;)
        {
            var fewer = rules.Where((_, at) => at != i).ToList();
            if (fewer.Count > 0 && Difference(random, fewer, data, inputs, out _) is not null)
            {
                rules = fewer;
            }
            else
            {
                i++;
            }
        }

        return rules;
    }

    private static RegoProgram? Compile(IReadOnlyList<string> rules, RegoValue data, bool optimize)
    {
        var source = rules is [var whole] && whole.StartsWith("package", StringComparison.Ordinal) ? whole : RandomProgram.Module(rules);
        return (RegoProgram.Compile([new RegoModule("m.rego", source)], data, new CompileOptions { Optimize = optimize }) as CompileOutcome.Compiled)?.Program;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
