namespace Pharos.Review.Experts;

/// <summary>Those of a pool who take one sort of task: the kind, the capabilities, the workspace. What each of them is kept by is looked at once for all tasks of the sort.</summary>
internal sealed class ExpertGroup
{
    private readonly ExpertSelection _selection;
    private readonly ExpertCandidate[] _all;
    private readonly Dictionary<string, int> _places;
    private readonly Dictionary<int, ExpertExclusion> _states = [];
    private readonly SortedSet<int> _free = [];
    private readonly Dictionary<ExpertExclusion, int> _counts = [];
    private readonly Dictionary<string, HashSet<int>> _owners = new(StringComparer.Ordinal);
    private readonly bool _isJudgement;

    public ExpertGroup(ExpertSelection selection, ExpertCandidate[] all, Dictionary<string, int> places, IEnumerable<int> members, ExpertNeed need)
    {
        (_selection, _all, _places, _isJudgement) = (selection, all, places, need.Kind == TaskKinds.Judge);
        foreach (var place in members)
        {
            Note(place);
        }
    }

    /// <summary>Those who have a free hand.</summary>
    public IReadOnlyCollection<int> Free => _free;

    /// <summary>Looks again at one that was given something.</summary>
    public void Refresh(int place)
    {
        if (_states.Remove(place, out var before))
        {
            _counts[before]--;
            _free.Remove(place);
            Note(place);
        }
    }

    /// <summary>What keeps its members from a task: what is so for this task alone, then what keeps the others from any.</summary>
    public IReadOnlyCollection<ExpertExclusion> WhyNot(ExpertNeed need)
    {
        var own = OwnersOf(need);
        var asker = need.AskedBy is { } by && _places.TryGetValue(by, out var place) && _states.ContainsKey(place) && !own.Contains(place) ? place : -1;
        var declined = need.Except.Select(name => _places.GetValueOrDefault(name, -1)).Where(at => _states.ContainsKey(at) && at != asker && !own.Contains(at)).Distinct().ToList();
        var left = new Dictionary<ExpertExclusion, int>(_counts);
        foreach (var apart in declined.Concat(own).Concat(asker >= 0 ? [asker] : []))
        {
            left[_states[apart]]--;
        }

        var why = new List<ExpertExclusion>();
        if (own.Count > 0 || asker >= 0)
        {
            why.Add(ExpertExclusion.Own);
        }

        if (declined.Count > 0)
        {
            why.Add(ExpertExclusion.Declined);
        }

        why.AddRange(left.Where(entry => entry.Value > 0 && entry.Key != ExpertExclusion.None).Select(entry => entry.Key));
        return why;
    }

    private void Note(int place)
    {
        var state = ExpertSelection.WhyNotNow(_all[place], _isJudgement);
        _states[place] = state;
        _counts[state] = _counts.GetValueOrDefault(state) + 1;
        if (state == ExpertExclusion.None)
        {
            _free.Add(place);
        }
    }

    // Whose own matter it is depends on who proposed, and one agent proposes many things.
    private HashSet<int> OwnersOf(ExpertNeed need)
    {
        if (need.About.Count == 0)
        {
            return [];
        }

        var key = string.Join('\n', need.About);
        return _owners.TryGetValue(key, out var known) ? known : _owners[key] = [.. _states.Keys.Where(place => _selection.IsOwn(_all[place].Expert.Id, need.About))];
    }
}
