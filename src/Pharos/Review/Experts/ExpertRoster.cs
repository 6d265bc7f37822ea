namespace Pharos.Review.Experts;

/// <summary>Every registered expert, as folded from the log. Changed in place by its projection only.</summary>
public sealed class ExpertRoster
{
    private readonly Dictionary<Guid, Expert> _experts = [];

    /// <summary>How many there are, lost and suspended ones too.</summary>
    public int Count => _experts.Count;

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<Expert> All => _experts.Values;

    /// <summary>An expert, or null.</summary>
    public Expert? Find(ExpertId id) => FindByStream(id.Stream.Id);

    internal Expert? FindByStream(Guid stream) => _experts.GetValueOrDefault(stream);

    internal void Put(Expert expert) => _experts[expert.ExpertId.Stream.Id] = expert;
}
