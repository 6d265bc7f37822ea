namespace Pharos.Rego.Schema;

/// <summary>Errors so far, and how well the document fits: the score picks the alternative that the author most likely meant.</summary>
internal sealed class SchemaResult
{
    public List<JsonSchemaError> Errors { get; } = [];

    public int Score { get; private set; }

    public void Count() => Score++;

    public void Add(string type, string field, string description)
    {
        Errors.Add(new JsonSchemaError(type, field, description));
        Score -= 2;
    }

    public void Take(SchemaResult other)
    {
        Errors.AddRange(other.Errors);
        Score += other.Score;
    }
}
