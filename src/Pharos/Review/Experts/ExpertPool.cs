namespace Pharos.Review.Experts;

/// <summary>
/// Everybody who is registered, as one look of the keeper finds them, sorted so that a task is held only against those who have a free hand for it: ten thousand tasks that wait
/// for a thousand busy experts are ten thousand steps and not ten million. For one thread.
/// </summary>
public sealed class ExpertPool
{
    private readonly ExpertSelection _selection;
    private readonly ExpertCandidate[] _all;
    private readonly Dictionary<string, int> _places;
    private readonly Dictionary<string, List<int>> _byKind = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byCapability = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExpertGroup> _groups = new(StringComparer.Ordinal);

    /// <param name="selection">Chooses.</param>
    /// <param name="candidates">Everybody who is registered, in any order.</param>
    public ExpertPool(ExpertSelection selection, IEnumerable<ExpertCandidate> candidates)
    {
        (_selection, _all) = (selection, [.. candidates]);
        _places = new Dictionary<string, int>(_all.Length, StringComparer.Ordinal);
        for (var place = 0; place < _all.Length; place++)
        {
            var expert = _all[place].Expert;
            _places[expert.Id] = place;
            Sort(_byKind, expert.Profile.Kinds, place);
            Sort(_byCapability, expert.Profile.Capabilities, place);
        }
    }

    /// <summary>The choice for a task, or why nobody can have it.</summary>
    /// <param name="task">The task; chance is drawn for it.</param>
    /// <param name="need">What is needed.</param>
    public (ExpertChoice? Choice, string? Nobody) Choose(Guid task, ExpertNeed need)
    {
        var group = GroupOf(need);
        if (group.Free.Count > 0)
        {
            var able = group.Free.Select(place => _all[place]).Where(candidate => _selection.WhyNot(need, candidate) == ExpertExclusion.None).ToList();
            if (able.Count > 0)
            {
                return (_selection.ChooseAmong(task, need, able), null);
            }
        }

        return (null, ExpertSelection.Explain(need, need.To is { } meant && _places.ContainsKey(meant), group.WhyNot(need)));
    }

    /// <summary>Notes that an expert has one task more.</summary>
    public void Give(string expert, bool isJudgement)
    {
        if (!_places.TryGetValue(expert, out var place))
        {
            return;
        }

        var candidate = _all[place];
        _all[place] = candidate with { Load = candidate.Load + 1, Judgements = candidate.Judgements + (isJudgement ? 1 : 0) };
        foreach (var group in _groups.Values)
        {
            group.Refresh(place);
        }
    }

    private ExpertGroup GroupOf(ExpertNeed need)
    {
        var key = $"{need.Kind}\n{string.Join(',', need.Capabilities)}\n{need.To}\n{need.Workspace}";
        return _groups.TryGetValue(key, out var known) ? known : _groups[key] = new ExpertGroup(_selection, _all, _places, Rarest(need).Where(place => Takes(_all[place].Expert.Profile, need)), need);
    }

    // What fewest can do is what decides; the rest is looked at for those few only.
    private IReadOnlyList<int> Rarest(ExpertNeed need)
    {
        if (need.To is { } meant)
        {
            return _places.TryGetValue(meant, out var place) ? [place] : [];
        }

        var rarest = _byKind.GetValueOrDefault(need.Kind, []);
        foreach (var capability in need.Capabilities)
        {
            var able = _byCapability.GetValueOrDefault(capability, []);
            rarest = able.Count < rarest.Count ? able : rarest;
        }

        return rarest;
    }

    private static bool Takes(ExpertProfile profile, ExpertNeed need) =>
        profile.Kinds.Contains(need.Kind) && need.Capabilities.All(profile.Capabilities.Contains) && profile.WorksIn(need.Workspace);

    private static void Sort(Dictionary<string, List<int>> index, IReadOnlyList<string> names, int place)
    {
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            (index.TryGetValue(name, out var places) ? places : index[name] = []).Add(place);
        }
    }
}
