using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Syntax;

public sealed class DialectTests
{
    private static readonly CompileOptions V0 = CompileOptions.Default with { RegoVersion = RegoVersion.V0 };

    [Theory]
    [InlineData("p { 1 == 1 }", "true")]
    [InlineData("p[x] { x = [1, 2][_] }", "{1, 2}")]
    [InlineData("p[\"a\"]", "{\"a\"}")]
    [InlineData("p.a { true }", "{\"a\"}")]
    [InlineData("p.a.b { true }", "{\"a\": {\"b\": true}}")]
    [InlineData("p[x] = y { y = {\"a\": 1}[x] }", "{\"a\": 1}")]
    [InlineData("p = 1 { false } else = 2 { true }", "2")]
    [InlineData("p[x] { x = 1 } { x = 2 }", "{1, 2}")]
    [InlineData("in = 3\np = in", "3")]
    [InlineData("import future.keywords.in\np = 1 { 1 in [1] }", "1")]
    [InlineData("import future.keywords.every\np { every x in [1] { x > 0 } }", "true")]
    [InlineData("import future.keywords.if\np[\"a\"] if true", "{\"a\": true}")]
    [InlineData("import future.keywords\np contains 1 if 1 in [1]", "{1}")]
    [InlineData("import rego.v1\np contains 1 if 1 in [1]", "{1}")]
    [InlineData("p { any([true, false]) }", "true")]
    [InlineData("p = x { input := 3; x = input }", "3")]
    [InlineData("import data.a\nimport data.b as a\np = a", "2")]
    [InlineData("p { f(1) }\nf(1)", "true")]
    public void The_earlier_dialect_is_read_as_it_was_meant(string rules, string expected) => P(rules).ShouldBe(expected);

    [Theory]
    [InlineData("import rego.v1\np { true }", "`if` keyword is required before rule body")]
    [InlineData("import rego.v1\np[1]", "`contains` keyword is required for partial set rules")]
    [InlineData("p", "must have value assignment and/or body declaration")]
    [InlineData("p { 1 in [1] }", "unexpected identifier in")]
    [InlineData("f(input) = 1", "args must not shadow input")]
    public void The_earlier_dialect_has_its_errors(string rules, string message) =>
        RegoProgram.Compile([new RegoModule("a.rego", "package test\n" + rules)], null, V0)
            .ShouldBeOfType<CompileOutcome.Rejected>().Diagnostics[0].Message.ShouldContain(message);

    [Theory]
    [InlineData("import data.a\nimport data.b as a", "import must not shadow import data.a")]
    [InlineData("input := 1", "rules must not shadow input")]
    [InlineData("p if { data := 1; data == 1 }", "variables must not shadow data")]
    [InlineData("p if any([true])", "deprecated built-in function calls in expression: any")]
    public void The_present_dialect_forbids_what_the_earlier_allowed(string rules, string message) =>
        Programs.Reject("package test\n" + rules)[0].Message.ShouldContain(message);

    [Fact]
    public void A_module_may_have_a_dialect_of_its_own()
    {
        var modules = new[] { new RegoModule("old.rego", "package old\np { true }") { Version = RegoVersion.V0 }, new RegoModule("new.rego", "package new\np if data.old.p") };
        var program = RegoProgram.Compile(modules).ShouldBeOfType<CompileOutcome.Compiled>().Program;
        Programs.Evaluate(program, "data.new.p").ShouldBe("true");
    }

    private static string P(string rules)
    {
        var outcome = RegoProgram.Compile([new RegoModule("a.rego", "package test\n" + rules)], RegoValue.ParseJson("""{"a": 1, "b": 2}"""), V0);
        return Programs.Evaluate(
            outcome.ShouldBeOfType<CompileOutcome.Compiled>(outcome is CompileOutcome.Rejected rejected ? string.Join('\n', rejected.Diagnostics) : null).Program,
            "data.test.p");
    }
}
