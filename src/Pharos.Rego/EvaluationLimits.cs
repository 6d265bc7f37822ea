namespace Pharos.Rego;

/// <summary>Bounds of one evaluation. Reaching one fails the evaluation with the code named.</summary>
public sealed record EvaluationLimits
{
    /// <summary>How many steps may be taken (<c>eval_limit_steps</c>).</summary>
    /// <value>The default value is 100,000,000.</value>
    public long MaximumSteps { get; init; } = 100_000_000;

    /// <summary>How long an evaluation may take (<c>eval_limit_time</c>); looked at every 1,024 steps, more often where builtins do the work, and by the slow ones themselves.</summary>
    /// <value>The default value is 10 seconds.</value>
    public TimeSpan MaximumTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How deeply rules and functions may call each other (<c>eval_limit_depth</c>).</summary>
    /// <value>The default value is 1,000.</value>
    public int MaximumDepth { get; init; } = 1_000;

    /// <summary>
    /// How many values comprehensions, partial rules and builtins may gather in all, and how many parts one value or the answer may have when written out
    /// (<c>eval_limit_size</c>). Sixteen characters count as one.
    /// </summary>
    /// <value>The default value is 10,000,000.</value>
    public long MaximumCollected { get; init; } = 10_000_000;
}
