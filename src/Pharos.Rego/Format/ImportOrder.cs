using Pharos.Rego.Syntax;

namespace Pharos.Rego.Format;

/// <summary>Imports by their paths, part by part, then by their aliases.</summary>
internal sealed class ImportOrder : IComparer<Import>
{
    public static ImportOrder Instance { get; } = new();

    public int Compare(Import? x, Import? y)
    {
        IReadOnlyList<string> left = x?.Path ?? [];
        IReadOnlyList<string> right = y?.Path ?? [];
        for (var i = 0; i < left.Count && i < right.Count; i++)
        {
            var order = string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Count != right.Count ? left.Count - right.Count : string.CompareOrdinal(x?.Alias, y?.Alias);
    }
}
