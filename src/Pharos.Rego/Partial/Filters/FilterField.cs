namespace Pharos.Rego.Partial.Filters;

/// <summary>A column of a table.</summary>
internal sealed record FilterField(string Table, string Column)
{
    public override string ToString() => $"{Table}.{Column}";
}
