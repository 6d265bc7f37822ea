using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>
/// Reads one constant key of objects, and remembers where objects of one shape have it: the same place of a policy mostly reads objects of the same shape.
/// Safe for use by many threads: what is remembered is replaced as a whole.
/// </summary>
internal sealed class FieldReader(RegoString key)
{
    /// <summary>A place that reads objects of many shapes is not worth remembering any of them.</summary>
    private const int MaximumShapes = 8;

    private Place? _place;
    private int _shapes;

    public RegoString Key => key;

    public RegoValue? Read(RegoObject map)
    {
        var keys = map.Keys;
        if (!keys.IsShared)
        {
            return map.TryGet(key, out var found) ? found : null;
        }

        if (_place is not { } place || !ReferenceEquals(place.Keys, keys))
        {
            place = new Place(keys, keys.Find(key));
            if (_shapes < MaximumShapes)
            {
                _shapes++;
                _place = place;
            }
        }

        return place.At < 0 ? null : map.AddedAt(place.At);
    }

    private sealed record Place(KeyTable Keys, int At);
}
