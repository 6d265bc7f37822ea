using Pharos.Rego.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Builtins;

public sealed class HostBuiltinTests
{
    private static readonly Builtin Double = new("acme.double", 1, false, static (context, arguments) =>
        arguments[0] is RegoNumber number ? RegoArray.Of(number, number) : context.Fail(BuiltinError.TypeCode, "acme.double: operand 1 must be number"));

    [Fact]
    public void A_builtin_of_the_host_is_called_by_its_name() => Evaluate("p := acme.double(2)").ShouldBe("[2, 2]");

    [Fact]
    public void An_error_of_a_builtin_of_the_host_is_undefined_as_any_other() => Evaluate("p := acme.double(\"x\")").ShouldBe("undefined");

    [Fact]
    public void A_builtin_of_the_host_can_be_replaced_by_with() => Evaluate("p := x if { x := acme.double(1) with acme.double as f }\n\nf(_) := \"replaced\"").ShouldBe("\"replaced\"");

    [Fact]
    public void A_query_calls_builtins_of_the_host()
    {
        var program = Compile("p := 1").ShouldBeOfType<CompileOutcome.Compiled>().Program;
        program.TryPrepareQuery("x := acme.double(3)", out var query, out _).ShouldBeTrue();
        Programs.Show(query!.Evaluate(null)).ShouldBe("""[{"x": [3, 3]}]""");
    }

    [Fact]
    public void A_host_cannot_take_the_name_of_a_builtin_of_the_language()
    {
        var taken = Double with { Name = "count" };
        var program = RegoProgram.Compile([new RegoModule("a.rego", "package test\np := count([1])")], null, new CompileOptions { Builtins = [taken] });
        Programs.Evaluate(program.ShouldBeOfType<CompileOutcome.Compiled>().Program, "data.test.p").ShouldBe("1");
    }

    [Fact]
    public void Without_it_the_call_is_refused_by_name() =>
        RegoProgram.Compile([new RegoModule("a.rego", "package test\np := acme.double(1)")]).ShouldBeOfType<CompileOutcome.Rejected>()
            .Diagnostics[0].Message.ShouldBe("undefined function acme.double");

    [Fact]
    public void The_number_of_arguments_is_checked() =>
        Compile("p := acme.double(1, 2, 3)").ShouldBeOfType<CompileOutcome.Rejected>().Diagnostics[0].Code.ShouldBe("rego_type_error");

    private static CompileOutcome Compile(string rules) =>
        RegoProgram.Compile([new RegoModule("a.rego", "package test\n" + rules)], null, new CompileOptions { Builtins = [Double] });

    private static string Evaluate(string rules) => Programs.Evaluate(Compile(rules).ShouldBeOfType<CompileOutcome.Compiled>().Program, "data.test.p");
}
