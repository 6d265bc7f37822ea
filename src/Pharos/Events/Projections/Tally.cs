using System.Text.Json;

namespace Pharos.Events.Projections;

/// <summary>
/// Counts by name in bounded memory: exact for as many names as fit; beyond that the Space-Saving algorithm keeps the most frequent ones and says for each by how
/// much its count may be too high. Ties are broken by name, so that the same events always give the same tally.
/// </summary>
/// <param name="capacity">Most names kept.</param>
public sealed class Tally(int capacity)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The names with most events first; equal ones by name.</summary>
    public IReadOnlyList<Entry> Top(int count) =>
        [.. _entries.Values.OrderByDescending(entry => entry.Events).ThenBy(entry => entry.Name, StringComparer.Ordinal).Take(count)];

    /// <summary>Names kept now.</summary>
    public int Count => _entries.Count;

    /// <summary>Counts one event.</summary>
    /// <param name="name">Under which name.</param>
    /// <param name="bytes">Its payload's bytes.</param>
    public void Add(string name, long bytes)
    {
        if (_entries.TryGetValue(name, out var entry))
        {
            entry.Events++;
            entry.PayloadBytes += bytes;
            return;
        }

        if (_entries.Count < capacity)
        {
            _entries[name] = new Entry(name, 1, bytes, 0);
            return;
        }

        var least = _entries.Values.MinBy(known => (known.Events, known.Name), Order.Instance)!;
        _entries.Remove(least.Name);
        _entries[name] = new Entry(name, least.Events + 1, least.PayloadBytes + bytes, least.Events);
    }

    /// <summary>Writes every entry as an array, in the order of <see cref="Top"/>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var entry in Top(capacity))
        {
            writer.WriteStartObject();
            writer.WriteString("name", entry.Name);
            writer.WriteNumber("events", entry.Events);
            writer.WriteNumber("payloadBytes", entry.PayloadBytes);
            writer.WriteNumber("atMostTooHighBy", entry.AtMostTooHighBy);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It holds more names than fit, or one twice.</exception>
    public static Tally Read(JsonElement array, int capacity)
    {
        var tally = new Tally(capacity);
        foreach (var item in array.EnumerateArray())
        {
            var name = item.GetProperty("name").GetString() ?? throw new FormatException("A tally's name is null.");
            var entry = new Entry(name, item.GetProperty("events").GetInt64(), item.GetProperty("payloadBytes").GetInt64(), item.GetProperty("atMostTooHighBy").GetInt64());
            if (tally._entries.Count == capacity || !tally._entries.TryAdd(name, entry))
            {
                throw new FormatException("A tally holds more names than fit, or one twice.");
            }
        }

        return tally;
    }

    /// <summary>One name's count.</summary>
    public sealed class Entry
    {
        internal Entry(string name, long events, long payloadBytes, long atMostTooHighBy) =>
            (Name, Events, PayloadBytes, AtMostTooHighBy) = (name, events, payloadBytes, atMostTooHighBy);

        /// <summary>The name.</summary>
        public string Name { get; }

        /// <summary>Its events.</summary>
        public long Events { get; internal set; }

        /// <summary>Their payloads' bytes.</summary>
        public long PayloadBytes { get; internal set; }

        /// <summary>By how much the count may be too high; 0 means exact.</summary>
        public long AtMostTooHighBy { get; }
    }

    private sealed class Order : IComparer<(long Events, string Name)>
    {
        public static readonly Order Instance = new();

        public int Compare((long Events, string Name) x, (long Events, string Name) y) =>
            x.Events != y.Events ? x.Events.CompareTo(y.Events) : string.CompareOrdinal(x.Name, y.Name);
    }
}
