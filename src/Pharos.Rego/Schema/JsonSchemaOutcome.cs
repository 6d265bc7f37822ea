namespace Pharos.Rego.Schema;

/// <summary>What validating a document came to.</summary>
public abstract record JsonSchemaOutcome
{
    private JsonSchemaOutcome()
    {
    }

    /// <summary>The document matches.</summary>
    public sealed record Valid : JsonSchemaOutcome;

    /// <summary>The document does not match.</summary>
    public sealed record Invalid(IReadOnlyList<JsonSchemaError> Errors) : JsonSchemaOutcome;

    /// <summary>Validation would take too long or never end; nothing is known about the document.</summary>
    public sealed record TooComplex(string Message) : JsonSchemaOutcome;
}
