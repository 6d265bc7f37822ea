namespace Pharos.Rego.Tests.Compile;

public sealed class CheckTests
{
    [Theory]
    [InlineData("p if x > 1", 2, "rego_unsafe_var_error", "var x is unsafe")]
    [InlineData("p := x if true", 2, "rego_unsafe_var_error", "var x is unsafe")]
    [InlineData("p if not x = 1", 2, "rego_unsafe_var_error", "var x is unsafe")]
    [InlineData("p := [1 | x > 0]", 2, "rego_unsafe_var_error", "unsafe")]
    [InlineData("p if q\nq if p", 2, "rego_recursion_error", "data.test.p -> data.test.q -> data.test.p")]
    [InlineData("f(x) := f(x)", 2, "rego_recursion_error", "data.test.f is recursive")]
    [InlineData("p := 1\np contains 2", 2, "rego_type_error", "conflicting rules data.test.p found")]
    [InlineData("f(x) := 1\nf(x, y) := 2", 2, "rego_type_error", "conflicting rules data.test.f found")]
    [InlineData("default p := 1\ndefault p := 2", 3, "rego_type_error", "multiple default rules data.test.p found")]
    [InlineData("p if nosuch.thing(1)", 2, "rego_type_error", "undefined function nosuch.thing")]
    [InlineData("p if count(1, 2, 3)", 2, "rego_type_error", "count has arity 1, got 3 arguments")]
    [InlineData("f(x) := x\np := f()", 3, "rego_type_error", "data.test.f has arity 1, got 0 arguments")]
    [InlineData("p := 1\np.q := 2", 2, "rego_type_error", "rule data.test.p conflicts with [data.test.p.q]")]
    [InlineData("p if { x := 1; x := 2 }", 2, "rego_compile_error", "var x assigned above")]
    [InlineData("p if { some x; x := 1 }", 2, "rego_compile_error", "var x declared above")]
    [InlineData("p if { x := 0; some x in [1, 2] }", 2, "rego_compile_error", "var x assigned above")]
    [InlineData("p if { some [x, 1] in input; some y, x in input }", 2, "rego_compile_error", "var x declared above")]
    [InlineData("p if every x in [1] { x := 1 }", 2, "rego_compile_error", "var x declared above")]
    [InlineData("default p[true] := 1\ndefault p[true] := 2", 3, "rego_type_error", "multiple default rules data.test.p found")]
    [InlineData("p if { x == 1; x := 2 }", 2, "rego_compile_error", "var x referenced above")]
    [InlineData("f(x) := y if { x := 1; y := x }", 2, "rego_compile_error", "arg x redeclared")]
    [InlineData("q.r := 1\np if q with data.test.q.r.s as 1", 3, "rego_compile_error", "partially replace")]
    public void A_wrong_rule_is_refused_with_its_place(string rules, int row, string code, string message)
    {
        var diagnostic = Programs.Reject("package test\n" + rules)[0];
        diagnostic.Code.ShouldBe(code);
        diagnostic.Message.ShouldContain(message);
        diagnostic.Row.ShouldBe(row);
        diagnostic.ToString().ShouldStartWith($"m0.rego:{row}: {code}: ");
    }

    [Fact]
    public void Complaints_come_together_in_the_order_of_the_text() =>
        Programs.Reject("package a\np if x > 1\nq if nosuch(1)\nr if r", "package b\ns if y > 1").Select(d => (d.File, d.Row, d.Code)).ShouldBe(
        [
            ("m0.rego", 2, "rego_unsafe_var_error"),
            ("m0.rego", 3, "rego_type_error"),
            ("m0.rego", 4, "rego_recursion_error"),
            ("m1.rego", 2, "rego_unsafe_var_error"),
        ]);

    [Fact]
    public void A_package_that_stands_where_a_rule_stands_is_refused() =>
        Programs.Reject("package a\nb := 1", "package a.b\nc := 1").ShouldContain(d => d.Message.StartsWith("package data.a.b conflicts with rule"));

    [Fact]
    public void Tests_are_found_and_run()
    {
        var program = Programs.Compile("package a_test\ntest_good if true\ntest_bad if false\ntodo_test_later if false\ntest_error := {1: 1, 1: 2}[x] if { x := 1; {y: x | some x, y in [1, 1]} }\nhelper if true");
        program.Packages.ShouldBe(["data.a_test"]);
        RegoTestRunner.Run(program).Select(r => (r.Test.Name, r.Test.Row, r.Outcome)).ShouldBe(
        [
            ("test_good", 2, RegoTestOutcome.Passed),
            ("test_bad", 3, RegoTestOutcome.Failed),
            ("todo_test_later", 4, RegoTestOutcome.Skipped),
            ("test_error", 5, RegoTestOutcome.Errored),
        ]);
    }
}
