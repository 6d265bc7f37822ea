using Pharos.Review.Experts;

namespace Pharos.Review.Tasks;

/// <summary>
/// Every open task and the latest closed ones, without what is large in them, and what became of each expert's tasks; as folded from the log. Changed in place by its
/// projection only.
/// </summary>
public sealed class TaskBoard
{
    /// <summary>Most closed tasks kept for lists; older ones are in the log.</summary>
    public const int MaximumClosed = 10_000;

    private readonly Dictionary<Guid, TaskItem> _items = [];
    private readonly SortedSet<(int Rank, DateTimeOffset At, Guid Id)> _open = [];
    private readonly SortedSet<(DateTimeOffset At, Guid Id)> _closed = [];
    private readonly Dictionary<string, HashSet<Guid>> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, HashSet<Guid>> _byReview = [];
    private readonly Dictionary<string, TrackRecord> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TrackRecord> _judging = new(StringComparer.Ordinal);

    /// <summary>How many are open.</summary>
    public int OpenCount => _open.Count;

    /// <summary>Every open task, what matters most and waits longest first.</summary>
    public IEnumerable<TaskItem> Open => _open.Select(entry => _items[entry.Id]);

    /// <summary>The closed tasks that are kept, the latest first.</summary>
    public IEnumerable<TaskItem> Closed => _closed.Reverse().Select(entry => _items[entry.Id]);

    /// <summary>The tasks behind a place in the list, open ones and then closed ones; from the beginning without one.</summary>
    public IEnumerable<TaskItem> After(TaskPlace? place)
    {
        if (place is not { } last)
        {
            return Open.Concat(Closed);
        }

        if (last.IsClosed)
        {
            var closed = (last.At, last.Id);
            return _closed.Count == 0 || _closed.Min.CompareTo(closed) >= 0 ? [] : _closed.GetViewBetween(_closed.Min, closed).Reverse().Where(entry => entry != closed).Select(entry => _items[entry.Id]);
        }

        var open = (last.Rank, last.At, last.Id);
        return (_open.Count == 0 || _open.Max.CompareTo(open) <= 0 ? [] : _open.GetViewBetween(open, _open.Max).Where(entry => entry != open).Select(entry => _items[entry.Id])).Concat(Closed);
    }

    /// <summary>Every expert's record.</summary>
    public IReadOnlyDictionary<string, TrackRecord> Records => _records;

    /// <summary>Every expert's record of its judgements alone.</summary>
    public IReadOnlyDictionary<string, TrackRecord> Judging => _judging;

    internal OpinionLedger Opinions { get; } = new();

    /// <summary>A task, or null when it is unknown or closed long ago.</summary>
    public TaskItem? Find(Guid id) => _items.GetValueOrDefault(id);

    /// <summary>What an expert has now, the oldest first.</summary>
    public IReadOnlyList<TaskItem> HeldBy(string expert) => _held.TryGetValue(expert, out var held) ? [.. held.Select(id => _items[id]).OrderBy(item => item.AssignedAt).ThenBy(item => item.Id)] : [];

    /// <summary>How many tasks an expert has now.</summary>
    public int LoadOf(string expert) => _held.TryGetValue(expert, out var held) ? held.Count : 0;

    /// <summary>An expert as selection sees it.</summary>
    public ExpertCandidate Look(Expert expert) => new(expert, RecordOf(expert.Id), LoadOf(expert.Id))
    {
        Judging = JudgingOf(expert.Id),
        Judgements = _held.TryGetValue(expert.Id, out var held) ? held.Count(id => _items[id].Request.IsJudgement) : 0,
    };

    /// <summary>Who was asked for an opinion on a review and has not given it back.</summary>
    public IEnumerable<string> AskedAbout(Guid review) =>
        _byReview.GetValueOrDefault(review, []).Select(id => _items[id]).Where(item => item.Assignee is not null && (item.Holder is not null || item.State == TaskState.Done)).Select(item => item.Assignee!);

    /// <summary>The tasks in which an expert gave its opinion on a review: one, unless it was asked twice in the same moment.</summary>
    public IEnumerable<TaskItem> OpinionsOf(Guid review, string expert) =>
        _byReview.GetValueOrDefault(review, []).Select(id => _items[id]).Where(item => item.Result is { Opinion: not null } given && given.By == expert);

    /// <summary>How many open tasks somebody asked for.</summary>
    public int AskedBy(string asker) => _asked.GetValueOrDefault(asker);

    /// <summary>What became of an expert's tasks.</summary>
    public TrackRecord RecordOf(string expert) => _records.GetValueOrDefault(expert, TrackRecord.Empty);

    /// <summary>
    /// What became of an expert's judgements: of the tasks that only the server and reviewers give, and of its opinions as people saw them. Nothing that an agent asks for or
    /// reports is in it, because whom it makes judge, and how much that one's vote weighs, is not the agent's to choose.
    /// </summary>
    public TrackRecord JudgingOf(string expert) => _judging.GetValueOrDefault(expert, TrackRecord.Empty);

    internal void Put(string expert, TrackRecord record) => _records[expert] = record;

    internal void PutJudging(string expert, TrackRecord record) => _judging[expert] = record;

    internal void Put(TaskItem item)
    {
        // Inputs and outputs stay in the log: ten thousand of them would fill the memory.
        item = item with { Request = item.Request with { Input = null }, Result = item.Result is { } result ? result with { Output = null } : null };
        var old = _items.GetValueOrDefault(item.Id);
        _items[item.Id] = item;
        if (old?.Holder is { } before && before != item.Holder)
        {
            Forget(_held, before, item.Id);
        }

        if (old is null && item.Request.Review is { } review)
        {
            (_byReview.TryGetValue(review, out var about) ? about : _byReview[review] = []).Add(item.Id);
        }

        if (item.Holder is { } now)
        {
            (_held.TryGetValue(now, out var has) ? has : _held[now] = []).Add(item.Id);
        }

        if (old is null && !item.IsClosed)
        {
            _open.Add(RankOf(item));
            _asked[item.Request.AskedBy] = AskedBy(item.Request.AskedBy) + 1;
        }
        else if (item.IsClosed && old is null or { IsClosed: false })
        {
            Close(item, old is not null);
        }
    }

    /// <summary>Forgets a task whose request was erased, as if it had never been asked for.</summary>
    internal void Remove(TaskItem item)
    {
        if (item.IsClosed)
        {
            var place = TaskPlace.Of(item);
            _closed.Remove((place.At, place.Id));
        }
        else
        {
            Settle(item);
        }

        if (item.Holder is { } holder)
        {
            Forget(_held, holder, item.Id);
        }

        Drop(item.Id);
    }

    private void Settle(TaskItem item)
    {
        _open.Remove(RankOf(item));
        if (AskedBy(item.Request.AskedBy) is > 1 and var count)
        {
            _asked[item.Request.AskedBy] = count - 1;
        }
        else
        {
            _asked.Remove(item.Request.AskedBy);
        }
    }

    private void Close(TaskItem item, bool wasOpen)
    {
        if (wasOpen)
        {
            Settle(item);
        }

        var place = TaskPlace.Of(item);
        _closed.Add((place.At, place.Id));
        while (_closed.Count > MaximumClosed)
        {
            var last = _closed.Min;
            _closed.Remove(last);
            Drop(last.Id);
        }
    }

    private void Drop(Guid id)
    {
        if (_items.Remove(id, out var gone) && gone.Request.Review is { } review)
        {
            Forget(_byReview, review, id);
        }
    }

    private static void Forget<TKey>(Dictionary<TKey, HashSet<Guid>> index, TKey key, Guid id)
        where TKey : notnull
    {
        if (index.TryGetValue(key, out var ids) && ids.Remove(id) && ids.Count == 0)
        {
            index.Remove(key);
        }
    }

    private static (int, DateTimeOffset, Guid) RankOf(TaskItem item) => (-(int)item.Request.Priority, item.RequestedAt, item.Id);
}
