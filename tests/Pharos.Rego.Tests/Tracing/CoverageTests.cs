using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Tracing;

public sealed class CoverageTests
{
    private const string Rules = "package test\n\np if {\n\tinput.x == 1\n\tinput.y == 2\n}\n\nq := [z |\n\tsome z in input.zs\n\tz > 1\n]\n\ndefault r := 0\nr := 1 if input.r";

    [Fact]
    public void Rows_that_were_not_reached_are_named()
    {
        var coverage = new CoverageTrace();
        var program = Programs.Compile(Rules).Instrument();
        program.Prepare("data.test.p").Evaluate(RegoValue.ParseJson("""{"x": 2}"""), new EvaluationOptions { Tracers = [coverage] });
        var first = coverage.Report(program);
        first.Files["m0.rego"].Covered.ShouldBe([new SourceRange(4, 4)]);
        first.Files["m0.rego"].NotCovered.ShouldBe([new SourceRange(3, 3), new SourceRange(5, 5), new SourceRange(8, 10), new SourceRange(14, 14)]);
        first.Coverage.ShouldBe(14.29);
        program.Prepare("data.test").Evaluate(RegoValue.ParseJson("""{"x": 1, "y": 2, "zs": [1, 2], "r": true}"""), new EvaluationOptions { Tracers = [coverage] });
        coverage.Report(program).Coverage.ShouldBe(100);
    }

    [Fact]
    public void A_report_has_the_form_of_the_protocol()
    {
        var program = Programs.Compile("package test\np := 1\nq if input.x").Instrument();
        var coverage = new CoverageTrace();
        program.Prepare("data.test.p").Evaluate(null, new EvaluationOptions { Tracers = [coverage] });
        coverage.Report(program).ToJson().ToJson().ShouldBe(
            """{"coverage":50,"covered_lines":1,"files":{"m0.rego":{"coverage":50,"covered":[{"end":{"row":2},"start":{"row":2}}],"covered_lines":1,"not_covered":[{"end":{"row":3},"start":{"row":3}}],"not_covered_lines":1}},"not_covered_lines":1}""");
    }

    [Fact]
    public void A_profile_counts_how_often_each_expression_was_evaluated()
    {
        var profile = new ProfileTrace(TimeProvider.System);
        Programs.Compile("package test\np contains x if {\n\tsome x in [1, 2, 3]\n\tx > 1\n}").Instrument().Prepare("data.test.p").Evaluate(null, new EvaluationOptions { Tracers = [profile] });
        var found = profile.Top(10).ToDictionary(e => e.Text);
        found["x > 1"].Evaluations.ShouldBe(3);
        found["x > 1"].Redos.ShouldBe(2);
        found["x > 1"].Row.ShouldBe(4);
        found["some x in [1, 2, 3]"].Evaluations.ShouldBe(1);
        profile.Top(1).Count.ShouldBe(1);
    }
}
