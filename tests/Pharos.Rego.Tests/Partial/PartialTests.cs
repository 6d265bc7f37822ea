using Pharos.Rego.Partial;

namespace Pharos.Rego.Tests.Partial;

public sealed class PartialTests
{
    [Theory]
    [InlineData("true = true", "")]
    [InlineData("1 == 2", "never")]
    [InlineData("1 > 0", "")]
    [InlineData("x = 1", "x = 1")]
    [InlineData("input.x = 1", "input.x = 1")]
    [InlineData("1 = input.x", "1 = input.x")]
    [InlineData("input.x > 0", "input.x > 0")]
    [InlineData("input.x = 1; input.x = 2", "never")]
    [InlineData("x = 1; y = 2; input.x = x; y = input.y", "input.x = 1; 2 = input.y; x = 1; y = 2")]
    [InlineData("a = [1,2]; a[i] = x", "a = [1, 2]; i = 0; x = 1\na = [1, 2]; i = 1; x = 2")]
    [InlineData("time.now_ns(x)", "x = time.now_ns()")]
    [InlineData("not input.x", "not input.x")]
    [InlineData("not false", "")]
    [InlineData("x = [y | input[y]]", "x = [y1 | input[y1]]")]
    [InlineData("input.roles[_] == \"admin\"", "input.roles[__local1__] = \"admin\"")]
    public void A_query_keeps_only_what_needs_the_input(string query, string remains) => Residuals.Of(query).ShouldBe(remains);

    [Theory]
    [InlineData("p if input.x == 1", "input.x = 1")]
    [InlineData("p if { q; input.x }\nq if input.y\nq if false", "input.y; input.x")]
    [InlineData("p if input.x in {1, 2}", "input.x in {1, 2}")]
    [InlineData("p if { some r in [1, 2]; input.x == r }", "input.x = 1\ninput.x = 2")]
    [InlineData("p if f(input.x)\nf(x) if x > 3", "input.x > 3")]
    [InlineData("p if s[input.x]\ns contains 1\ns contains y if y := input.y", "1 = input.x\ninput.y = input.x; input.y")]
    [InlineData("default p := false\np if input.x == 1", "input.x = 1")]
    [InlineData("p if not q\nq if input.x == 1", "not input.x = 1")]
    [InlineData("p if not q\nq if { input.x == 1; input.y == 2 }", "not input.x = 1\nnot input.y = 2")]
    [InlineData("p if not q\nq if input.x == 1\nq if input.y == 2", "not input.x = 1; not input.y = 2")]
    [InlineData("p if count(input.x) > 3", "count(input.x) > 3")]
    [InlineData("p if every x in [1, 2] { x > 0 }", "")]
    [InlineData("p if input.a with input as {\"a\": 1}", "")]
    [InlineData("p if q with input as {\"a\": 1}\nq if input.a == 1", "")]
    public void A_rule_is_put_in_the_place_of_its_use(string rules, string remains) => Residuals.Of("data.test.p == true", rules).ShouldBe(remains);

    [Fact]
    public void A_default_that_matters_becomes_a_support_rule() =>
        Residuals.Of("data.test.p = x", "default p := 0\np := 1 if input.x == 1").ShouldBe(
            "data.partial.test.p = x\npackage partial.test\n\np := 1 if {\n\tinput.x = 1\n}\n\ndefault p := 0");

    [Fact]
    public void A_whole_set_becomes_support_rules() =>
        Residuals.Of("data.test.s = x", "s contains y if y := input.y\ns contains 2").ShouldBe(
            "data.partial.test.s = x\npackage partial.test\n\ns contains __local1__ if {\n\t__local1__ = input.y\n}\n\ns contains 2");

    [Fact]
    public void A_negated_rule_with_variables_of_its_own_becomes_a_support_rule() =>
        Residuals.Of("data.test.p == true", "p if not q\nq if input.x[_] == 1").ShouldBe(
            "not data.partial.__not1__\npackage partial\n\n__not1__ := true if {\n\tinput.x[__local1__] = 1\n}");

    [Fact]
    public void The_example_of_the_documentation_keeps_the_comparison_with_each_report() =>
        Residuals.Of(
            "data.test.allow == true",
            "allow if input.subject.clearance_level >= data.reports[_].clearance_level",
            new PartialRequest { Query = "", Unknowns = ["data.reports"] },
            input: """{"subject": {"clearance_level": 4}}""").ShouldBe("4 >= data.reports[__local1__].clearance_level");

    [Fact]
    public void Known_input_beside_unknown_input_decides_what_it_can() =>
        Residuals.Of(
            "data.test.include == true",
            """
            user := input.user
            include if { input.users.name == user; input.budget != "low" }
            include if { input.users.name == user; input.budget == "low"; input.products.price < 500 }
            include if input.products.price == "free"
            """,
            new PartialRequest { Query = "", Unknowns = ["input.users", "input.products"] },
            input: """{"user": "dana", "budget": "low"}""").ShouldBe("input.users.name = \"dana\"; input.products.price < 500\ninput.products.price = \"free\"");

    [Fact]
    public void What_remains_is_given_as_a_syntax_tree_too() =>
        ((PartialOutcome.Residual)Programs.Compile("package test\ndefault p := 0\np := 1 if input.x").Partial(new PartialRequest { Query = "data.test.p > 0" })).ToJson().ToJson().ShouldStartWith(
            """{"queries":[[{"index":0,"terms":[{"type":"ref","value":[{"type":"var","value":"gt"}]},{"type":"ref","value":[{"type":"var","value":"data"},{"type":"string","value":"partial"},{"type":"string","value":"test"},{"type":"string","value":"p"}]},{"type":"number","value":0}]}]],"support":[{"package":{"path":[{"type":"var","value":"data"},{"type":"string","value":"partial"}""");

    [Fact]
    public void A_query_that_never_holds_has_no_queries_and_one_that_always_does_an_empty_one()
    {
        var program = Programs.Compile();
        ((PartialOutcome.Residual)program.Partial(new PartialRequest { Query = "1 < 0" })).ToJson().ToJson().ShouldBe("{}");
        ((PartialOutcome.Residual)program.Partial(new PartialRequest { Query = "1 > 0" })).ToJson().ToJson().ShouldBe("""{"queries":[[]]}""");
    }

    [Fact]
    public void A_query_may_put_one_builtin_in_the_place_of_another() =>
        Programs.Compile().TryPrepareQuery("x = time.now_ns() with time.now_ns as opa.runtime", out _, out _).ShouldBeTrue();

    [Theory]
    [InlineData("input.x +", "rego_parse_error")]
    [InlineData("x > 1", "rego_unsafe_var_error")]
    public void A_query_that_does_not_compile_is_rejected(string query, string code) => Residuals.Of(query).ShouldBe(code);
}
