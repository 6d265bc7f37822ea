using System.Text.Json.Serialization;

namespace Pharos.Review.Experts;

/// <summary>What became of the tasks an expert had, the latest counting most. Immutable; fed by events only.</summary>
public sealed record TrackRecord
{
    // Half of the weight lies on the last 34 outcomes, so that an expert that got better, or worse, is soon seen so.
    private const double Fading = 0.98;

    // What nobody has shown yet counts as two tasks of which one was done, and as four guesses at the toss of a coin.
    private const double PriorTasks = 1;
    private const double PriorJudgements = 4;
    private const double CoinError = 0.25;

    /// <summary>A record without anything in it.</summary>
    public static TrackRecord Empty { get; } = new();

    /// <summary>Faded count of tasks it did.</summary>
    public double Done { get; init; }

    /// <summary>Faded count of tasks it failed at, let lie or died with.</summary>
    public double Failed { get; init; }

    /// <summary>How long it takes from the inbox to the result, in seconds; null before its first.</summary>
    public double? LatencySeconds { get; init; }

    /// <summary>Faded weight of the opinions that were held against an outcome.</summary>
    public double Judged { get; init; }

    /// <summary>Faded sum of the squared distances between what it was sure of and what came (0 is perfect, 0.25 a coin, 1 always surely wrong).</summary>
    public double Error { get; init; }

    /// <summary>How many results it gave in all.</summary>
    public int Results { get; init; }

    /// <summary>How many of its opinions were held against an outcome in all.</summary>
    public int Outcomes { get; init; }

    /// <summary>How many of those were right.</summary>
    public int Right { get; init; }

    /// <summary>The part of its tasks that it does, 0 to 1.</summary>
    [JsonIgnore]
    public double SuccessRate => (Done + PriorTasks) / (Done + Failed + (2 * PriorTasks));

    /// <summary>How well what it is sure of meets what comes, 0 to 1; 0.75 is a coin, and where everybody starts.</summary>
    [JsonIgnore]
    public double Calibration => 1 - ((Error + (PriorJudgements * CoinError)) / (Judged + PriorJudgements));

    /// <summary>How much is known about it.</summary>
    [JsonIgnore]
    public double Evidence => Done + Failed + Judged;

    /// <summary>The record after a result.</summary>
    public TrackRecord AfterResult(bool isDone, TimeSpan took) => this with
    {
        Done = (Done * Fading) + (isDone ? 1 : 0),
        Failed = (Failed * Fading) + (isDone ? 0 : 1),

        // Two nodes write the two times, and their clocks may differ by more than the task took: nobody is faster than at once.
        LatencySeconds = LatencySeconds is { } before ? (before * 0.8) + (Math.Max(0, took.TotalSeconds) * 0.2) : Math.Max(0, took.TotalSeconds),
        Results = Results + 1,
    };

    /// <summary>The record after a task was taken from it, because it died or let it lie.</summary>
    public TrackRecord AfterLoss() => this with { Done = Done * Fading, Failed = (Failed * Fading) + 1 };

    /// <summary>The record after an outcome that one of its opinions was about.</summary>
    /// <param name="isApproved">Whether the expert approved.</param>
    /// <param name="confidence">How sure it was.</param>
    /// <param name="wasRight">What came: whether the proposal was fine.</param>
    /// <param name="weight">How much the outcome says, 0 to 1.</param>
    public TrackRecord AfterOutcome(bool isApproved, double confidence, bool wasRight, double weight)
    {
        // "Approve, sure to 0.6" is a forecast of 0.6 that it is fine; "reject, sure to 0.6" one of 0.4.
        var forecast = isApproved ? confidence : 1 - confidence;
        var distance = forecast - (wasRight ? 1 : 0);
        return this with
        {
            Judged = (Judged * Fading) + weight,
            Error = (Error * Fading) + (distance * distance * weight),
            Outcomes = Outcomes + 1,
            Right = Right + (isApproved == wasRight ? 1 : 0),
        };
    }
}
