using System.Text.Json.Serialization;

namespace Pharos.Review.Definitions;

/// <summary>Every definition that was seen: the read model of <see cref="KnownDefinitionsFold"/>.</summary>
public sealed class KnownDefinitions
{
    /// <summary>Most tools kept apart for one agent; an agent that is shown more is refused the rest.</summary>
    public const int MaximumPerAgent = 4_096;

    private readonly Dictionary<Guid, DefinitionEntry> _entries = [];
    private readonly Dictionary<Guid, Guid> _reviews = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Every entry.</summary>
    public IReadOnlyCollection<DefinitionEntry> All => _entries.Values;

    /// <summary>An entry; null for none.</summary>
    public DefinitionEntry? Find(Guid id) => _entries.GetValueOrDefault(id);

    /// <summary>The entry whose latest definition waits in a review; null for none.</summary>
    public DefinitionEntry? FindByReview(Guid review) => _reviews.TryGetValue(review, out var id) ? Find(id) : null;

    /// <summary>Whether an agent was shown as many tools as are kept apart.</summary>
    public bool IsFull(string agent) => _counts.GetValueOrDefault(agent) >= MaximumPerAgent;

    /// <summary>Puts an entry in the place of the one before.</summary>
    internal void Put(DefinitionEntry entry)
    {
        Remove(entry.Id);
        _entries[entry.Id] = entry;
        if (entry.Latest is { } latest)
        {
            _counts[latest.Agent] = _counts.GetValueOrDefault(latest.Agent) + 1;
            if (latest.Review is { } review)
            {
                _reviews[review] = entry.Id;
            }
        }
    }

    private void Remove(Guid id)
    {
        if (_entries.Remove(id, out var entry) && entry.Latest is { } latest)
        {
            _counts[latest.Agent]--;
            if (latest.Review is { } review)
            {
                _reviews.Remove(review);
            }
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(List<DefinitionEntry>))]
internal sealed partial class KnownDefinitionsJson : JsonSerializerContext;
