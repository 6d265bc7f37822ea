namespace Pharos.Events;

/// <summary>
/// The readers that wait for an event, gathered by what they wait for. An event finds its waiters by one look-up for each shape of filter in use (at most 16),
/// however many readers sleep; they are then woken elsewhere, never by whoever committed the event.
/// Every member is called under the feed's lock.
/// </summary>
internal sealed class SleepingReaders
{
    private readonly int[] _groupsOfShape = new int[EventFilter.Shapes];
    private Dictionary<EventFilter, SleepingGroup> _groups = [];
    private List<SleepingGroup> _due = [];
    private List<(IEnumerable<SleepingGroup> Groups, Position From)> _dueAtOnce = [];

    /// <summary>How many readers sleep or are about to be woken.</summary>
    public int Count { get; private set; }

    /// <summary>Whether somebody is to be woken.</summary>
    public bool HasDue => _due.Count > 0 || _dueAtOnce.Count > 0;

    /// <summary>Lets one more reader sleep until an event matches.</summary>
    public SleepingGroup Join(EventFilter filter)
    {
        if (!_groups.TryGetValue(filter, out var group))
        {
            _groups[filter] = group = new SleepingGroup(filter);
            _groupsOfShape[filter.Shape]++;
        }

        group.Readers++;
        Count++;
        return group;
    }

    /// <summary>A reader has woken, or waits no more.</summary>
    public void Leave(SleepingGroup group)
    {
        Count--;
        if (--group.Readers == 0 && _groups.TryGetValue(group.Filter, out var waiting) && waiting == group)
        {
            Remove(group.Filter);
        }
    }

    /// <summary>Marks those who wait for this event. Costs the same for ten sleepers and for ten thousand.</summary>
    public void Match(EventRecord record)
    {
        for (var shape = 0; shape < EventFilter.Shapes && _groups.Count > 0; shape++)
        {
            if (_groupsOfShape[shape] > 0 && EventFilter.Of(record, shape) is { } filter && _groups.TryGetValue(filter, out var group))
            {
                Remove(filter);
                group.From = record.Position;
                _due.Add(group);
            }
        }
    }

    /// <summary>Marks everybody, because it is not known what was committed from a position on. Costs the same for any number of sleepers.</summary>
    public void MatchAll(Position from)
    {
        if (_groups.Count > 0)
        {
            _dueAtOnce.Add((_groups.Values, from));
            _groups = [];
            Array.Clear(_groupsOfShape);
        }
    }

    /// <summary>Takes those who are to be woken. The answer may be walked outside the lock, once.</summary>
    public IEnumerable<SleepingGroup> TakeDue()
    {
        var (due, dueAtOnce) = (_due, _dueAtOnce);
        (_due, _dueAtOnce) = ([], []);
        return due.Concat(dueAtOnce.SelectMany(static part => part.Groups.Select(group =>
        {
            group.From = part.From;
            return group;
        })));
    }

    private void Remove(EventFilter filter)
    {
        _groups.Remove(filter);
        _groupsOfShape[filter.Shape]--;
    }
}
