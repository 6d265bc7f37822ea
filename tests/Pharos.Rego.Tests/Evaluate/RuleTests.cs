namespace Pharos.Rego.Tests.Evaluate;

public sealed class RuleTests
{
    [Theory]
    [InlineData("p := 1", "1")]
    [InlineData("p if false", "undefined")]
    [InlineData("default p := false\np if input.x", "false")]
    [InlineData("p := 1\np := 2", "eval_conflict_error")]
    [InlineData("p := 1\np := 1", "1")]
    [InlineData("p := x if some x in [1, 2]", "eval_conflict_error")]
    [InlineData("p := 1 if false else := 2 if false else := 3", "3")]
    [InlineData("p := input.missing", "undefined")]
    public void Complete_rules_have_at_most_one_value(string rules, string expected) => Programs.P(rules).ShouldBe(expected);

    [Theory]
    [InlineData("p contains x if some x in [2, 1, 2]", "{1, 2}")]
    [InlineData("p contains 1 if false", "set()")]
    [InlineData("p[k] := v if some k, v in {\"a\": 1}", "{\"a\": 1}")]
    [InlineData("p[k] := v if some k, v in [\"a\", \"a\"]\np[0] := \"b\"", "eval_conflict_error")]
    [InlineData("p.a.b := 1\np.a.c := 2", "{\"a\": {\"b\": 1, \"c\": 2}}")]
    [InlineData("p[x].n := i if some i, x in [\"a\", \"b\"]", "{\"a\": {\"n\": 0}, \"b\": {\"n\": 1}}")]
    [InlineData("p[x] contains i if some i, x in [\"a\", \"b\", \"a\"]", "{\"a\": {0, 2}, \"b\": {1}}")]
    [InlineData("p[q].r := 1 if q := \"a\"\np.a.r.s := 2", "eval_conflict_error")]
    [InlineData("default p[true] := 1\ndefault p.a := 2\np[false] := 3", "{false: 3, true: 1, \"a\": 2}")]
    [InlineData("default q.a := 1\nq[x] := 2 if some x in [\"b\"]\np := q[k] if some k in [\"a\"]", "1")]
    public void Partial_rules_build_sets_and_objects_at_any_depth(string rules, string expected) => Programs.P(rules).ShouldBe(expected);

    [Theory]
    [InlineData("f(x) := x * 2\np := f(21)", "42")]
    [InlineData("f([x, y]) := x\np := f([1, 2])", "1")]
    [InlineData("f(\"a\") := 1\nf(\"b\") := 2\np := f(\"b\")", "2")]
    [InlineData("f(x) := 1\nf(x) := 2\np := f(0)", "eval_conflict_error")]
    [InlineData("f(x) := 1 if x > 5 else := 0\np := f(3)", "0")]
    [InlineData("default f(_) := 9\nf(x) := 1 if x == 2\np := [f(2), f(3)]", "[1, 9]")]
    [InlineData("f(x, x) := true\np := f(1, 1)", "true")]
    [InlineData("f(x, x) := true\np := f(1, 2)", "undefined")]
    [InlineData("f(x) := x\np if { f(1, y); y == 1 }", "true")]
    public void Functions_match_their_parameters(string rules, string expected) => Programs.P(rules).ShouldBe(expected);

    [Fact]
    public void A_package_is_an_object_of_its_rules_and_of_stored_data()
    {
        var program = Programs.Compile(Pharos.Rego.Values.RegoValue.ParseJson("""{"test":{"stored":1}}"""), "package test\nrule := 2\nf(x) := x\nabsent if false");
        Programs.Evaluate(program, "data.test").ShouldBe("""{"rule": 2, "stored": 1}""");
    }

    [Fact]
    public void Modules_of_one_package_share_their_rules()
    {
        var program = Programs.Compile("package a\np contains 1", "package a\np contains q", "package a\nq := 2");
        Programs.Evaluate(program, "data.a.p").ShouldBe("{1, 2}");
    }

    [Fact]
    public void A_function_without_value_and_body_is_true_for_what_its_arguments_match()
    {
        var program = Programs.Compile("package test\nf(\"a\", 0)\np if f(\"a\", 0)\nq if f(\"b\", 0)");
        Programs.Evaluate(program, "data.test").ShouldBe("""{"p": true}""");
    }

    [Fact]
    public void Imports_give_other_packages_and_input_a_short_name()
    {
        var program = Programs.Compile("package lib.text\nup(x) := upper(x)", "package a\nimport data.lib.text as t\nimport input.user.name\np := t.up(name)");
        Programs.Evaluate(program, "data.a.p", """{"user":{"name":"ann"}}""").ShouldBe("\"ANN\"");
    }

    [Fact]
    public void An_indexed_field_finds_the_rules_that_name_its_value_and_those_that_name_none()
    {
        var program = Programs.Compile("""
            package test
            p contains 1 if input.kind == "a"
            p contains 2 if "b" == input.kind
            p contains 3 if input.kind = "c"
            p contains 4 if input.kind == "a"
            p contains 5 if input.other
            """);
        Programs.Evaluate(program, "data.test.p", """{"kind":"a","other":true}""").ShouldBe("{1, 4, 5}");
        Programs.Evaluate(program, "data.test.p", """{"kind":"z","other":true}""").ShouldBe("{5}");
        Programs.Evaluate(program, "data.test.p", "{}").ShouldBe("set()");
    }
}
