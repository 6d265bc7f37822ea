using System.Text;
using System.Text.Json;
using Pharos.Proposals;
using Pharos.Rego.Schema;
using Pharos.Rego.Values;

namespace Pharos.Review.Elicitations;

/// <summary>
/// The form of an answer: a JSON Schema of draft 2020-12, of which MCP's forms are a part. It is compiled before anybody is asked, so nobody is asked what cannot be answered.
/// References lead only within the schema, and patterns run in linear time.
/// </summary>
public sealed class AnswerForm
{
    /// <summary>Most places that a refusal names.</summary>
    public const int MaximumErrors = 20;

    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private readonly JsonSchema _schema;

    private AnswerForm(JsonSchema schema) => _schema = schema;

    /// <summary>Compiles a schema, or says what is wrong with it.</summary>
    public static (AnswerForm? Form, Problem? Problem) Compile(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return Refuse("\"schema\" is a JSON Schema: an object.");
        }

        var text = schema.GetRawText();
        if (Encoding.UTF8.GetByteCount(text) > ElicitationOptions.MaximumSchemaBytes)
        {
            return Refuse($"\"schema\" has at most {ElicitationOptions.MaximumSchemaBytes} bytes.");
        }

        if (!RegoValue.TryParseJson(Encoding.UTF8.GetBytes(text), out var value, out var error) || value is not RegoObject map)
        {
            return Refuse($"\"schema\" cannot be read: {error}");
        }

        if (map.TryGet("$schema", out var named) && !(named is RegoString { Value: var dialect } && dialect.TrimEnd('#') == Dialect))
        {
            return Refuse($"\"$schema\" is {Dialect}, or is left out: other dialects mean other things by the same words.");
        }

        if (IsChanged(MaskedJson.Write(map), map))
        {
            return (null, new Problem("elicitation.secret", "\"schema\" holds what looks like a secret, and the record never does. Take it out.", 422));
        }

        var (compiled, wrong) = JsonSchema.Compile(map, JsonSchemaDialect.Draft202012);
        return compiled is null ? Refuse($"\"schema\" does not compile: {wrong}") : (new AnswerForm(compiled), null);
    }

    /// <summary>Where an answer does not fit; empty when it does.</summary>
    public IReadOnlyList<FormError> Check(RegoValue answer) => _schema.Validate(answer) switch
    {
        JsonSchemaOutcome.Valid => [],
        JsonSchemaOutcome.Invalid invalid => [.. invalid.Errors.Take(MaximumErrors).Select(error => new FormError(Masked(error.Field), error.Type, Masked(error.Description)))],
        JsonSchemaOutcome.TooComplex complex => [new FormError("(root)", "too_complex", complex.Message)],
        _ => throw new InvalidOperationException("An outcome of a schema without a case."),
    };

    /// <summary>Whether masking has taken something out of a value.</summary>
    internal static bool IsChanged(ReadOnlySpan<byte> masked, RegoValue value) => !(RegoValue.TryParseJson(masked, out var kept, out _) && kept.Equals(value));

    // A refusal repeats parts of the answer, and may be logged by whoever gets it.
    private static string Masked(string text) => SecretMask.Mask(text);

    private static (AnswerForm?, Problem?) Refuse(string message) => (null, new Problem("elicitation.schema", message));
}
