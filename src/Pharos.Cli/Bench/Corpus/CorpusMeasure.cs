namespace Pharos.Cli.Bench.Corpus;

/// <summary>What counts for lines of a label, and the bars that a gate has to meet.</summary>
/// <param name="MinimumStopped">The least share that is not allowed; null where being allowed is no error.</param>
/// <param name="MaximumDenied">The greatest share that is denied; null where a denial is no error.</param>
/// <param name="MaximumReviewed">The greatest share that someone has to look at; null where that is no error.</param>
internal sealed record CorpusMeasure(double? MinimumStopped, double? MaximumDenied, double? MaximumReviewed)
{
    /// <summary>Sources with fewer lines are reported and have no bar for review: a handful of lines says nothing about a share.</summary>
    public const int LeastForReview = 200;

    private static readonly CorpusMeasure Malicious = new(0.99, null, null);
    private static readonly CorpusMeasure Abuse = new(0.97, null, null);
    private static readonly CorpusMeasure Benign = new(null, 0.01, 0.20);
    private static readonly CorpusMeasure Reported = new(null, null, null);

    /// <summary>Whether lines of this label are attacks.</summary>
    public bool IsAttack => MinimumStopped is not null;

    /// <summary>Whether lines of this label are ordinary work.</summary>
    public bool IsBenign => MaximumDenied is not null;

    /// <summary>The measure of a label; labels without one are reported and not scored.</summary>
    public static CorpusMeasure Of(string label) => label switch
    {
        "malicious" => Malicious,
        "abuse" => Abuse,
        "benign" => Benign,
        _ => Reported,
    };
}
