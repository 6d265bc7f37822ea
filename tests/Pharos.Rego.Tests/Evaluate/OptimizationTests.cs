using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Evaluate;

/// <summary>What is left out because it cannot matter must not have mattered.</summary>
public sealed class OptimizationTests
{
    [Fact]
    public void Random_rules_answer_the_same_with_and_without_indexes_and_kept_values()
    {
        var compiled = 0;
        for (var seed = 0; seed < 1500; seed++)
        {
            var rules = new RandomRules(new Random(seed));
            var module = new RegoModule("m.rego", rules.Module());
            if (RegoProgram.Compile([module]) is not CompileOutcome.Compiled fast)
            {
                continue;
            }

            compiled++;
            var plain = RegoProgram.Compile([module], null, new CompileOptions { Optimize = false }).ShouldBeOfType<CompileOutcome.Compiled>();
            for (var i = 0; i < 6; i++)
            {
                var input = RegoValue.ParseJson(rules.Input());
                foreach (var query in (string[])["data.test.p = x", "data.test.s = x", "data.test.o = x", "data.test.t = x", "data.test.f(input.a, input.b) = x", "data.test.f(1, \"x\") = x"])
                {
                    if (fast.Program.TryPrepareQuery(query, out var quick, out _))
                    {
                        plain.Program.TryPrepareQuery(query, out var slow, out _).ShouldBeTrue();
                        Programs.Show(quick!.Evaluate(input)).ShouldBe(Programs.Show(slow!.Evaluate(input)), $"seed {seed}, {query}, input {input}\n{module.Source}");
                    }
                }
            }
        }

        compiled.ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData("[k | some k; v == input.m[k]]")]
    [InlineData("{k | some k; input.m[k] == v}")]
    [InlineData("{k: i | some i, k in input.l; v == input.m[k]}")]
    [InlineData("{w: k | some k, w in input.m; w == v}")]
    [InlineData("[[k, v] | some k; v == input.m[k]]")]
    [InlineData("[w | w := v; v == input.m[_]]")]
    [InlineData("[i | some i, v in input.l]")]
    [InlineData("[i | [v, i] = input.pairs[_]]")]
    [InlineData("[i | some j; input.l[i] == u; input.l[j] == v]")]
    [InlineData("{i | input.l[i] == v; not input.m[u] == v}")]
    [InlineData("{x: y | some y, x in input.l; input.m[x] == v}")]
    [InlineData("[i | x := input.l[i]; y := input.l[_]; v == [x, y][u]]")]
    [InlineData("{k | k := {1: 2}[v]}")]
    public void A_comprehension_in_a_loop_finds_what_it_would_alone(string comprehension)
    {
        var module = new RegoModule("m.rego", $"package test\np[v][u] := r if {{ some u in [0, 1]; some v in input.l; r := {comprehension} }}\nq[v] contains u if {{ some v, _ in input.m; some u in input.l; {comprehension} == {comprehension} }}\n");
        string[] values = ["1", "1.0", "\"x\"", "\"y\"", "0", "null", "[1]", "[1.0]"];
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            string Draw() => values[random.Next(values.Length)];
            string Many(Func<int, string> one) => string.Join(',', Enumerable.Range(0, random.Next(8)).Select(one));
            var input = RegoValue.ParseJson("{\"l\":[" + Many(_ => Draw()) + "],\"m\":{" + Many(i => $"\"k{i}\":{Draw()}") + "},\"pairs\":[" + Many(_ => $"[{Draw()},{Draw()}]") + "]}");
            var answers = ((bool[])[true, false]).Select(optimize =>
            {
                var outcome = RegoProgram.Compile([module], null, new CompileOptions { Optimize = optimize }).ShouldBeOfType<CompileOutcome.Compiled>();
                return Programs.Show(outcome.Program.Prepare("data.test").Evaluate(input));
            }).ToList();
            answers[0].ShouldBe(answers[1], $"seed {seed}, input {input}");
        }
    }

    [Fact]
    public void Grouping_a_thousand_values_takes_two_walks_and_not_a_thousand()
    {
        var items = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"k{i}\":{i % 100}"));
        var query = Programs.Compile("package test\np := {v: ks | some v in input.m; ks := [k | some k; v == input.m[k]]}").Prepare("data.test.p");
        var options = new EvaluationOptions { Limits = new EvaluationLimits { MaximumSteps = 20_000 } };
        query.Evaluate(RegoValue.ParseJson("{\"m\":{" + items + "}}"), options).ShouldBeOfType<EvaluationOutcome.Defined>().Value.ShouldBeOfType<RegoObject>().Count.ShouldBe(100);
    }

    [Fact]
    public void A_condition_whose_function_is_replaced_does_not_rule_anything_out() =>
        Programs.P("q := 1 if { glob.match(\"a\", [], input.x) }\nq := 2 if { glob.match(\"b\", [], input.x); false }\nyes(_, _, _) := true\np if { q == 1 with glob.match as yes }", """{"x":"c"}""")
            .ShouldBe("true");

    [Theory]
    [InlineData("""{"path":["salaries","bob"],"user":"bob"}""", "1")]
    [InlineData("""{"path":["accounts","bob"],"user":"bob"}""", "2")]
    [InlineData("""{"path":["accounts","bob","x"],"user":"bob"}""", "undefined")]
    [InlineData("""{"path":{"0":"accounts"},"user":"bob"}""", "undefined")]
    [InlineData("{}", "undefined")]
    public void A_partly_known_array_picks_its_rule(string input, string expected) =>
        Programs.P("p := 1 if { input.path = [\"salaries\", id]; input.user = id }\np := 2 if { input.path = [\"accounts\", id]; input.user = id }", input).ShouldBe(expected);

    [Fact]
    public void A_kept_value_is_not_seen_where_what_it_comes_from_is_replaced()
    {
        var program = Programs.Compile(
            RegoValue.ParseJson("""{"l":[1,2]}"""),
            "package test\nn := count(data.l)\nm := n\nreplaced := x if { x := m with data.l as [1] }\nmocked := x if { x := m with count as 7 }\nhidden := x if { x := m with data.test.n as 9 }\nplain := x if { x := m with input as 1 }");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Programs.Evaluate(program, "data.test.m").ShouldBe("2");
            Programs.Evaluate(program, "data.test.replaced").ShouldBe("1");
            Programs.Evaluate(program, "data.test.mocked").ShouldBe("7");
            Programs.Evaluate(program, "data.test.hidden").ShouldBe("9");
            Programs.Evaluate(program, "data.test.plain").ShouldBe("2");
            Programs.Evaluate(program.WithData(RegoValue.ParseJson("""{"l":[]}""")), "data.test.m").ShouldBe("0");
        }
    }

    [Fact]
    public void A_kept_value_does_not_hide_an_error_from_who_asks_for_errors()
    {
        var query = Programs.Compile("package test\nn := to_number(\"x\")\np if not n").Prepare("data.test.p");
        var strict = new EvaluationOptions { StrictErrors = true };
        Programs.Show(query.Evaluate(null)).ShouldBe("true");
        Programs.Show(query.Evaluate(null, strict)).ShouldBe("eval_builtin_error");
        Programs.Show(query.Evaluate(null)).ShouldBe("true");
    }

    [Fact]
    public void A_value_that_the_clock_decides_is_not_kept()
    {
        var query = Programs.Compile("package test\nn := time.now_ns()\np := n").Prepare("data.test.p");
        var first = Programs.Show(query.Evaluate(null, new EvaluationOptions { Clock = new FixedClock(1) }));
        Programs.Show(query.Evaluate(null, new EvaluationOptions { Clock = new FixedClock(2) })).ShouldNotBe(first);
    }

    private sealed class FixedClock(int seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
    }
}
