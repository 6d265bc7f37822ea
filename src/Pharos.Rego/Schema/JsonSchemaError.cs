namespace Pharos.Rego.Schema;

/// <summary>Why a document does not match a schema.</summary>
/// <param name="Type">A stable code such as <c>invalid_type</c> or <c>required</c>.</param>
/// <param name="Field">Where, as names and indexes with dots between them; <c>(root)</c> is the document itself.</param>
/// <param name="Description">The reason in words.</param>
public sealed record JsonSchemaError(string Type, string Field, string Description)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Description}";
}
