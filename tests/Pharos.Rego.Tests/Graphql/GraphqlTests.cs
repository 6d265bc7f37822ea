using Pharos.Rego.Graphql;
using Pharos.Rego.Tests.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Graphql;

public sealed class GraphqlTests
{
    private const string Schema = """
        "A thing." schema @link(url: "u") { query: Query mutation: Change }
        directive @link(url: String!) repeatable on SCHEMA | FIELD_DEFINITION
        scalar Date @specifiedBy(url: "x")
        interface Node { id: ID! }
        type Query { user(id: ID!, kinds: [Kind!] = [A, B]): User all(first: Int = 10, like: Filter): [Node!]! found: Found }
        type User implements Node { id: ID! name: String friends(n: Int): [User!] born: Date kind: Kind }
        type Other implements Node & Named { id: ID! name: String }
        interface Named { name: String }
        union Found = User | Other
        enum Kind { A B @deprecated(reason: "old") }
        input Filter { text: String = "x" tags: [String!] inner: Filter }
        type Change { set(id: ID!, to: Filter!): User }
        extend type User { age: Int }
        """;

    private const string Query = """
        query Q($id: ID!, $n: Int = 3, $f: Filter) @skipped { user(id: $id, kinds: [A]) { ...F friends(n: $n) { id name } age } all(first: 2, like: $f) { id ... on User { born } } found { __typename ... on Other { id } } }
        fragment F on User { id alias: name @include(if: true) kind }
        mutation M { set(id: "a", to: {text: "b\u00e9 \"q\"", tags: ["c"], inner: null}) { id } }
        """;

    private static readonly string[] Pieces = ["{", "}", "(", ")", "[", "]", "!", "$x", "@d", "...", "on", "...F", "fragment", "\"", "\"\"\"", "\\u", "#", "&", "|", "=", ":", "type", "extend", "input", "union", "-1.e", "\0", "é", "null", "query"];

    [Theory]
    [InlineData("{ a", "Expected Name, found <EOF> in GraphQL string at location 1:4")]
    [InlineData("query { a(x: ) }", "Unexpected )")]
    [InlineData("{ a \"\"\"b }", "Expected Name, found <Invalid>")]
    [InlineData("{ a(x: 1.) }", "Unexpected <Invalid> in GraphQL string at location 1:10")]
    [InlineData("{ é }", "Expected Name, found <Invalid>")]
    [InlineData("{}", "expected at least one definition")]
    [InlineData("fragment on on T { a }", "Unexpected Name \"on\"")]
    public void A_query_that_cannot_be_read_is_an_error_with_a_place(string query, string message)
    {
        var error = Call.Json("graphql.parse_query", RegoString.Of(query).ToJson());
        error.ShouldStartWith("eval_builtin_error graphql.parse_query: ");
        error.ShouldContain(message, Case.Sensitive);
    }

    [Fact]
    public void The_documents_that_are_damaged_here_are_sound()
    {
        GraphqlParser.Query(Query).Error.ShouldBeNull();
        var (document, error) = GraphqlParser.Schema(Schema);
        error.ShouldBeNull();
        TypeSystem.Of(document!).Error?.ToString().ShouldBeNull();
    }

    [Fact]
    public void Damaged_documents_are_read_or_refused_and_soon()
    {
        var damage = new Damage(20261121, Pieces);
        var read = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var (query, schema) = (round % 3 == 1 ? Query : damage.Of(Query), round % 3 == 0 ? Schema : damage.Of(Schema));
            foreach (var name in (string[])["graphql.parse", "graphql.is_valid", "graphql.parse_and_verify"])
            {
                var text = Damage.Bounded($"{query}\n{schema}", 32 << 20, () => Call.Json(name, RegoString.Of(query).ToJson(), RegoString.Of(schema).ToJson()));
                text.ShouldNotBe("undefined", query + schema);
            }

            read += GraphqlParser.Query(query).Error is null ? 1 : 0;
        }

        read.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void Damaged_syntax_trees_are_read_or_refused()
    {
        var damage = new Damage(7, "null", "[]", "{}", "\"Kind\"", "\"Name\"", ":", ",", "1", "\"", "true", "{\"Name\":\"x\"}");
        var tree = Call.Value("graphql.parse_query", out _, RegoString.Of(Query).ToJson())!.ToJson();
        var types = Call.Value("graphql.parse_schema", out _, RegoString.Of(Schema).ToJson())!.ToJson();
        Call.Json("graphql.is_valid", tree, types).ShouldBe(Call.Json("graphql.is_valid", RegoString.Of(Query).ToJson(), RegoString.Of(Schema).ToJson()));
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var (query, schema) = round % 2 == 0 ? (damage.Of(tree), types) : (tree, damage.Of(types));
            if (IsObject(query) && IsObject(schema))
            {
                read++;
                Call.Json("graphql.parse", query, schema).ShouldNotBe("undefined");
            }
        }

        read.ShouldBeGreaterThan(300);
    }

    [Theory]
    [InlineData("{ a", " { a", "}", 5_000)]
    [InlineData("{ a(x: ", "[", "]", 100_000)]
    [InlineData("{ ", "...F ", "} fragment F on Query { ...F }", 20_000)]
    [InlineData("{ ", "user(id: 1) { id } ", "}", 5_000)]
    [InlineData("{ ", "... on Query { ", "}", 5_000)]
    [InlineData("query(", "$a: [Int!] ", ") { user }", 20_000)]
    [InlineData("", "fragment F on User { ...F id } ", "{ user { ...F } }", 5_000)]
    [InlineData("{ user(id: \"", "\\u00e9\\n", "\") { id } }", 50_000)]
    public void A_huge_query_is_read_or_refused_and_soon(string start, string repeated, string end, int times)
    {
        var query = RegoString.Of(start + string.Concat(Enumerable.Repeat(repeated, times)) + end);
        Damage.Bounded(start + repeated, 512 << 20, () => Call.Json("graphql.is_valid", query.ToJson(), RegoString.Of(Schema).ToJson())).ShouldBeOneOf("true", "false");
    }

    [Theory]
    [InlineData("type Query { a: ", "[", "Int", 50_000)]
    [InlineData("type Query { ", "a: Int ", "}", 20_000)]
    [InlineData("type Query { a: Int } ", "interface I implements I { a: Int } ", "", 5_000)]
    [InlineData("type Query { a: Int } union U = ", "Query | ", "Query", 20_000)]
    [InlineData("type Query { a: Int } ", "extend type Query { b: Int } ", "", 5_000)]
    [InlineData("type Query { a(x: I): Int } input I { x: I! ", "y: I! ", "}", 5_000)]
    public void A_huge_schema_is_read_or_refused_and_soon(string start, string repeated, string end, int times)
    {
        var schema = RegoString.Of(start + string.Concat(Enumerable.Repeat(repeated, times)) + end);
        Damage.Bounded(start + repeated, 512 << 20, () => Call.Json("graphql.schema_is_valid", schema.ToJson())).ShouldBeOneOf("true", "false");
    }

    [Fact]
    public void Fragments_that_double_what_they_spread_do_not_double_the_work()
    {
        var fragments = string.Concat(Enumerable.Range(0, 60).Select(i => $"fragment F{i} on User {{ a: friends {{ ...F{i + 1} }} b: friends {{ ...F{i + 1} }} ...F{i + 1} }} "));
        var query = RegoString.Of($"{{ user(id: 1) {{ ...F0 }} }} {fragments} fragment F60 on User {{ id }}");
        Damage.Bounded("doubling", 512 << 20, () => Call.Json("graphql.is_valid", query.ToJson(), RegoString.Of(Schema).ToJson())).ShouldBeOneOf("true", "false");
    }

    private static bool IsObject(string json) => RegoValue.TryParseJson(System.Text.Encoding.UTF8.GetBytes(json), out var value, out _) && value is RegoObject;
}
