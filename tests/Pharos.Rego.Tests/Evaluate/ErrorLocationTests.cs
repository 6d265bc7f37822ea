using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Evaluate;

public sealed class ErrorLocationTests
{
    private static readonly EvaluationOptions Strict = new() { StrictErrors = true };

    [Fact]
    public void A_failing_statement_is_named_by_its_file_and_row() =>
        At("p if {\n\ttrue\n\tto_number(\"x\") > 1\n}").ShouldBe(new RegoLocation("a.rego", 4, 2));

    [Fact]
    public void A_failure_inside_a_function_is_placed_in_the_function() =>
        At("p := f(0)\n\nf(x) := y if {\n\ty := 1 / x\n}")!.Value.Row.ShouldBe(5);

    [Fact]
    public void A_failure_inside_a_comprehension_is_placed_in_it() =>
        At("p := [y |\n\tsome x in [1, 0]\n\ty := 1 / x\n]")!.Value.Row.ShouldBe(4);

    [Fact]
    public void A_failure_in_a_rules_value_is_placed_at_the_rule() =>
        At("q := 1\n\np := 1 / 0")!.Value.Row.ShouldBe(4);

    [Fact]
    public void Two_values_of_one_rule_are_placed_at_the_rule_that_gave_the_second() =>
        At("p := 1 if input.a\n\np := 2 if input.b")!.Value.Row.ShouldBe(4);

    [Fact]
    public void Two_values_of_one_function_are_placed_at_the_rule_that_gave_the_second() =>
        At("p := f(1)\n\nf(x) := 1 if x > 0\n\nf(x) := 2 if x < 5")!.Value.Row.ShouldBe(6);

    [Fact]
    public void A_failure_reads_as_file_row_code_and_message() =>
        Failure("p := 1 / 0").ToString().ShouldBe("a.rego:2: eval_builtin_error: div: divide by zero");

    private static RegoLocation? At(string rules) => Failure(rules).Location;

    private static EvaluationOutcome.Failed Failure(string rules) =>
        RegoProgram.Compile([new RegoModule("a.rego", "package test\n" + rules)]).ShouldBeOfType<CompileOutcome.Compiled>().Program
            .Prepare("data.test.p").Evaluate(RegoValue.ParseJson("""{"a": true, "b": true}"""), Strict).ShouldBeOfType<EvaluationOutcome.Failed>();
}
