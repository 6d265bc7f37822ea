using System.Text.RegularExpressions;
using Pharos.Rego.Values;

namespace Pharos.Rego.Schema;

/// <summary>A compiled JSON Schema. Immutable, and shared by any number of threads. References lead only within the schema, never to the network.</summary>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;

    private JsonSchema(SchemaNode root) => _root = root;

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The schema as a value.</param>
    /// <param name="dialect">The version of JSON Schema.</param>
    /// <param name="patterns">Compiles a regular expression to a test, or gives null for one that is no expression; .NET's linear engine where absent.</param>
    /// <returns>The schema, or null and what is wrong with it.</returns>
    public static (JsonSchema? Schema, string? Error) Compile(
        RegoValue schema, JsonSchemaDialect dialect = JsonSchemaDialect.Detect, Func<string, Func<string, bool>?>? patterns = null)
    {
        var compiler = new SchemaCompiler(schema, dialect, patterns ?? Linear);
        var root = compiler.Compile();
        return root is null ? (null, compiler.Error) : (new JsonSchema(root), null);
    }

    /// <summary>Validates a document.</summary>
    public JsonSchemaOutcome Validate(RegoValue document)
    {
        var validation = new SchemaValidation();
        var result = validation.Run(_root, document);
        return validation.Limit is { } limit ? new JsonSchemaOutcome.TooComplex(limit)
            : result.Errors.Count == 0 ? new JsonSchemaOutcome.Valid()
            : new JsonSchemaOutcome.Invalid(result.Errors);
    }

    private static Func<string, bool>? Linear(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant).IsMatch;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
