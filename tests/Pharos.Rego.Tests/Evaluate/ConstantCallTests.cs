using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Evaluate;

/// <summary>A call whose arguments are constants is made when compiling, and nobody may notice.</summary>
public sealed class ConstantCallTests
{
    [Theory]
    [InlineData("p := concat(\"-\", [lower(\"A\"), upper(\"b\")])", "\"a-B\"")]
    [InlineData("p if { lower(\"A\") == \"a\" }", "true")]
    [InlineData("p := x if { x := count([1, 2, abs(-3)]) }", "3")]
    [InlineData("p contains x if { some x in numbers.range(1, 3) }", "{1, 2, 3}")]
    [InlineData("p := [x | x := split(\"a,b\", \",\")[_]]", "[\"a\", \"b\"]")]
    [InlineData("p if { not startswith(\"abc\", \"b\") }", "true")]
    public void Its_value_is_the_same(string rule, string expected)
    {
        Programs.P(rule).ShouldBe(expected);
        Plain(rule).ShouldBe(expected);
    }

    [Theory]
    [InlineData("p := r if { r := q with lower as upper }\nq := lower(\"A\")", "\"A\"")]
    [InlineData("p := r if { r := q with lower as f }\nq := concat(\"\", [lower(\"A\"), \"!\"])\nf(x) := concat(\"\", [lower(x), lower(x)])", "\"aa!\"")]
    [InlineData("p := r if { r := q with lower as \"z\" }\nq := x if { x := f(lower(\"A\")) }\nf(x) := [x, lower(\"B\")]", "[\"z\", \"z\"]")]
    [InlineData("p if { q with lower as upper }\nq if { input.x == lower(\"a\") }", "true")]
    public void It_is_made_after_all_where_a_stand_in_may_be_meant(string rules, string expected)
    {
        Programs.P(rules, "{\"x\":\"A\"}").ShouldBe(expected);
        Plain(rules, "{\"x\":\"A\"}").ShouldBe(expected);
    }

    [Fact]
    public void What_fails_still_fails_only_where_errors_count()
    {
        var program = Programs.Compile("package test\np := to_number(\"x\")\nq if { not p }");
        Programs.Evaluate(program, "data.test.q").ShouldBe("true");
        Programs.Show(program.Prepare("data.test.p").Evaluate(null, new EvaluationOptions { StrictErrors = true })).ShouldBe("eval_builtin_error");
    }

    [Fact]
    public void A_condition_on_a_computed_constant_is_indexed_as_one_on_a_written_one()
    {
        var rules = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"p := {i} if {{ input.x == concat(\"\", [\"k\", \"{i}\"]) }}\n"));
        var program = Programs.Compile("package test\n" + rules);
        var few = new EvaluationOptions { Limits = new EvaluationLimits { MaximumSteps = 1_500 } };
        Programs.Show(program.Prepare("data.test.p").Evaluate(RegoValue.ParseJson("{\"x\":\"k999\"}"), few)).ShouldBe("999");
    }

    [Theory]
    [InlineData("rand.intn(\"a\", 1000000)")]
    [InlineData("time.now_ns()")]
    [InlineData("uuid.rfc4122(\"a\")")]
    public void What_another_query_may_answer_otherwise_is_not_fixed(string call)
    {
        var program = Programs.Compile($"package test\np := {call}");
        var query = program.Prepare("data.test.p");
        var clock = new FixedClock();
        var first = query.Evaluate(null, new EvaluationOptions { Seed = 1, Clock = clock });
        clock.Now = clock.Now.AddSeconds(1);
        Programs.Show(query.Evaluate(null, new EvaluationOptions { Seed = 2, Clock = clock })).ShouldNotBe(Programs.Show(first));
    }

    [Fact]
    public void A_watched_program_tells_of_the_call()
    {
        var trace = new Pharos.Rego.Tracing.EvaluationTrace();
        Programs.Compile("package test\np if { lower(\"A\") == \"a\" }").Instrument().Prepare("data.test.p").Evaluate(null, new EvaluationOptions { Tracers = [trace] });
        trace.Events.ShouldContain(e => e.Text.Contains("lower(\"A\""));
    }

    [Fact]
    public void Large_results_are_left_to_those_who_need_them() =>
        Programs.Show(Programs.Compile("package test\np := numbers.range(1, 100000000)\nq := 1").Prepare("data.test.q").Evaluate(null)).ShouldBe("1");

    private static string Plain(string rules, string? input = null) => Programs.Evaluate(
        RegoProgram.Compile([new RegoModule("m.rego", "package test\n" + rules)], null, new CompileOptions { Optimize = false }).ShouldBeOfType<CompileOutcome.Compiled>().Program,
        "data.test.p",
        input);

    private sealed class FixedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
