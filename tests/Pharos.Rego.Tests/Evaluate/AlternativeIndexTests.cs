namespace Pharos.Rego.Tests.Evaluate;

/// <summary>Of a long <c>else</c> chain only the branches for the value at hand are tried, which shows in nothing but time.</summary>
public sealed class AlternativeIndexTests
{
    private const string Chain =
        """
        kind(x) := "first" if {
            x.k == "a"
            x.n == 1
        } else := "both" if {
            x.k in {"a", "b"}
        } else := "any" if {
            x.n == 9
        } else := "late" if {
            x.k == "c"
        }

        """;

    [Theory]
    [InlineData("{\"k\":\"a\",\"n\":1}", "\"first\"")]
    [InlineData("{\"k\":\"a\",\"n\":2}", "\"both\"")]
    [InlineData("{\"k\":\"b\",\"n\":9}", "\"both\"")]
    [InlineData("{\"k\":\"c\",\"n\":9}", "\"any\"")]
    [InlineData("{\"k\":\"c\",\"n\":0}", "\"late\"")]
    [InlineData("{\"n\":9}", "\"any\"")]
    [InlineData("{\"k\":[\"a\"],\"n\":9}", "\"any\"")]
    [InlineData("{\"k\":\"z\"}", "undefined")]
    public void The_first_branch_that_holds_decides(string input, string expected) => Programs.P(Chain + "p := kind(input)", input).ShouldBe(expected);

    [Fact]
    public void A_replaced_function_in_a_condition_is_asked() =>
        Programs.P("low(s) := lower(s)\nkind(x) := 1 if { low(x) == \"a\" } else := 2 if { low(x) == \"b\" } else := 3\nup(s) := \"b\"\np := x if { x := kind(\"A\") with data.test.low as data.test.up }").ShouldBe("2");

    [Fact]
    public void A_document_with_a_chain_takes_the_first_branch_too() =>
        Programs.P("p := 1 if { input.k == \"a\" } else := 2 if { input.k == \"b\" } else := 3 if { input.k == \"b\" } else := 4", "{\"k\":\"b\"}").ShouldBe("2");
}
