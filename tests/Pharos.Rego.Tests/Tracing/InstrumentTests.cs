using Pharos.Rego.Conformance;
using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Tracing;

public sealed class InstrumentTests(ITestOutputHelper output)
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "opa-conformance", "v1");

    [Fact]
    public void A_watched_evaluation_answers_what_one_that_nobody_watches_answers()
    {
        Assert.SkipUnless(Directory.Exists(Root), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        var compared = 0;
        var differences = new List<string>();
        foreach (var test in ConformanceCase.Load(Root).Where(c => !c.IsExperimental && c.InputTerm is null))
        {
            if (RegoProgram.Compile(test.Modules, test.Data) is not CompileOutcome.Compiled { Program: var program }
                || !program.TryPrepareQuery(test.Query, out var query, out _)
                || query!.Evaluate(test.Input) is not { } wanted
                || wanted is EvaluationOutcome.Defined { IsDeterministic: false } or EvaluationOutcome.Undefined { IsDeterministic: false })
            {
                continue;
            }

            var trace = new EvaluationTrace(10_000);
            var found = program.Instrument().PrepareQuery(test.Query).Evaluate(test.Input, new EvaluationOptions { Tracers = [trace] });
            compared++;
            if (Programs.Show(found) != Programs.Show(wanted))
            {
                differences.Add($"{test.Note}: {Programs.Show(wanted)} became {Programs.Show(found)}");
            }

            // Every event can be written down.
            trace.Explain(ExplainMode.Full).Take(200).Select(e => e.ToJson().ToJson()).ShouldNotContain("");
        }

        output.WriteLine($"compared {compared}");
        differences.ShouldBeEmpty();
        compared.ShouldBeGreaterThan(1300);
    }

    [Fact]
    public void A_program_that_is_not_instrumented_tells_nothing()
    {
        var trace = new EvaluationTrace();
        Programs.Compile("package test\np := 1").PrepareQuery("data.test.p = x").Evaluate(null, new EvaluationOptions { Tracers = [trace] })
            .ShouldBeOfType<EvaluationOutcome.Defined>().Value.ShouldBe(RegoValue.ParseJson("""[{"x": 1}]"""));
        trace.Events.Where(e => e.Operation != TraceOperation.Index).ShouldBeEmpty();
    }
}
