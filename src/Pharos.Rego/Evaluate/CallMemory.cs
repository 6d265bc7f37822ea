using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>What a function came to for earlier arguments in one scope, so that calls of calls do not multiply.</summary>
internal sealed class CallMemory
{
    /// <summary>After so many results, those are forgotten; and nothing more is remembered where they were hardly ever asked for.</summary>
    public const int MaximumResults = 2_048;

    /// <summary>The share of results that have to be asked for again to be worth remembering.</summary>
    private const int WorthwhileShare = 8;

    private readonly Dictionary<RegoValue[], RegoValue?> _results;
    private readonly Dictionary<RegoValue[], RegoValue?>.AlternateLookup<ReadOnlySpan<RegoValue>> _lookup;
    private int _found;

    public CallMemory()
    {
        _results = new(ArgumentComparer.Instance);
        _lookup = _results.GetAlternateLookup<ReadOnlySpan<RegoValue>>();
    }

    /// <summary>Whether so few results were asked for again that looking for them is a waste.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Whether the arguments are known; a known result of null is undefined.</summary>
    public bool TryGet(ReadOnlySpan<RegoValue> arguments, out RegoValue? result)
    {
        if (!_lookup.TryGetValue(arguments, out result))
        {
            return false;
        }

        _found++;
        return true;
    }

    public void Add(ReadOnlySpan<RegoValue> arguments, RegoValue? result)
    {
        if (_results.Count == MaximumResults)
        {
            _results.Clear();
            IsGivenUp = _found < MaximumResults / WorthwhileShare;
            _found = 0;
        }

        if (!IsGivenUp)
        {
            _lookup[arguments] = result;
        }
    }
}
