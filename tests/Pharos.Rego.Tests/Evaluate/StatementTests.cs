namespace Pharos.Rego.Tests.Evaluate;

public sealed class StatementTests
{
    [Theory]
    [InlineData("p := x if [x, 1] = [2, y]", "2")]
    [InlineData("p := [x, y] if { [x, 1] = [2, y] }", "[2, 1]")]
    [InlineData("p := x if {\"a\": x} = {\"a\": 5}", "5")]
    [InlineData("p := x if { x = y; y = 3 }", "3")]
    [InlineData("p := y if { {\"k\": [_, y]} := {\"k\": [1, 2]} }", "2")]
    public void Unification_binds_in_both_directions(string rules, string expected) => Programs.P(rules).ShouldBe(expected);

    [Theory]
    [InlineData("p := [i | [10, 20, 30][i] > 15]", "[1, 2]")]
    [InlineData("p := {x | x := input.a[_].b}", "{1, 2}")]
    [InlineData("p := {k: v | some k, v in {\"x\": 1}}", "{\"x\": 1}")]
    [InlineData("p := {\"k\": x | some x in [1, 2]}", "eval_conflict_error")]
    [InlineData("p := [[x, y] | some x in [1, 2]; some y in [x]]", "[[1, 1], [2, 2]]")]
    [InlineData("x := 5\np := [x | x := 1]", "[1]")]
    public void Comprehensions_gather_every_solution(string rules, string expected) =>
        Programs.P(rules, """{"a":[{"b":2},{"b":1},{}]}""").ShouldBe(expected);

    [Theory]
    [InlineData("p if every x in [1, 2] { x > 0 }", "true")]
    [InlineData("p if every x in [1, 0] { x > 0 }", "undefined")]
    [InlineData("p if every x in [] { x > 0 }", "true")]
    [InlineData("p if every k, v in {\"a\": 1} { k == \"a\"; v == 1 }", "true")]
    [InlineData("p if every x in input.missing { x }", "undefined")]
    public void Every_holds_where_the_body_holds_for_each(string rules, string expected) => Programs.P(rules, "{}").ShouldBe(expected);

    [Theory]
    [InlineData("p if not input.x", "true")]
    [InlineData("p if { not 1 in [2]; 1 in {1} }", "true")]
    [InlineData("p if { x := 3; not x == 2 }", "true")]
    [InlineData("p if not [1 | true] == [1]", "undefined")]
    [InlineData("p if \"a\", 1 in {\"a\": 1}", "true")]
    public void Negation_and_membership(string rules, string expected) => Programs.P(rules, "{}").ShouldBe(expected);

    [Theory]
    [InlineData("q := input.x\np := x if x := q with input.x as 7", "7")]
    [InlineData("q := data.d.e\np := [q, r] if r := q with data.d.e as 2", "[1, 2]")]
    [InlineData("q := 1\nr := q\np := x if x := r with data.test.q as 5", "5")]
    [InlineData("f(x) := x\ng(_) := 8\nq := f(1)\np := x if x := q with f as g", "8")]
    [InlineData("q := count([1])\np := [q, r] if r := q with count as 99", "[1, 99]")]
    [InlineData("h(x) := count(x) + 1\nq := count([1])\np := x if x := q with count as h", "2")]
    [InlineData("p if { input.a == 1 with input as {\"a\": 1}; not input.a }", "true")]
    public void With_replaces_input_data_and_functions_for_one_statement(string rules, string expected) =>
        Programs.P(rules, "{}", """{"d":{"e":1}}""").ShouldBe(expected);

    [Theory]
    [InlineData("p := $\"{1} {\"a\"} {input.none}\"", "\"1 a <undefined>\"")]
    [InlineData("p := $`x\\{{1 + 1}`", "\"x{2\"")]
    public void Template_strings_show_values_and_what_is_undefined(string rules, string expected) => Programs.P(rules, "{}").ShouldBe(expected);

    [Fact]
    public void References_with_variables_run_through_packages_rules_and_stored_data()
    {
        var program = Programs.Compile(
            Pharos.Rego.Values.RegoValue.ParseJson("""{"apps":{"stored":{"port":1}}}"""),
            "package apps.virtual\nport := 2",
            "package test\np[name] := port if port := data.apps[name].port");
        Programs.Evaluate(program, "data.test.p").ShouldBe("""{"stored": 1, "virtual": 2}""");
    }

    [Fact]
    public void A_query_gives_an_object_of_its_variables_for_each_solution()
    {
        var program = Programs.Compile("package a\np contains 1\np contains 2");
        Programs.Show(program.PrepareQuery("data.a.p[x]; y := x + 1").Evaluate(null)).ShouldBe("""[{"x": 1, "y": 2}, {"x": 2, "y": 3}]""");
        Programs.Show(program.PrepareQuery("data.a.p[3]").Evaluate(null)).ShouldBe("undefined");
        Programs.Show(program.PrepareQuery("data.a.p[1]").Evaluate(null)).ShouldBe("[{}]");
    }
}
