namespace Pharos.Rego.Tests.Builtins;

public class ArithmeticTests
{
    [Theory]
    [InlineData("plus", "1", "2", "3")]
    [InlineData("plus", "0.1", "0.2", "0.3")]
    [InlineData("plus", "9223372036854775807", "1", "9223372036854775808")]
    [InlineData("minus", "-9223372036854775808", "1", "-9223372036854775809")]
    [InlineData("mul", "9223372036854775807", "9223372036854775807", "85070591730234615847396907784232501249")]
    [InlineData("div", "7", "2", "3.5")]
    [InlineData("div", "6", "3", "2")]
    [InlineData("rem", "-5", "3", "-2")]
    [InlineData("rem", "10", "18446744073709551616", "10")]
    [InlineData("bits.xor", "42", "3", "41")]
    [InlineData("bits.rsh", "-8", "1", "-4")]
    public void Computes(string name, string left, string right, string expected) => Call.Json(name, left, right).ShouldBe(expected);

    [Theory]
    [InlineData("round", "2.5", "3")]
    [InlineData("round", "-2.5", "-3")]
    [InlineData("ceil", "1.1", "2")]
    [InlineData("ceil", "-1.1", "-1")]
    [InlineData("floor", "-1.1", "-2")]
    [InlineData("abs", "-3", "3")]
    [InlineData("to_number", "\"007.50\"", "7.50")]
    public void Rounds(string name, string argument, string expected) => Call.Json(name, argument).ShouldBe(expected);

    [Theory]
    [InlineData("div", "1", "0", "eval_builtin_error div: divide by zero")]
    [InlineData("rem", "1", "0", "eval_builtin_error rem: modulo by zero")]
    [InlineData("rem", "1.5", "2", "eval_builtin_error rem: modulo on floating-point number")]
    [InlineData("plus", "\"a\"", "1", "eval_type_error plus: operand 1 must be number but got string")]
    [InlineData("minus", "1", "{\"$set\":[1]}", "eval_type_error minus: operand 2 must be number but got set")]
    [InlineData("bits.lsh", "1", "-1", "eval_type_error bits.lsh: operand 2 must be an unsigned integer number but got a negative integer")]
    public void Errors_are_worded_as_policies_expect_them(string name, string left, string right, string expected) => Call.Json(name, left, right).ShouldBe(expected);

    [Theory]
    [InlineData("bits.lsh", "1", "1000000000000")]
    [InlineData("numbers.range", "1", "1000000000000")]
    [InlineData("mul", "1e30000", "1e30000")]
    public void What_would_exhaust_memory_is_refused(string name, string left, string right) => Call.Json(name, left, right).ShouldStartWith("eval_limit_builtin");
}
