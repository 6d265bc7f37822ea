using Pharos.Rego.Graphql;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>GraphQL: parsing, and validation of queries against schemas. Both may be given as texts or as syntax trees.</summary>
internal static class Graphqls
{
    internal static IEnumerable<Builtin> All =>
    [
        new("graphql.parse", 2, false, Parse),
        new("graphql.parse_and_verify", 2, false, ParseAndVerify),
        new("graphql.parse_query", 1, false, ParseQuery),
        new("graphql.parse_schema", 1, false, ParseSchema),
        new("graphql.is_valid", 2, false, static (_, a) => RegoBoolean.Of(Verified(a[0], a[1]).Trees is not null)),
        new("graphql.schema_is_valid", 1, false, static (_, a) => RegoBoolean.Of(Schema(a[0]) is { Document: { } schema } && TypeSystem.Of(schema).System is not null)),
    ];

    private static RegoValue? Parse(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        for (var i = 0; i < 2; i++)
        {
            if (arguments[i] is not (RegoString or RegoObject))
            {
                return context.WrongType(i, arguments[i], "string", "object");
            }
        }

        var (trees, message) = Verified(arguments[0], arguments[1]);
        return trees ?? context.Failure(message);
    }

    private static RegoArray ParseAndVerify(BuiltinContext context, ReadOnlySpan<RegoValue> arguments) =>
        Verified(arguments[0], arguments[1]).Trees is { } trees
            ? RegoArray.Of(RegoBoolean.True, trees[0], trees[1])
            : RegoArray.Of(RegoBoolean.False, RegoObject.Empty, RegoObject.Empty);

    private static RegoValue? ParseQuery(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text))
        {
            return null;
        }

        var (document, error) = GraphqlParser.Query(text);
        return document is null ? context.Failure(Located(error!)) : GraphqlJson.Of(document);
    }

    private static RegoValue? ParseSchema(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text))
        {
            return null;
        }

        var (document, error) = GraphqlParser.Schema(text);
        return document is null ? context.Failure(Located(error!)) : GraphqlJson.Of(document);
    }

    private static (RegoArray? Trees, string Message) Verified(RegoValue query, RegoValue schema)
    {
        var (document, queryError) = Query(query);
        if (document is null)
        {
            return (null, Located(queryError!));
        }

        var (types, schemaError) = Schema(schema);
        if (types is null)
        {
            return (null, Located(schemaError!));
        }

        var (system, invalid) = TypeSystem.Of(types);
        if (system is null)
        {
            return (null, $"Error in gqlparser SchemaDocument to Schema conversion: {invalid}");
        }

        var errors = QueryValidator.Validate(system, document);
        return errors.Count == 0
            ? (RegoArray.Of(GraphqlJson.Of(document), GraphqlJson.Of(types)), "")
            : (null, Located(errors[0], errors.Skip(1)));
    }

    private static (QueryDocument? Document, GraphqlError? Error) Query(RegoValue value) => value switch
    {
        RegoString text => GraphqlParser.Query(text.Value),
        RegoObject tree => GraphqlReader.Query(tree),
        _ => (null, new GraphqlError("a query is a string or an object", default)),
    };

    private static (SchemaDocument? Document, GraphqlError? Error) Schema(RegoValue value) => value switch
    {
        RegoString text => GraphqlParser.Schema(text.Value),
        RegoObject tree => GraphqlReader.Schema(tree),
        _ => (null, new GraphqlError("a schema is a string or an object", default)),
    };

    private static string Located(GraphqlError error, IEnumerable<GraphqlError>? more = null)
    {
        var message = string.Concat((more ?? []).Select(static e => $"\n{e}").Prepend(error.Message));
        message = more is null ? message : message.TrimEnd('.');
        return error.Position.Line > 0
            ? $"{message} in GraphQL string at location {error.Position.Line}:{error.Position.Column}"
            : $"GraphQL parse error: input: {message}";
    }
}
