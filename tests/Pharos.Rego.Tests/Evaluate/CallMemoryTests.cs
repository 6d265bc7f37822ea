using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Evaluate;

/// <summary>What a function came to is remembered within a query, which shows in nothing but time.</summary>
public sealed class CallMemoryTests
{
    private const int Levels = 40;

    [Theory]
    [InlineData("f{0}(x) := f{1}(x) + f{1}(x)", "f{0}(x) := x", "f0(1)", "1099511627776")]
    [InlineData("f{0}(x) := f{1}([x[0], 1]) + f{1}([x[0], 1])", "f{0}(x) := x[0]", "f0([1, 1])", "1099511627776")]
    [InlineData("f{0}(x) := f{1}(x) + f{1}(x)", "f{0}(x) := x.a", "f0(input)", "1099511627776")]
    [InlineData("f{0}(x) if {{\n f{1}(x)\n f{1}(x)\n}}\nf{0}(x) if {{\n f{1}(x)\n f{1}(x)\n}}", "f{0}(x) if x == 2", "f0(1)", "undefined")]
    public void Calls_of_calls_do_not_multiply(string level, string last, string call, string expected)
    {
        var rules = new StringBuilder("package test\n");
        for (var i = 0; i < Levels; i++)
        {
            rules.AppendFormat(null, level, i, i + 1).Append('\n');
        }

        rules.AppendFormat(null, last, Levels).Append('\n').Append("p := ").Append(call);
        var options = new EvaluationOptions { Limits = new EvaluationLimits { MaximumSteps = 100_000 } };
        Programs.Show(Programs.Compile(rules.ToString()).Prepare("data.test.p").Evaluate(RegoValue.ParseJson("{\"a\":1}"), options)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("p := [g(1), x] if { x := g(1) with input.a as 5 }", "[[2, 3], [6, 7]]")]
    [InlineData("p := [x | some i in numbers.range(1, 20); x := g(1) with input.a as i % 3]", null)]
    [InlineData("p := [x | some i in numbers.range(1, 20); x := [g(1), g(1)] with h as i]", null)]
    [InlineData("p := [x | some i in numbers.range(1, 20); x := g(1) with data.d as i; g(2)]", null)]
    [InlineData("p := [[x, y] | some i in numbers.range(1, 30); x := g(i % 4); y := g(1) with count as i]", null)]
    public void What_is_replaced_has_a_memory_of_its_own(string rule, string? expected)
    {
        var rules = "package test\ng(x) := [y | some k in [1, 2]; y := h(k) + x + data.d + count([]) - 1]\nh(k) := input.a + k\n" + rule;
        var data = RegoValue.ParseJson("{\"d\":0}");
        var fast = Programs.Evaluate(Programs.Compile(data, rules), "data.test.p", "{\"a\":1}");
        var plain = RegoProgram.Compile([new RegoModule("m.rego", rules)], data, new CompileOptions { Optimize = false }).ShouldBeOfType<CompileOutcome.Compiled>();
        fast.ShouldBe(Programs.Evaluate(plain.Program, "data.test.p", "{\"a\":1}"));
        fast.ShouldNotBe("undefined");
        if (expected is not null)
        {
            fast.ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(100)]
    public void More_results_than_are_remembered_are_as_right(int values)
    {
        var rules = $"package test\nf(x) := [y | some k in [1, 2]; y := [k, x]]\np := {{x: y | some i in numbers.range(1, 10000); x := i % {values}; y := f(x)}}";
        var expected = "{" + string.Join(", ", Enumerable.Range(0, values).Select(i => $"{i}: [[1, {i}], [2, {i}]]")) + "}";
        Programs.P(rules["package test\n".Length..]).ShouldBe(expected);
    }

    [Fact]
    public void What_is_printed_is_printed_at_every_call()
    {
        var lines = new List<string>();
        var program = Programs.Compile("package test\nf(x) := g(x) + 1\ng(x) := y if {\n y := x\n print(y)\n}\np := [f(1) | some _ in numbers.range(1, 20)]");
        program.Prepare("data.test.p").Evaluate(null, new EvaluationOptions { Print = lines.Add });
        lines.Count.ShouldBe(20);
    }

    [Fact]
    public void Numbers_that_are_equal_are_one_argument_and_texts_are_not_numbers() =>
        Programs.P("f(x) := [type_name(x) | some _ in [1]]\np := {y | some _ in numbers.range(1, 20); some x in [1, 1.0, \"1\", true, null]; y := f(x)}")
            .ShouldBe("{[\"boolean\"], [\"null\"], [\"number\"], [\"string\"]}");
}
