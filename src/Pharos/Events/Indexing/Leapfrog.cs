namespace Pharos.Events.Indexing;

/// <summary>
/// Intersects sorted sets by letting each in turn leap to where the foremost stands: the work follows the rarest set, not the most frequent. For one thread at a time.
/// </summary>
/// <param name="cursors">At least one; the rarest first is fastest, any order is right.</param>
/// <param name="budget">What the walk may cost.</param>
public sealed class Leapfrog(IReadOnlyList<IPositionCursor> cursors, WorkBudget budget)
{
    /// <summary>The lowest key at or above a key that every set holds.</summary>
    /// <param name="from">Never lower than at the call before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<Meeting> NextAsync(long from, CancellationToken cancellationToken)
    {
        var target = from;
        var agreed = 0;
        for (var turn = 0; agreed < cursors.Count; turn = turn + 1 < cursors.Count ? turn + 1 : 0)
        {
            if (budget.IsSpent)
            {
                return new Meeting(MeetingKind.Paused, target);
            }

            budget.Spend(WorkBudget.CostOfAStep);
            if (!cursors[turn].TrySeek(target, out var found))
            {
                cancellationToken.ThrowIfCancellationRequested();
                found = await cursors[turn].SeekAsync(target, cancellationToken);
            }

            if (found is not { } key)
            {
                return new Meeting(MeetingKind.Ended, target);
            }

            agreed = key == target ? agreed + 1 : 1;
            target = key;
        }

        return new Meeting(MeetingKind.Found, target);
    }
}

/// <summary>How far an intersection came.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Key">The key found; when paused, the key below which nothing is left to find.</param>
public readonly record struct Meeting(MeetingKind Kind, long Key);

/// <summary>What an intersection met.</summary>
public enum MeetingKind
{
    /// <summary>Every set holds the key.</summary>
    Found,

    /// <summary>No set holds a further key in common.</summary>
    Ended,

    /// <summary>The budget is spent.</summary>
    Paused,
}
