namespace Pharos.Rego.Tracing;

/// <summary>Rows of a module, from the first to the last.</summary>
public readonly record struct SourceRange(int Start, int End)
{
    /// <summary>How many rows there are.</summary>
    public int Rows => End - Start + 1;

    internal static IReadOnlyList<SourceRange> Of(IEnumerable<int> rows)
    {
        var ranges = new List<SourceRange>();
        foreach (var row in rows.Order())
        {
            if (ranges.Count > 0 && ranges[^1].End >= row - 1)
            {
                ranges[^1] = ranges[^1] with { End = Math.Max(row, ranges[^1].End) };
            }
            else
            {
                ranges.Add(new SourceRange(row, row));
            }
        }

        return ranges;
    }
}
