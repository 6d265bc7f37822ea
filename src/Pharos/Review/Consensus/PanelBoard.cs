namespace Pharos.Review.Consensus;

/// <summary>Every open panel and the latest concluded ones, as folded from the log. Changed in place by its projection only.</summary>
public sealed class PanelBoard
{
    /// <summary>Most concluded panels kept; older ones are in the log.</summary>
    public const int MaximumConcluded = 10_000;

    private readonly Dictionary<Guid, PanelItem> _items = [];
    private readonly HashSet<Guid> _open = [];
    private Queue<Guid> _concluded = new();

    /// <summary>How many are open.</summary>
    public int OpenCount => _open.Count;

    /// <summary>The open ones, in no order.</summary>
    public IEnumerable<PanelItem> Open => _open.Select(id => _items[id]);

    /// <summary>The concluded ones that are kept, the earliest first.</summary>
    public IEnumerable<PanelItem> Concluded => _concluded.Select(id => _items[id]);

    /// <summary>The panel about a review; null when there is none, or it was concluded long ago.</summary>
    public PanelItem? Find(Guid review) => _items.GetValueOrDefault(review);

    internal void Put(PanelItem item)
    {
        var id = item.Request.Review;
        var isNew = !_items.TryGetValue(id, out var old) || old.Conclusion is null;
        _items[id] = item;
        if (item.Conclusion is null)
        {
            _open.Add(id);
            return;
        }

        _open.Remove(id);
        if (isNew)
        {
            _concluded.Enqueue(id);
        }

        while (_concluded.Count > MaximumConcluded)
        {
            _items.Remove(_concluded.Dequeue());
        }
    }

    /// <summary>Forgets a panel whose request was erased, as if experts had never been asked.</summary>
    internal void Remove(Guid review)
    {
        if (_items.Remove(review, out var item) && item.Conclusion is null)
        {
            _open.Remove(review);
        }
        else
        {
            _concluded = new Queue<Guid>(_concluded.Where(id => id != review));
        }
    }
}
