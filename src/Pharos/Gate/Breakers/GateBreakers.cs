using Pharos.Events;

namespace Pharos.Gate.Breakers;

/// <summary>The breakers of the gate: one before each tier and each edge that can fail.</summary>
public sealed class GateBreakers
{
    /// <param name="options">When they open.</param>
    /// <param name="clock">The clock.</param>
    public GateBreakers(BreakerOptions options, TimeProvider clock)
    {
        Facts = new Breaker("facts", options, static (problem, _) => problem is not null, clock);
        Policy = new Breaker("policy", options, static (problem, result) => problem is not null || IsFailed(result), clock);
        Pattern = new Breaker("pattern", options, static (problem, _) => problem is not null, clock);
        Log = new Breaker("log", options, static (problem, _) => problem is EventLogUnavailableException, clock);

        // What the log cannot take is the log's failure, which has its own breaker.
        Review = new Breaker("review", options, static (problem, result) => problem is not (null or EventLogUnavailableException) || result is PipelineOutcome.Refused { Problem: { Status: >= 500, Code: not Breaker.Rule } }, clock);
    }

    /// <summary>Breakers that never open.</summary>
    public static GateBreakers Off { get; } = new(new BreakerOptions { Failures = 0 }, TimeProvider.System);

    /// <summary>What a proposal would really do. Open: denied.</summary>
    public Breaker Facts { get; }

    /// <summary>The policies. Open: review.</summary>
    public Breaker Policy { get; }

    /// <summary>The learned score. Open: silent, so that the review stays.</summary>
    public Breaker Pattern { get; }

    /// <summary>The event log. Open: no decision, 503.</summary>
    public Breaker Log { get; }

    /// <summary>Where reviews are opened. Open: denied.</summary>
    public Breaker Review { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Breaker> All => [Facts, Policy, Pattern, Log, Review];

    /// <summary>How the rules begin that say a tier failed.</summary>
    internal const string ErrorRules = "pharos.error.";

    private static bool IsFailed(object? result) => result is Policy.PolicyRuling ruling && ruling.Rule.StartsWith(ErrorRules, StringComparison.Ordinal);
}
