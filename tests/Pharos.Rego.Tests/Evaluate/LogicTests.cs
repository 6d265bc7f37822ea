namespace Pharos.Rego.Tests.Evaluate;

public sealed class LogicTests
{
    private static readonly CompileOptions Experimental = CompileOptions.Default with { ExperimentalKeywords = true };

    [Theory]
    [InlineData("p if true and true", "true")]
    [InlineData("p if true and false", "undefined")]
    [InlineData("p if false or true", "true")]
    [InlineData("p if true or false and false", "true")]
    [InlineData("p if (true or false) and false", "undefined")]
    [InlineData("p if not false and true", "true")]
    [InlineData("p if not (false or true)", "undefined")]
    [InlineData("p if { x := 1; x > 0 } and { x := 2; x > 1 }", "true")]
    [InlineData("p if { x := [1, 2][_]; x > 1 } or false", "true")]
    [InlineData("p := [x | some x in [1, 2, 3]; x > 2 or x < 2]", "[1, 3]")]
    [InlineData("p := [1 | true or true]", "[1]")]
    [InlineData("p if input.a and input.b with input as {\"a\": 1, \"b\": 2}", "true")]
    [InlineData("p if (input.a with input as {\"a\": 1}) and true", "true")]
    [InlineData("p := and({1, 2}, {2}) if true and true", "{2}")]
    [InlineData("p := x if { x := or({1}, {2}); true and x }", "{1, 2}")]
    [InlineData("p if not { false } and true", "true")]
    [InlineData("p if not [1, 2][i] > i + 5", "true")]
    [InlineData("p if ({1} == {1}) and true", "true")]
    public void Operators_join_bodies(string rules, string expected) => P(rules).ShouldBe(expected);

    [Theory]
    [InlineData("p if { input.a with input as 1 and true }", "`with` modifier is not allowed on operand")]
    [InlineData("p if {1, 2} and true", "cannot begin with `{`")]
    [InlineData("p if {} and true", "found empty body")]
    [InlineData("p if { {1} | {2} } and true", "ambiguous")]
    [InlineData("p if print(1) or true", "cannot consist only of calls to `print`")]
    [InlineData("p if true and (", "unexpected eof token")]
    public void A_doubtful_operand_is_refused(string rules, string message) =>
        RegoProgram.Compile([Module(rules)], null, Experimental).ShouldBeOfType<CompileOutcome.Rejected>().Diagnostics[0].Message.ShouldContain(message);

    [Fact]
    public void Nested_doubtful_braces_end_in_bounded_time()
    {
        var text = string.Concat(Enumerable.Repeat("{x | ", 200)) + "1, 2" + string.Concat(Enumerable.Repeat("}", 200));
        RegoProgram.Compile([Module($"p if {text} and true")], null, Experimental).ShouldBeOfType<CompileOutcome.Rejected>();
    }

    [Theory]
    [InlineData("p if { print(\"x\", input.none); true }", "true")]
    [InlineData("p if { x := 1; print(x) }", "true")]
    public void Print_holds_even_of_what_is_undefined(string rules, string expected) => Programs.P(rules).ShouldBe(expected);

    private static RegoModule Module(string rules) =>
        new("a.rego", "package test\nimport future.keywords.and\nimport future.keywords.or\nimport future.keywords.not\n" + rules);

    private static string P(string rules)
    {
        var outcome = RegoProgram.Compile([Module(rules)], null, Experimental);
        return Programs.Evaluate(
            outcome.ShouldBeOfType<CompileOutcome.Compiled>(outcome is CompileOutcome.Rejected rejected ? string.Join('\n', rejected.Diagnostics) : null).Program,
            "data.test.p");
    }
}
