namespace Pharos.Events.Evidence;

/// <summary>Anchors in the order of their positions, for ranges that are walked side by side.</summary>
internal sealed class AnchorSet
{
    private readonly ChainAnchor[] _anchors;

    public AnchorSet(IEnumerable<ChainAnchor> anchors)
    {
        _anchors = [.. anchors];
        Array.Sort(_anchors, static (left, right) => left.Position.CompareTo(right.Position));
    }

    public ChainAnchor this[int index] => _anchors[index];

    public int Count => _anchors.Length;

    /// <summary>The index of the first anchor at a position or behind it.</summary>
    public int From(long position)
    {
        var (low, high) = (0, _anchors.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_anchors[middle].Position.Value < position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The last anchor before a position; null when there is none.</summary>
    public ChainAnchor? Before(long position) => From(position) is > 0 and var next ? _anchors[next - 1] : null;
}
