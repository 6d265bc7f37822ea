using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Evaluate;

public sealed class LimitTests
{
    private const string Endless = "package a\nn := [i | some i in data.l]\np := count([1 | n[_]; n[_]; n[_]; n[_]; n[_]; n[_]])";

    private static readonly RegoValue Data = RegoValue.ParseJson($$"""{"l":[{{string.Join(',', Enumerable.Range(0, 200))}}]}""");

    [Fact]
    public void Too_many_steps_fail_the_evaluation() =>
        Fails(new EvaluationOptions { Limits = new EvaluationLimits { MaximumSteps = 10_000 } }).ShouldBe("eval_limit_steps");

    [Theory]
    [InlineData("count(numbers.range(1, 1000000000)) > 0")]
    [InlineData("regex.match(`(a{1,1000}){1,1000}`, input)")]
    [InlineData("regex.match(`(?:a{0,500}b{0,500}){0,2}c{0,999}d{0,999}e{0,999}f{0,999}g{0,999}`, input)")]
    [InlineData("a := concat(\"\", [x | numbers.range(1, 4096)[_]; x := input]); count(sprintf(\"%s%s%s%s\", [a, a, a, a])) < 0")]
    [InlineData("replace(input, \"\", concat(\"\", [input, input, input, input])) == \"\"")]
    public void A_limit_of_a_builtin_fails_the_evaluation_and_does_not_silence_the_rule(string condition)
    {
        var query = Programs.Compile($"package a\nimport rego.v1\ndeny contains 1 if {{ {condition} }}").Prepare("data.a.deny");
        Programs.Show(query.Evaluate(RegoString.Of(new string('a', 5000)))).ShouldBeOneOf("eval_limit_builtin", "{1}");
    }

    [Fact]
    public void A_template_that_grows_without_end_fails_the_evaluation()
    {
        var doubling = string.Join("; ", Enumerable.Range(1, 30).Select(i => $"x{i} := $\"{{x{i - 1}}}{{x{i - 1}}}{{x{i - 1}}}\""));
        var query = Programs.Compile($"package a\nimport rego.v1\np if {{ x0 := input; {doubling}; x30 == 1 }}").Prepare("data.a.p");
        Programs.Show(query.Evaluate(RegoString.Of("aaaaaaaa"))).ShouldBe("eval_limit_builtin");
    }

    [Fact]
    public void Too_much_time_fails_the_evaluation() =>
        Fails(new EvaluationOptions { Clock = new LeapingClock(), Limits = new EvaluationLimits { MaximumTime = TimeSpan.FromSeconds(1) } })
            .ShouldBe("eval_limit_time");

    [Fact]
    public void Too_many_values_fail_the_evaluation() =>
        Fails(new EvaluationOptions { Limits = new EvaluationLimits { MaximumCollected = 100 } }).ShouldBe("eval_limit_size");

    [Fact]
    public void Rules_that_nest_too_deeply_fail_the_evaluation()
    {
        var rules = string.Join('\n', Enumerable.Range(0, 50).Select(i => $"r{i} := r{i + 1}")) + "\nr50 := 1\np := r0";
        var query = Programs.Compile("package a\n" + rules).Prepare("data.a.p");
        Programs.Show(query.Evaluate(null, new EvaluationOptions { Limits = new EvaluationLimits { MaximumDepth = 20 } })).ShouldBe("eval_limit_depth");
        Programs.Show(query.Evaluate(null)).ShouldBe("1");
    }

    [Fact]
    public void A_cancelled_caller_ends_the_evaluation()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Programs.Show(Programs.Compile(Data, Endless).Prepare("data.a.p").Evaluate(null, null, source.Token)).ShouldBe("eval_cancel_error");
    }

    [Fact]
    public void Many_threads_share_a_program()
    {
        var query = Programs.Compile("package a\np := {x: count(y) | some x, y in input}").Prepare("data.a.p");
        Parallel.For(0, 200, i =>
        {
            var input = RegoValue.ParseJson($$"""{"k":[{{string.Join(',', Enumerable.Range(0, i % 7))}}]}""");
            Programs.Show(query.Evaluate(input)).ShouldBe($"{{\"k\": {i % 7}}}");
        });
    }

    [Fact]
    public void An_error_of_a_builtin_is_undefined_unless_errors_are_strict()
    {
        var query = Programs.Compile("package a\np := 1 / 0").Prepare("data.a.p");
        Programs.Show(query.Evaluate(null)).ShouldBe("undefined");
        Programs.Show(query.Evaluate(null, new EvaluationOptions { StrictErrors = true })).ShouldBe("eval_builtin_error");
    }

    private static string Fails(EvaluationOptions options) => Programs.Show(Programs.Compile(Data, Endless).Prepare("data.a.p").Evaluate(null, options));

    private sealed class LeapingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
