namespace Pharos.Review.Consensus;

/// <summary>
/// How many approvals make an approval right although some experts are faulty: they lie, stay silent or say different things. Whatever the faulty ones say, those who approve
/// must hold a majority of the honest ones.
/// </summary>
public static class QuorumSize
{
    /// <summary>How many of a number of experts may be faulty while the honest ones can still decide without them: f of 3f+1.</summary>
    public static int Tolerated(int experts) => (experts - 1) / 3;

    /// <summary>
    /// The fewest approvals that are safe. With n approvals at least n−f are honest, and n−f &gt; (m−f)/2 makes them a majority of the m−f honest ones: n is the whole part of
    /// (m+f)/2, and one. For m = 3f+1 that is 2f+1.
    /// </summary>
    public static int Smallest(int experts, int faulty) => ((experts + faulty) / 2) + 1;
}
