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
    [InlineData("regex.match(`(?:a{0,500}b{0,500}){0,2}c{0,999}d{0,999}e{0,999}f{0,999}g{0,999}`, input)")]
    [InlineData("a := concat(\"\", [x | numbers.range(1, 4096)[_]; x := input]); count(sprintf(\"%s%s%s%s\", [a, a, a, a])) < 0")]
    [InlineData("replace(input, \"\", concat(\"\", [input, input, input, input])) == \"\"")]
    public void A_limit_of_a_builtin_fails_the_evaluation_and_does_not_silence_the_rule(string condition)
    {
        var query = Programs.Compile($"package a\nimport rego.v1\ndeny contains 1 if {{ {condition} }}").Prepare("data.a.deny");
        Programs.Show(query.Evaluate(RegoString.Of(new string('a', 5000)))).ShouldBeOneOf("eval_limit_builtin", "{1}");
    }

    /// <summary>RE2 refuses what repeats its work more than a thousand times, and so does this engine: it is an error of the builtin.</summary>
    [Theory]
    [InlineData("(a{1,1000}){1,1000}")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("(a{0,1001})")]
    public void A_regex_that_repeats_too_much_is_refused_and_not_tried(string pattern)
    {
        var query = Programs.Compile($"package a\ndeny contains 1 if regex.match(`{pattern}`, input)").Prepare("data.a.deny");
        var input = RegoString.Of(new string('a', 5000));
        Programs.Show(query.Evaluate(input)).ShouldBe("set()");
        query.Evaluate(input, new EvaluationOptions { StrictErrors = true }).ShouldBeOfType<EvaluationOutcome.Failed>().Message.ShouldContain("invalid repeat count");
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("((a?){500}){2}b")]
    [InlineData("(a|aa|aaa)*(b|$)x")]
    [InlineData("(?:(?:a*)*)*c")]
    [InlineData("(x+x+)+y|(.*.*.*.*)*z")]
    [InlineData("[a-z]{1,900}[a-y]{1,900}[^a]{1,900}!")]
    [InlineData(@"\b(\w+\s?)*\b!")]
    public void An_explosive_regex_ends_in_bounded_time_and_memory(string pattern)
    {
        var query = Programs.Compile($"package a\np := [regex.match(`{pattern}`, input), count(regex.find_n(`{pattern}`, input, -1)), count(regex.split(`{pattern}`, input))]").Prepare("data.a.p");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Programs.Show(query.Evaluate(RegoString.Of(new string('a', 20_000) + "é"), new EvaluationOptions { StrictErrors = true })).ShouldBeOneOf("[false, 0, 1]", "eval_limit_builtin", "eval_builtin_error", "eval_limit_time");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2L << 30);
    }

    [Fact]
    public void A_regex_over_a_large_text_ends_at_a_limit()
    {
        var query = Programs.Compile("package a\np := regex.match(`([a-y]{1,300}z?){3}[^a-z]`, input)").Prepare("data.a.p");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Programs.Show(query.Evaluate(RegoString.Of(new string('a', 5_000_000)))).ShouldBeOneOf("eval_limit_builtin", "eval_limit_time", "false");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
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

    [Theory]
    [InlineData("[x, x]")]
    [InlineData("{\"a\": x, \"b\": x}")]
    [InlineData("{{1, x}, {2, x}}")]
    public void A_small_value_that_would_be_endless_when_written_fails_the_evaluation(string twice)
    {
        var rules = string.Join('\n', Enumerable.Range(1, 40).Select(i => $"r{i} := {twice.Replace("x", $"r{i - 1}", StringComparison.Ordinal)}"));
        Programs.Show(Programs.Compile($"package a\nr0 := input\n{rules}\np := r40\nq if r40 == r39").Prepare("data.a.p").Evaluate(RegoNumber.Of(1))).ShouldBe("eval_limit_size");
    }

    [Fact]
    public void Texts_that_builtins_make_count_towards_what_may_be_gathered()
    {
        var query = Programs.Compile("package a\np if { some i in numbers.range(1, 1000); count(concat(\",\", [input, format_int(i, 10)])) < 0 }").Prepare("data.a.p");
        Programs.Show(query.Evaluate(RegoString.Of(new string('a', 1_000_000)))).ShouldBe("eval_limit_size");
    }

    [Theory]
    [InlineData("graph.reachable_paths({n: ns | some n in ns}, {1})")]
    [InlineData("walk([ns, ns, ns, ns, ns, ns, ns, ns])")]
    public void One_slow_builtin_does_not_outlast_the_time(string call)
    {
        var query = Programs.Compile($"package a\nns := numbers.range(1, 1000)\np if {{ x := {call.Replace("walk(", "count([y | walk(", StringComparison.Ordinal).Replace("ns])", "ns], y)])", StringComparison.Ordinal)}; x == 1 }}").Prepare("data.a.p");
        var options = new EvaluationOptions { Clock = new LeapingClock(), Limits = new EvaluationLimits { MaximumTime = TimeSpan.FromSeconds(1) } };
        Programs.Show(query.Evaluate(null, options)).ShouldBe("eval_limit_time");
    }

    [Fact]
    public void Random_programs_shared_by_threads_answer_as_they_do_alone()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var rules = new RandomRules(new Random(seed));
            var module = rules.Module();
            var inputs = Enumerable.Range(0, 40).Select(_ => RegoValue.ParseJson(rules.Input())).ToList();
            if (RegoProgram.Compile([new RegoModule("m.rego", module)]) is not CompileOutcome.Compiled shared)
            {
                continue;
            }

            var alone = inputs.ConvertAll(input => Programs.Show(Programs.Compile(module).Prepare("data.test").Evaluate(input)));
            var query = shared.Program.Prepare("data.test");
            Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
                Programs.Show(query.Evaluate(inputs[i % inputs.Count])).ShouldBe(alone[i % inputs.Count]));
        }
    }

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
