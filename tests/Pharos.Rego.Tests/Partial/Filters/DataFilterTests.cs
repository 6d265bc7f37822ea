using Pharos.Rego.Partial.Filters;
using Pharos.Rego.Partial;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Partial.Filters;

public sealed class DataFilterTests
{
    [Theory]
    [InlineData("input.fruits.name == input.favorite", "WHERE fruits.name = E'apple'")]
    [InlineData("500 >= input.fruits.price", "WHERE fruits.price <= 500")]
    [InlineData("3 < input.fruits.price", "WHERE fruits.price > 3")]
    [InlineData("input.fruits.price != 3", "WHERE fruits.price <> 3")]
    [InlineData("input.fruits.name = _", "WHERE fruits.name IS NOT NULL")]
    [InlineData("input.fruits.name == null", "WHERE fruits.name IS NULL")]
    [InlineData("input.fruits.name == input.fruits.colour", "WHERE fruits.name = fruits.colour")]
    [InlineData("input.fruits.fresh == true", "WHERE fruits.fresh = TRUE")]
    [InlineData("{ startswith(input.fruits.name, \"ba\"); input.fruits.colour in {\"blue\", \"green\"} }", "WHERE (fruits.name LIKE E'ba%' AND fruits.colour IN (E'blue', E'green'))")]
    [InlineData("{ not input.fruits.name == \"apple\"; not input.fruits.colour in {\"blue\"} }", "WHERE (NOT fruits.name = E'apple' AND NOT fruits.colour IN (E'blue'))")]
    [InlineData("input.fruits.name == [\"a\", \"b\"][_]", "WHERE (fruits.name = E'a' OR fruits.name = E'b')")]
    [InlineData("input.favorite == \"apple\"", "")]
    [InlineData("input.favorite == \"pear\"", "deny")]
    public void A_rule_becomes_a_where_clause(string body, string query) => Filter("sql+postgresql", body).ShouldBe(query);

    [Theory]
    [InlineData("sql+postgresql", "WHERE fruits.name LIKE E'%f\\\\\\\\oo\\\\_b\\\\%a''r'")]
    [InlineData("sql+mysql", "WHERE fruits.name LIKE '%f\\\\\\\\oo\\\\_b\\\\%a''r'")]
    [InlineData("sql+sqlserver", "WHERE fruits.name LIKE N'%f\\\\oo\\_b\\%a''r' ESCAPE N'\\'")]
    [InlineData("sql+sqlite", "WHERE substr(fruits.name, -length('f\\oo_b%a''r')) = 'f\\oo_b%a''r'")]
    public void What_is_special_in_a_pattern_is_escaped_for_the_dialect(string target, string query) =>
        Filter(target, """endswith(input.fruits.name, "f\\oo_b%a'r")""").ShouldBe(query);

    [Theory]
    [InlineData("sql+postgresql", "E'x'' OR 1=1 --\\\\'", "fruits.\"na\"\"me OR 1=1\"")]
    [InlineData("sql+mysql", "'x'' OR 1=1 --\\\\'", "fruits.`na\"me OR 1=1`")]
    [InlineData("sql+sqlserver", "N'x'' OR 1=1 --\\'", "fruits.\"na\"\"me OR 1=1\"")]
    [InlineData("sql+sqlite", "'x'' OR 1=1 --\\'", "fruits.\"na\"\"me OR 1=1\"")]
    public void A_value_or_name_cannot_leave_its_quotes(string target, string value, string name) =>
        Filter(target, """input.fruits["na\"me OR 1=1"] == "x' OR 1=1 --\\" """).ShouldBe($"WHERE {name} = {value}");

    [Fact]
    public void A_filter_is_a_tree_of_conditions_in_ucast() =>
        Filter("ucast+all", "{ input.fruits.price < 5; not input.fruits.name == \"apple\" }").ShouldBe(
            """{"operator":"and","type":"compound","value":[{"field":"fruits.price","operator":"lt","type":"field","value":5},{"operator":"not","type":"compound","value":[{"field":"fruits.name","operator":"eq","type":"field","value":"apple"}]}]}""");

    [Theory]
    [InlineData("ucast+minimal", "startswith(input.fruits.name, \"a\")", "invalid builtin `startswith`: unsupported for UCAST")]
    [InlineData("ucast+linq", "not input.fruits.name == \"a\"", "\"not\" not permitted: unsupported feature \"not\" for UCAST (LINQ)")]
    [InlineData("ucast+linq", "input.fruits.name == input.fruits.colour", "reference to field: unsupported feature \"field-ref\" for UCAST (LINQ)")]
    [InlineData("sql+postgresql", "input.fruits.name", "invalid statement \"input.fruits.name\": try `input.fruits.name != false`")]
    [InlineData("sql+postgresql", "regex.match(\"^b\", input.fruits.name)", "invalid builtin `regex.match`")]
    [InlineData("sql+postgresql", "endswith(\"apple\", input.fruits.name)", "rhs of endswith must be known")]
    [InlineData("sql+postgresql", "every x in input.fruits.list { x > 1 }", "\"every\" not permitted")]
    [InlineData("sql+postgresql", "input.fruits.a.b == 1", "eq: invalid ref operand: input.fruits.a.b")]
    [InlineData("sql+postgresql", "count(input.fruits.name) > 3", "gt: nested call operand: count(input.fruits.name)")]
    [InlineData("sql+postgresql", "only == x\nx := input.fruits.colour\ndefault only := false\nonly if input.fruits.name == \"pear\"", "use of default rule in data.filters.only")]
    public void What_a_target_cannot_express_is_named(string target, string body, string message) => Filter(target, body).ShouldBe(message);

    [Fact]
    public void Tables_and_columns_take_the_names_of_the_database()
    {
        var mapping = FilterMapping.Read(RegoValue.ParseJson("""{"fruits": {"$self": "fruit", "name": "display_name", "price": "price_tag"}, "price": {"$table": "fruits"}}"""), out _);
        Filter("sql+postgresql", "input.fruits.name == input.favorite\ninclude if input.price == \"free\"", mapping)
            .ShouldBe("WHERE (fruit.display_name = E'apple' OR fruit.price_tag = E'free')");
    }

    private static string Filter(string target, string body, FilterMapping? mapping = null)
    {
        var program = Programs.Compile($"package filters\ninclude if {body}");
        var request = new PartialRequest
        {
            Query = "data.filters.include == true", Unknowns = ["input.fruits", "input.price"], Input = RegoValue.ParseJson("""{"favorite": "apple"}"""),
        };
        var residual = program.Partial(request).ShouldBeOfType<PartialOutcome.Residual>();
        return DataFilter.Translate(residual, FilterTarget.Named(target)!, mapping) switch
        {
            FilterOutcome.DenyAll => "deny",
            FilterOutcome.AllowAll => "",
            FilterOutcome.Where { Query: RegoString text } => text.Value,
            FilterOutcome.Where { Query: var document } => document.ToJson(),
            FilterOutcome.Rejected rejected => rejected.Diagnostics[0].Code == "pe_fragment_error" ? rejected.Diagnostics[0].Message : rejected.Diagnostics[0].Code,
            _ => throw new InvalidOperationException(),
        };
    }
}
