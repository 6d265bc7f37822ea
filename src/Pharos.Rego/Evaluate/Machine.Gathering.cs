using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

internal sealed partial class Machine
{
    /// <summary>Fails the evaluation where a value would be too large when written out, however small it is while its parts are shared.</summary>
    public T? Bounded<T>(T value)
        where T : RegoValue
    {
        if (value.Weight <= _options.Limits.MaximumCollected)
        {
            return value;
        }

        Fail("eval_limit_size", $"a value has more than {_options.Limits.MaximumCollected} parts");
        return null;
    }

    public List<RegoValue> PushCollector()
    {
        if (_openCollectors == _collectors.Count)
        {
            _collectors.Add([]);
        }

        var collector = _collectors[_openCollectors++];
        collector.Clear();
        return collector;
    }

    public void PopCollector() => _collectors[--_openCollectors].Clear();

    public bool Collect(RegoValue? key, RegoValue value)
    {
        if (++_collected > _options.Limits.MaximumCollected)
        {
            return Fail("eval_limit_size", $"more than {_options.Limits.MaximumCollected} values were collected");
        }

        var collector = _collectors[_openCollectors - 1];
        if (key is not null)
        {
            collector.Add(key);
        }

        collector.Add(value);
        return false;
    }

    public DocumentTree? OpenTree(DocumentTree tree)
    {
        var outer = _tree;
        _tree = tree;
        return outer;
    }

    public void CloseTree(DocumentTree? outer) => _tree = outer;

    public RegoObject.Builder? OpenEntries(RegoObject.Builder entries)
    {
        var outer = _entries;
        _entries = entries;
        return outer;
    }

    public void CloseEntries(RegoObject.Builder? outer) => _entries = outer;

    public bool Insert(RegoValue key, RegoValue value)
    {
        if (++_collected > _options.Limits.MaximumCollected)
        {
            return Fail("eval_limit_size", $"more than {_options.Limits.MaximumCollected} values were collected");
        }

        return !_entries!.TryAdd(key, value, out var earlier) && !earlier.Equals(value) && Fail("eval_conflict_error", "object keys must be unique");
    }

    public bool Insert(RegoValue[] path, RegoValue value, bool member)
    {
        if (++_collected > _options.Limits.MaximumCollected)
        {
            return Fail("eval_limit_size", $"more than {_options.Limits.MaximumCollected} values were collected");
        }

        return !_tree!.Insert(path, value, member) && Fail("eval_conflict_error", "object keys must be unique");
    }
}
