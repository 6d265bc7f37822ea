using Pharos.Policies;
using Pharos.Rego;
using Pharos.Rego.Network;
using Pharos.Rego.Values;

namespace Pharos.Server.Opa.Decisions;

/// <summary>
/// Asks <c>data.system.log.drop</c> and <c>data.system.log.mask</c> what of a decision may be recorded. A mask policy that fails hides everything it could have hidden:
/// the input, the result and whatever was made of them.
/// </summary>
internal sealed class DecisionMask(TimeProvider clock, IRegoNetwork? network)
{
    /// <summary>Most rules a mask policy may give for one decision.</summary>
    public const int MaximumRules = 10_000;

    private static readonly string[] Revealing = ["input", "result", "nd_builtin_cache", "query", "error", "custom"];

    // An error in a builtin would otherwise only make its rule undefined, and what the rule was to hide would be recorded.
    private readonly EvaluationOptions _options = new()
    {
        Clock = clock,
        StrictErrors = true,
        Limits = new EvaluationLimits { MaximumTime = TimeSpan.FromMilliseconds(500) },
        Network = network,
    };

    private volatile Prepared? _prepared;

    /// <summary>Says what of a decision may be recorded.</summary>
    public MaskOutcome Apply(PolicyBundle bundle, RegoObject decision)
    {
        var prepared = Prepare(bundle);
        switch (prepared.Drop.Evaluate(decision, _options, CancellationToken.None))
        {
            case EvaluationOutcome.Defined { Value: RegoBoolean { Value: true } }:
                return new MaskOutcome.Dropped();
            case EvaluationOutcome.Failed failed:
                // Dropping too little is what an audit can live with, so the decision is kept.
                decision = With(decision, "drop_error", RegoString.Of(failed.Code));
                break;
        }

        return prepared.Mask.Evaluate(decision, _options, CancellationToken.None) switch
        {
            EvaluationOutcome.Undefined => new MaskOutcome.Kept(decision),
            EvaluationOutcome.Defined { Value: RegoSet or RegoArray } defined => Apply(decision, [.. (IEnumerable<RegoValue>)defined.Value]),
            EvaluationOutcome.Defined other => Hide(decision, $"data.system.log.mask is of type {other.Value.KindName}; it must be a set of paths and operations"),
            EvaluationOutcome.Failed failed => Hide(decision, $"data.system.log.mask failed with {failed.Code}"),
            _ => throw new InvalidOperationException("An evaluation outcome without a case."),
        };
    }

    private static MaskOutcome Apply(RegoObject decision, IReadOnlyList<RegoValue> members)
    {
        if (members.Count > MaximumRules)
        {
            return Hide(decision, $"data.system.log.mask gave more than {MaximumRules} rules");
        }

        var rules = members.Select(MaskRule.Read).ToList();
        if (rules.Contains(null))
        {
            return Hide(decision, "data.system.log.mask gave a rule that is neither a path below /input, /result or /nd_builtin_cache nor {\"op\": \"remove\" or \"upsert\", \"path\", \"value\"}");
        }

        List<RegoValue> erased = [], masked = [];
        foreach (var rule in rules.OfType<MaskRule>())
        {
            if (rule.Apply(decision) is { } changed)
            {
                decision = changed;
                (rule.Replacement is null ? erased : masked).Add(RegoString.Of(rule.Path));
            }
        }

        decision = erased.Count == 0 ? decision : With(decision, "erased", RegoArray.From(erased));
        return new MaskOutcome.Kept(masked.Count == 0 ? decision : With(decision, "masked", RegoArray.From(masked)));
    }

    private static MaskOutcome.Unmasked Hide(RegoObject decision, string why)
    {
        var hidden = new RegoObject.Builder();
        foreach (var (name, value) in decision.Where(pair => pair.Key is RegoString name && !Revealing.Contains(name.Value, StringComparer.Ordinal)))
        {
            hidden.Set(name, value);
        }

        hidden.Set("mask_error", RegoString.Of(why));
        hidden.Set("erased", RegoArray.Of(RegoString.Of("/input"), RegoString.Of("/result")));
        return new MaskOutcome.Unmasked(hidden.Build(), why);
    }

    private Prepared Prepare(PolicyBundle bundle)
    {
        var prepared = _prepared;
        if (prepared is null || !ReferenceEquals(prepared.Bundle, bundle))
        {
            _prepared = prepared = new Prepared(bundle, bundle.Program.Prepare("data.system.log.drop"), bundle.Program.Prepare("data.system.log.mask"));
        }

        return prepared;
    }

    private static RegoObject With(RegoObject decision, string name, RegoValue value)
    {
        var changed = new RegoObject.Builder(decision);
        changed.Set(name, value);
        return changed.Build();
    }

    private sealed record Prepared(PolicyBundle Bundle, RegoQuery Drop, RegoQuery Mask);
}
