using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Pharos.Rego.Builtins;

/// <summary>
/// A bounded cache whose hits take no lock. When it is full, the entries of the generation before are dropped and those of this one become
/// old; an old entry that is asked for again is young again, so working sets up to the capacity never lose an entry.
/// </summary>
internal sealed class GenerationCache<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _turn = new();
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();
    private int _count;

    internal bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        if (!_old.TryGetValue(key, out value))
        {
            return false;
        }

        Add(key, value);
        return true;
    }

    internal void Add(TKey key, TValue value)
    {
        if (!_young.TryAdd(key, value) || Interlocked.Increment(ref _count) < capacity)
        {
            return;
        }

        lock (_turn)
        {
            if (_count >= capacity)
            {
                _old = _young;
                _young = new ConcurrentDictionary<TKey, TValue>();
                _count = 0;
            }
        }
    }
}
