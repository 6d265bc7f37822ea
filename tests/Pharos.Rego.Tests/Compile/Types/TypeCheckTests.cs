using Pharos.Rego.Builtins;
using Pharos.Rego.Compile.Types;

namespace Pharos.Rego.Tests.Compile.Types;

public sealed class TypeCheckTests
{
    [Theory]
    [InlineData("p := 1 - \"a\"", "minus: invalid argument(s)\n\thave: (number, string, ???)\n\twant: (x: any<number, set[any]>, y: any<number, set[any]>, z: any<number, set[any]>)")]
    [InlineData("p if startswith(1, \"a\")", "startswith: invalid argument(s)\n\thave: (number, string)\n\twant: (search: string, base: string, result: boolean)")]
    [InlineData("p if { x := 1; x = \"a\" }", "match error\n\tleft  : number\n\tright : string")]
    [InlineData("p if { x := {\"a\": 1}; x.b }", "undefined ref: x.b\n\tx.b\n\t  ^\n\t  have: \"b\"\n\t  want (one of): [\"a\"]")]
    [InlineData("q := 1\np := q.a", "undefined ref: data.test.q.a\n\tdata.test.q.a\n\t^^^^^^^^^^^\n\thave: number")]
    [InlineData("q := {\"a\"}\np := upper(q)", "upper: invalid argument(s)")]
    [InlineData("p := count([x | x := upper(input.a)][0] - 1)", "minus: invalid argument(s)")]
    [InlineData("f(x) := upper(x)\np := abs(f(\"a\"))", "abs: invalid argument(s)")]
    [InlineData("p if { some x in [1, 2]; upper(x) == \"A\" }", "upper: invalid argument(s)")]
    [InlineData("p if [1, x] = [1]", "match error")]
    [InlineData("p if some _ in null", "some ... in: illegal domain\n\thave: null")]
    [InlineData("q if input.x\np if some x in q", "some ... in: illegal domain\n\thave: boolean")]
    [InlineData("p if { y := \"a\"; x := abs(y) }", "abs: invalid argument(s)")]
    [InlineData("p := [1, 2][\"a\"]", "undefined ref")]
    public void What_can_have_no_value_is_refused(string rules, string message)
    {
        var diagnostic = Programs.Reject("package test\n" + rules).ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe("rego_type_error");
        diagnostic.Message.ShouldStartWith(message);
    }

    [Theory]
    [InlineData("p := input.a - \"1\" if false", false)]
    [InlineData("p := input.a - input.b", true)]
    [InlineData("q := 1\nq := \"a\" if input.x\np := upper(q)", true)]
    [InlineData("q := 1\np if q.a with data.test.q as {\"a\": 1}", true)]
    [InlineData("p := data.other.thing.x[1]", true)]
    [InlineData("p := object.get(input, \"a\", {}).b", true)]
    [InlineData("p[x] := 1 if some x in [1]\nq := p[1]", true)]
    [InlineData("p := json.unmarshal(input).a[0]", true)]
    [InlineData("p := {1, 2} - {1}", true)]
    [InlineData("p if { some x in {}; some y in []; some z in set(); some u in input.a }", true)]
    [InlineData("p if { some k, v in {\"a\": 1}; upper(k) == \"A\"; abs(v) == 1 }", true)]
    [InlineData("p if { walk(input, [path, value]); path[0] == 1; value.a }", true)]
    [InlineData("default p := 1\np := {\"a\": 2}\nq := p.a", true)]
    public void What_may_have_a_value_is_not(string rules, bool compiles) =>
        (RegoProgram.Compile([new RegoModule("a.rego", "package test\n" + rules)]) is CompileOutcome.Compiled).ShouldBe(compiles);

    [Fact]
    public void Every_builtin_has_a_signature_of_its_arity()
    {
        foreach (var builtin in BuiltinRegistry.All)
        {
            BuiltinSignatures.Of(builtin.Name).ShouldNotBeNull(builtin.Name).Parameters.Count.ShouldBe(builtin.Arity, builtin.Name);
        }
    }

    [Theory]
    [InlineData("p if { x > y; z := x + 1; z > 2 }", "x y")]
    [InlineData("p if { x == y + 1; y == x - 1 }", "x y")]
    [InlineData("p if { input.a[i] == j }", "j")]
    public void Only_the_variables_that_nothing_binds_are_named_and_each_once(string rule, string names)
    {
        var found = Programs.Reject("package test\n" + rule);
        string.Join(' ', found.Select(d => d.Message.Split(' ')[1])).ShouldBe(names);
        found.ShouldAllBe(d => d.Hint != null);
    }

    [Theory]
    [InlineData("import data.a", "import data.a unused")]
    [InlineData("p if { x := 1 }", "assigned var x unused")]
    [InlineData("p if { some x; true }", "declared var x unused")]
    [InlineData("f(x) := 1", "unused argument x. (hint: use _ (wildcard variable) instead)")]
    public void Strictness_refuses_what_is_never_used(string rules, string message)
    {
        var options = CompileOptions.Default with { Strict = true };
        RegoProgram.Compile([new RegoModule("a.rego", "package test\n" + rules)], null, options)
            .ShouldBeOfType<CompileOutcome.Rejected>().Diagnostics.ShouldHaveSingleItem().Message.ShouldBe(message);
        RegoProgram.Compile([new RegoModule("a.rego", "package test\n" + rules)]).ShouldBeOfType<CompileOutcome.Compiled>();
    }

    [Fact]
    public void A_complaint_shows_its_line_with_a_caret()
    {
        Programs.Reject("package test\n\tp := [1,\n").ShouldHaveSingleItem().Excerpt.ShouldBe("\n^");
        Programs.Reject("package test\np := }").ShouldHaveSingleItem().Excerpt.ShouldBe("p := }\n     ^");
    }
}
