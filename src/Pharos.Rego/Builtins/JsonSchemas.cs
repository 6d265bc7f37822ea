using System.Text;
using Pharos.Rego.Schema;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>JSON Schema; a document or a schema may be given as a value or as a JSON text.</summary>
internal static class JsonSchemas
{
    internal static IEnumerable<Builtin> All =>
    [
        new("json.verify_schema", 1, false, Verify),
        new("json.match_schema", 2, false, Match),
    ];

    private static RegoArray Verify(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        var (_, error) = Compile(arguments[0]);
        return RegoArray.Of(RegoBoolean.Of(error is null), error is null ? RegoNull.Instance : RegoString.Of("jsonschema: " + error));
    }

    private static RegoValue? Match(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        var (document, wrong) = Load(arguments[0]);
        if (document is null)
        {
            return context.Failure(wrong!);
        }

        var (schema, error) = Compile(arguments[1]);
        if (schema is null)
        {
            return context.Failure(error!);
        }

        return schema.Validate(document) switch
        {
            JsonSchemaOutcome.TooComplex limit => context.LimitReached(limit.Message),
            JsonSchemaOutcome.Invalid invalid => RegoArray.Of(RegoBoolean.False, RegoArray.From(invalid.Errors.Select(Describe))),
            _ => RegoArray.Of(RegoBoolean.True, RegoArray.Empty),
        };
    }

    private static (JsonSchema? Schema, string? Error) Compile(RegoValue value)
    {
        var (schema, error) = Load(value);
        return schema is null ? (null, error) : JsonSchema.Compile(schema, JsonSchemaDialect.Detect, Pattern);
    }

    private static Func<string, bool>? Pattern(string pattern) =>
        CompiledRegex.Get(pattern, out _) is { } regex ? text => regex.IsMatchInTime(text) : null;

    private static (RegoValue? Value, string? Error) Load(RegoValue value)
    {
        switch (value)
        {
            case RegoString text:
                return RegoValue.TryParseJson(Encoding.UTF8.GetBytes(text.Value), out RegoValue? parsed, out string? _) ? (parsed, null) : (null, "invalid JSON string");
            case RegoObject or RegoArray:
                // Sets and keys that are no texts take the form that JSON gives them.
                return (RegoValue.ParseJson(value.ToJson()), null);
            default:
                return (null, "wrong type, expected string or object");
        }
    }

    private static RegoObject Describe(JsonSchemaError error)
    {
        var described = new RegoObject.Builder(4);
        described.Set("error", RegoString.Of(error.ToString()));
        described.Set("type", RegoString.Of(error.Type));
        described.Set("field", RegoString.Of(error.Field));
        described.Set("desc", RegoString.Of(error.Description));
        return described.Build();
    }
}
