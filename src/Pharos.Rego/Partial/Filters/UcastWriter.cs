using Pharos.Rego.Values;

namespace Pharos.Rego.Partial.Filters;

/// <summary>Writes conditions as UCAST in its expanded form.</summary>
internal static class UcastWriter
{
    public static RegoObject Write(FilterNode node)
    {
        var json = new RegoObject.Builder();
        switch (node)
        {
            case FilterNode.Comparison comparison:
                json.Set("type", RegoString.Of("field"));
                json.Set("operator", RegoString.Of(comparison.Operator));
                json.Set("field", RegoString.Of(comparison.Field.ToString()));
                json.Set("value", comparison.Other is { } other ? Field(other) : comparison.Value!);
                break;
            case FilterNode.Compound compound:
                json.Set("type", RegoString.Of("compound"));
                json.Set("operator", RegoString.Of(compound.Operator));
                json.Set("value", RegoArray.From(compound.Parts.Select(Write)));
                break;
            default:
                throw new InvalidOperationException($"unknown condition {node.GetType().Name}");
        }

        return json.Build();
    }

    private static RegoObject Field(FilterField field)
    {
        var json = new RegoObject.Builder();
        json.Set("field", RegoString.Of(field.ToString()));
        return json.Build();
    }
}
