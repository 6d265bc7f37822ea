namespace Pharos.Events.Indexing;

/// <summary>
/// What one page of a query may cost, in units of about forty nanoseconds. Two frequent values that never stand together would otherwise be walked to the end of the log; a
/// page whose budget is spent is answered short, with a place to go on.
/// </summary>
/// <param name="units">The budget.</param>
public sealed class WorkBudget(int units = WorkBudget.OfAPage)
{
    /// <summary>The budget of a page: some forty milliseconds, and at most four thousand events looked at.</summary>
    public const int OfAPage = 1_000_000;

    /// <summary>One seek in memory.</summary>
    public const int CostOfAStep = 1;

    /// <summary>One run of a posting list read and decoded.</summary>
    public const int CostOfARun = 150;

    /// <summary>One event read and compared.</summary>
    public const int CostOfAnEvent = 250;

    private long _left = units;

    /// <summary>Whether nothing is left.</summary>
    public bool IsSpent => _left <= 0;

    /// <summary>Takes some units; what is begun is finished, so it may become negative.</summary>
    public void Spend(int cost) => _left -= cost;
}
