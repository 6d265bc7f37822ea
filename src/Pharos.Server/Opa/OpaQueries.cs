using System.Collections.Concurrent;
using Pharos.Policies;
using Pharos.Rego;
using Pharos.Rego.Network;
using Pharos.Rego.Values;

namespace Pharos.Server.Opa;

/// <summary>Evaluates documents of the policies that decide now. Prepared queries are kept for as long as their policies are. Safe for use by many threads.</summary>
internal sealed class OpaQueries(PolicyLibrary library, TimeProvider clock, IRegoNetwork? network)
{
    /// <summary>Most documents whose queries are kept; beyond it each is prepared when it is asked.</summary>
    public const int MostPrepared = 1000;

    /// <summary>Longest time one request may evaluate.</summary>
    public static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(2);

    private volatile Prepared _prepared = new(library.Active, []);
    private volatile WatchedProgram? _watched;

    /// <summary>The policies that decide now.</summary>
    public PolicyBundle Active => library.Active;

    /// <summary>How requests are evaluated.</summary>
    public EvaluationOptions Options(bool hasStrictErrors) =>
        new() { Clock = clock, StrictErrors = hasStrictErrors, Limits = new EvaluationLimits { MaximumTime = MaximumTime }, Network = network };

    /// <summary>Evaluates a document.</summary>
    public EvaluationOutcome Evaluate(PolicyBundle bundle, OpaPath path, RegoValue? input, bool hasStrictErrors, OpaMetrics metrics, CancellationToken cancellationToken)
    {
        var query = Prepare(bundle, path.Reference, metrics);
        var begun = metrics.Begin();
        var outcome = query.Evaluate(input, Options(hasStrictErrors), cancellationToken);
        metrics.End(OpaMetrics.QueryEvaluation, begun);
        return outcome;
    }

    /// <summary>Evaluates a document and gathers what happened on the way.</summary>
    public EvaluationOutcome Explain(PolicyBundle bundle, OpaPath path, RegoValue? input, bool hasStrictErrors, OpaMetrics metrics, OpaExplanation explanation, CancellationToken cancellationToken)
    {
        var begun = metrics.Begin();
        var query = Watched(bundle).Prepare(path.Reference);
        metrics.End(OpaMetrics.QueryCompile, begun);
        begun = metrics.Begin();
        var outcome = query.Evaluate(input, Options(hasStrictErrors) with { Tracers = [explanation.Trace] }, cancellationToken);
        metrics.End(OpaMetrics.QueryEvaluation, begun);
        return outcome;
    }

    /// <summary>The policies compiled so that an evaluation can be watched. Made when somebody first asks, because nearly nobody does.</summary>
    public RegoProgram Watched(PolicyBundle bundle)
    {
        var watched = _watched;
        if (watched is null || !ReferenceEquals(watched.Bundle, bundle))
        {
            _watched = watched = new WatchedProgram(bundle, bundle.Program.Instrument());
        }

        return watched.Program;
    }

    private RegoQuery Prepare(PolicyBundle bundle, string reference, OpaMetrics metrics)
    {
        var prepared = _prepared;
        if (!ReferenceEquals(prepared.Bundle, bundle))
        {
            _prepared = prepared = new Prepared(bundle, []);
        }

        var isKnown = prepared.Queries.TryGetValue(reference, out var query);
        metrics.Count(OpaMetrics.CacheHit, isKnown ? 1 : 0);
        if (isKnown)
        {
            return query!;
        }

        var begun = metrics.Begin();
        query = bundle.Program.Prepare(reference);
        metrics.End(OpaMetrics.QueryCompile, begun);
        if (prepared.Queries.Count < MostPrepared)
        {
            prepared.Queries[reference] = query;
        }

        return query;
    }

    private sealed record WatchedProgram(PolicyBundle Bundle, RegoProgram Program);

    private sealed record Prepared(PolicyBundle Bundle, ConcurrentDictionary<string, RegoQuery> Queries);
}
