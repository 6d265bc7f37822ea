using Pharos.Rego.Syntax;

namespace Pharos.Rego.Tests.Syntax;

public sealed class ParserTests
{
    [Theory]
    [InlineData("p := 1 {\n", 8, "`if` keyword is required before rule body")]
    [InlineData("p[x]", 1, "`contains` keyword is required for partial set rules")]
    [InlineData("p", 1, "rule p must have value assignment and/or body declaration")]
    [InlineData("p if { x := 1 y := 2 }", 15, @"unexpected identifier y: expected \n or ; or }")]
    [InlineData("p := 1 2", 8, "unexpected number 2: expected a new line")]
    [InlineData("p if x == 1 y == 2", 13, "unexpected identifier y: expected a new line")]
    [InlineData("p := \"abc", 6, "non-terminated string")]
    [InlineData("p := \"\\q\"", 6, "illegal string escape sequence")]
    [InlineData("p := 01", 6, "illegal number format 01")]
    [InlineData("p := [1, 2", 11, "unexpected eof token: expected , or ]")]
    [InlineData("p := @", 6, "illegal token @")]
    [InlineData("import foo.bar", 1, "unexpected import path, must begin with one of: {data, future, input, rego}, got: foo")]
    [InlineData("p if not every x in [1] { x }", 10, "unexpected every keyword: illegal negation of 'every'")]
    [InlineData("import data.a.in", 1, "unexpected import path, must not end with a keyword, got: in (import a different path or use an alias)")]
    [InlineData("import future.keywords.and", 1, "unexpected keyword, must be one of [contains every if in not]")]
    [InlineData("default p := input.x", 14, "illegal default rule (value cannot contain ref)")]
    [InlineData("p := a. b", 9, "invalid whitespace between . and identifier")]
    [InlineData("p := -{1}", 7, "unexpected token {: expected a number or a reference after unary minus")]
    [InlineData("p := $\"{not x}\"", 9, "unexpected negation ('not') in template-string expression")]
    [InlineData("p contains 1 else := 2", 14, "else keyword cannot be used on multi-value rules")]
    [InlineData("p := 1 else := 2 if true", 8, "unexpected else keyword: a rule without a body always holds")]
    [InlineData("p := $\"a {1\"", 12, "non-terminated string")]
    public void An_error_has_its_place_and_says_what_is_wrong(string text, int column, string message)
    {
        var error = Parser.ParseModule(new RegoModule("a.rego", "package a\n" + text)).Errors[0];
        error.ShouldBe(new RegoDiagnostic("rego_parse_error", message, "a.rego", 2, column));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment")]
    [InlineData("p := 1")]
    public void A_module_starts_with_its_package(string text) => Parser.ParseModule(new RegoModule("a.rego", text)).Errors.Count.ShouldBe(1);

    [Theory]
    [InlineData("p := [x | y, 5]", "[{1, 2}, 5]")]
    [InlineData("p := {x | y, 5}", "{5, {1, 2}}")]
    [InlineData("p := [1 | 1, 2 in [3, 2]]", "[1]")]
    public void A_comma_tells_a_list_from_a_comprehension(string rule, string expected) => Programs.P($"x := {{1}}\ny := {{2}}\n{rule}").ShouldBe(expected);

    [Theory]
    [InlineData("f (x) := x + 1\np := f(1)", "2")]
    [InlineData("q [x] := x if some x in [1]\np := q", "{1: 1}")]
    public void A_blank_may_stand_behind_the_name_of_a_rule(string rules, string expected) => Programs.P(rules).ShouldBe(expected);

    [Theory]
    [InlineData("p := 1 q := 2", "p q")]
    [InlineData("p if { true } q contains 1 r if true", "p q r")]
    public void Rules_may_share_a_row(string text, string names) =>
        Parser.ParseModule(new RegoModule("a.rego", "package a\n" + text)).Module!.Rules.Select(r => r.Name).ShouldBe(names.Split(' '));

    [Fact]
    public void In_v0_what_v1_has_as_a_keyword_may_name_a_rule_behind_another() =>
        Parser.ParseModule(new RegoModule("a.rego", "package a\np := true if { input.x }") { Version = RegoVersion.V0 }).Module!.Rules.Select(r => r.Name).ShouldBe(["p", "if"]);

    [Fact]
    public void Errors_of_several_statements_are_found_together() =>
        Parser.ParseModule(new RegoModule("a.rego", "package a\np := [\nq := 1\nr := }\ns := 2\nt if {\n  x := )\n}\n")).Errors.Select(e => e.Row).ShouldBe([3, 4, 7]);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    [InlineData("(", ")")]
    [InlineData("{x | x := ", "}")]
    [InlineData("f(", ")")]
    public void A_thousand_levels_are_an_error_and_not_a_crash(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 1000)) + "1" + string.Concat(Enumerable.Repeat(close, 1000));
        Parser.ParseModule(new RegoModule("a.rego", "package a\np := " + text)).Errors[0].Message.ShouldContain("nest deeper");
    }

    [Theory]
    [InlineData("p := 1", " + 1", 100_000)]
    [InlineData("p", ".a", 100_000)]
    [InlineData("p := 1 if false", " else := 1 if false", 50_000)]
    [InlineData("p if {\ntrue", "\ntrue", 20_000)]
    [InlineData("p if x", " == [[1]] with input as 1", 20_000)]
    public void Endless_repetition_is_an_error_and_not_a_crash(string start, string repeated, int times)
    {
        var text = start + string.Concat(Enumerable.Repeat(repeated, times)) + (start.Contains('{') ? "\n}" : "");
        RegoProgram.Compile([new RegoModule("a.rego", "package a\n" + text)]).ShouldBeOfType<CompileOutcome.Rejected>().Diagnostics.ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_form_of_the_grammar_parses()
    {
        var (module, errors) = Parser.ParseModule(new RegoModule("a.rego", Grammar));
        errors.ShouldBeEmpty();
        module!.Package.ShouldBe(["a", "b-c", "if"]);
        module.Imports.Select(i => i.Name).ShouldBe(["v1", "keywords", "y", "name"]);
        module.Rules.Count(r => r.Kind == RuleKind.Function).ShouldBe(3);
        module.Rules.Count(r => r.Kind == RuleKind.Contains).ShouldBe(3);
        module.Rules.Count(r => r.IsDefault).ShouldBe(2);
        module.Annotations.ShouldHaveSingleItem().Yaml.ShouldBe("title: The first\n");
        module.Rules.ShouldContain(r => r.Location.Row == module.Annotations[0].StatementRow);
    }

    [Fact]
    public void Operators_bind_as_tightly_as_they_should()
    {
        var (body, _) = Parser.ParseQuery("1 + 2 * 3 == a & b | c");
        var equal = body.ShouldHaveSingleItem().ShouldBeOfType<TermLiteral>().Term.ShouldBeOfType<CallTerm>();
        equal.Operator.ShouldBe("equal");
        var plus = equal.Arguments[0].ShouldBeOfType<CallTerm>();
        plus.Operator.ShouldBe("plus");
        plus.Arguments[1].ShouldBeOfType<CallTerm>().Operator.ShouldBe("mul");
        var or = equal.Arguments[1].ShouldBeOfType<CallTerm>();
        or.Operator.ShouldBe("or");
        or.Arguments[0].ShouldBeOfType<CallTerm>().Operator.ShouldBe("and");
    }

    private const string Grammar = """
        package a["b-c"].if

        import rego.v1
        import future.keywords
        import data.x as y
        import input.user.name

        # METADATA
        # title: The first
        p := 1

        default q := [1, {"a": {2}}, set(), {}]
        default f(_) := false

        f(x) if x == `raw\n`
        f([x, {"k": y}], "s") := x + y if { x > 0 } else := 2 if { y < 0 } else := 3

        r.s["t"][u] := v if some u, v in {"a": 1}
        s contains 1
        s contains x if x := 2
        t[x].y contains z if { x := 1; z := "\u00e9\"" }

        not.allowed := 1

        body if {
            some a, b
            input.list[a] = b
            c := [x | x := input[_]; x != null]
            d := {k: v | some k, v in c}
            e := {x | x := d[_]} | {1} & {2} - set()
            every k, v in e { k == v; true }
            not p with input as {"a": 1} with data.x as 2
            "k", 1 in {"k": 1}
            (1 + 2) * -3.5e-2 / 4 % 5 >= 0
            f.if.in(1).x["y"] == [1, 2,][0]
            contains("abc", "b")
            $"a {p} \{ {$`{1}`}" == "x"
        }
        """;
}
