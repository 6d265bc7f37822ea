namespace Pharos.Rego.Schema;

/// <summary>The versions of JSON Schema that are understood.</summary>
public enum JsonSchemaDialect
{
    /// <summary>What <c>$schema</c> names; where it names nothing known, the keywords of drafts 4 to 7 together, as OPA has it.</summary>
    Detect,

    /// <summary>Draft 4.</summary>
    Draft4,

    /// <summary>Draft 6.</summary>
    Draft6,

    /// <summary>Draft 7.</summary>
    Draft7,

    /// <summary>Draft 2020-12, without the <c>unevaluated</c> keywords and dynamic references.</summary>
    Draft202012,
}
