using System.Collections.Concurrent;
using Pharos.Gate.Breakers;
using Pharos.Gate.Definitions;
using Pharos.Gate.Degradation;
using Pharos.Gate.Facts;
using Pharos.Gate.Memory;
using Pharos.Gate.Pattern;
using Pharos.Gate.Policy;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Shell.Effects;

namespace Pharos.Gate;

/// <summary>
/// Decides one proposal: memory, facts, policy, pattern, grants. Records nothing, so that the command line, a benchmark and the pipeline all ask the same gate. Safe for use by many threads.
/// </summary>
public sealed class DecisionGate
{
    private readonly PolicyLibrary _policies;
    private readonly ProtectedTargets _protected;
    private readonly GateOptions _options;
    private readonly TimeProvider _clock;
    private readonly FactsTier _facts;
    private readonly PolicyTier _policy;
    private readonly PatternTier _pattern;
    private readonly RemoteRuling? _remote;
    private readonly GrantTier? _grants;
    private readonly IDefinitionBook? _definitions;

    private static readonly ProposalFacts LeftAlone = ProposalFacts.NotUnderstood("The analysis failed too often lately and is left alone for a while.");

    private readonly ConcurrentDictionary<MemoryKey, Lazy<Conclusion>> _inFlight = new();

    /// <param name="policies">The policies that decide.</param>
    /// <param name="protectedTargets">The gate's own parts.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="remote">An engine elsewhere that is asked beside the embedded policies; null for none.</param>
    /// <param name="grants">What was granted; null where nobody can grant.</param>
    /// <param name="safeguards">What keeps it safe when parts of it are not well; null for none.</param>
    /// <param name="definitions">Which definitions of tools were approved; null where nobody keeps them.</param>
    public DecisionGate(
        PolicyLibrary policies,
        ProtectedTargets protectedTargets,
        GateOptions options,
        TimeProvider clock,
        IRemotePolicies? remote = null,
        GrantTier? grants = null,
        GateSafeguards? safeguards = null,
        IDefinitionBook? definitions = null)
    {
        _policies = policies;
        _protected = protectedTargets;
        _options = options;
        _clock = clock;
        _facts = new FactsTier(options.Shell);
        _policy = new PolicyTier(options, clock);
        _pattern = new PatternTier(options.Model);
        _remote = remote is null ? null : new RemoteRuling(remote, _policy);
        _grants = grants;
        _definitions = definitions;
        Safeguards = safeguards ?? GateSafeguards.None;
        Memory = new MemoryTier(options.MemoryCapacity);
    }

    /// <summary>The memory tier, for its figures.</summary>
    public MemoryTier Memory { get; }

    /// <summary>What keeps it safe when parts of it are not well.</summary>
    public GateSafeguards Safeguards { get; }

    /// <summary>Decides a proposal; the engine elsewhere is asked where there is one and the embedded policies do not deny.</summary>
    /// <param name="proposal">A proposal of the right shape.</param>
    /// <param name="cancellationToken">Refuses to begin. Once begun it is finished; timeouts bound it.</param>
    public ValueTask<GateVerdict> EvaluateAsync(Proposal proposal, CancellationToken cancellationToken = default) =>
        _remote is null ? ValueTask.FromResult(Evaluate(proposal, cancellationToken)) : AskElsewhereAsync(_remote, proposal, cancellationToken);

    /// <summary>Decides a proposal by the embedded policies alone.</summary>
    /// <param name="proposal">A proposal of the right shape.</param>
    /// <param name="cancellationToken">Refuses to begin. Once begun it is finished, because others may wait for the same conclusion; the policy timeout bounds it.</param>
    public GateVerdict Evaluate(Proposal proposal, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = _clock.GetTimestamp();
        var bundle = _policies.Active;
        var state = Safeguards.Status;
        proposal = state.Restrict(proposal);
        var files = proposal.IsLocalDisk ? (IFileView)new DiskGlance() : UnknownDisk.Instance;
        var sight = SightOf(proposal);
        var key = MemoryKey.Of(proposal, bundle.Version, _grants?.Version ?? 0, state.Version, sight?.Revision ?? 0);
        if (Memory.Find(key, files, _clock.GetUtcNow()) is { } remembered)
        {
            return new GateVerdict(Address(state.Bind(remembered.Answer with { Tier = Tier.Memory }), proposal, started), remembered.Input, remembered) { Glimpsed = remembered.Fingerprint, Sight = sight };
        }

        // Many agents' identical questions at once are answered by one analysis. Only its conclusion is shared; each proposal keeps its own identity.
        var flight = _inFlight.GetOrAdd(key, _ => new Lazy<Conclusion>(() => Conclude(key, proposal, bundle, files, sight)));
        try
        {
            var conclusion = flight.Value;
            return Finish(conclusion, state, proposal, started) with { Sight = sight };
        }
        finally
        {
            _inFlight.TryRemove(new KeyValuePair<MemoryKey, Lazy<Conclusion>>(key, flight));
        }
    }

    // Grants speak to each proposal for itself: those that share a conclusion may be proposed by different people.
    private GateVerdict Finish(Conclusion conclusion, DegradationStatus state, Proposal proposal, long started)
    {
        var verdict = new GateVerdict(conclusion.Answer, conclusion.Input, conclusion.Remembered) { Seen = conclusion.Seen, Glimpsed = conclusion.Glimpsed };
        verdict = state.LetsGrantsSpeak ? _grants?.Speak(verdict, proposal) ?? verdict : verdict;
        return verdict with { Answer = Address(state.Bind(verdict.Answer), proposal, started) };
    }

    private Answer Address(Answer answer, Proposal proposal, long started) =>
        answer with { Id = proposal.Id, ElapsedMicroseconds = (long)_clock.GetElapsedTime(started).TotalMicroseconds };

    private async ValueTask<GateVerdict> AskElsewhereAsync(RemoteRuling remote, Proposal proposal, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = _clock.GetTimestamp();
        var bundle = _policies.Active;
        var state = Safeguards.Status;
        proposal = state.Restrict(proposal);
        var files = proposal.IsLocalDisk ? (IFileView)new DiskGlance() : UnknownDisk.Instance;
        var sight = SightOf(proposal);
        var key = MemoryKey.Of(proposal, bundle.Version, _grants?.Version ?? 0, state.Version, sight?.Revision ?? 0);
        if (Memory.Find(key, files, _clock.GetUtcNow()) is { } remembered)
        {
            return new GateVerdict(Address(state.Bind(remembered.Answer with { Tier = Tier.Memory }), proposal, started), remembered.Input, remembered) { Glimpsed = remembered.Fingerprint, Sight = sight };
        }

        // Identical questions at once are asked each for themselves here: the engine's own cache answers the ones after the first.
        var conclusion = await ConcludeAsync(remote, key, proposal, bundle, files, sight, mayUseKept: state.IsNormal);
        return Finish(conclusion, state, proposal, started) with { Sight = sight };
    }

    private async Task<Conclusion> ConcludeAsync(RemoteRuling remote, MemoryKey key, Proposal proposal, PolicyBundle bundle, IFileView files, DefinitionSight? sight, bool mayUseKept)
    {
        var view = new RecordingView(files);
        var facts = Examine(proposal, view, sight);
        var input = FactsDocument.Input(proposal, facts);
        var embedded = Decide(proposal, bundle, facts, input);
        var (ruling, tier) = embedded.Ruling.Decision == Decision.Deny ? embedded : await remote.RuleAsync(embedded, input, facts, mayUseKept, CancellationToken.None);
        return Conclude(key, proposal, bundle, view, input, ruling, tier);
    }

    private Conclusion Conclude(MemoryKey key, Proposal proposal, PolicyBundle bundle, IFileView files, DefinitionSight? sight)
    {
        var view = new RecordingView(files);
        var facts = Examine(proposal, view, sight);
        var input = FactsDocument.Input(proposal, facts);
        var (ruling, tier) = Decide(proposal, bundle, facts, input);
        return Conclude(key, proposal, bundle, view, input, ruling, tier);
    }

    private Conclusion Conclude(MemoryKey key, Proposal proposal, PolicyBundle bundle, RecordingView view, RegoObject input, PolicyRuling ruling, Tier tier)
    {
        var answer = new Answer
        {
            Id = proposal.Id,
            Decision = ruling.Decision,
            IsEnforced = proposal.Workspace.Mode == WorkspaceMode.Enforce,
            Mode = proposal.Workspace.Mode,
            Tier = tier,
            Rule = ruling.Rule,
            Reason = ruling.Reason,
            Score = ruling.Score,
            Evidence = ruling.Evidence,
            PolicyVersion = bundle.Version,
            Degradation = ruling.Degradation,
        };
        // Results are large and hardly ever equal; what decides about them is cheaper than what remembering them would cost.
        if (!ruling.MayBeRemembered || ruling.Decision == Decision.Review || view.IsOverflowing || proposal.Kind == ProposalKind.ToolResult)
        {
            var glimpsed = view.Fingerprint();
            return new Conclusion(answer, input, null, view.IsOverflowing ? null : glimpsed, glimpsed);
        }

        var remembered = new RememberedDecision(answer, input, view.Fingerprint(), _clock.GetUtcNow() + _options.MemoryLifetime);
        Memory.Store(key, remembered);
        return new Conclusion(answer, input, remembered, null, remembered.Fingerprint);
    }

    private ProposalFacts Examine(Proposal proposal, RecordingView view, DefinitionSight? sight) =>
        Safeguards.Breakers.Facts.Call((_facts, proposal, view, sight), static asked => asked._facts.Examine(asked.proposal, asked.view, asked.sight), static _ => LeftAlone);

    private DefinitionSight? SightOf(Proposal proposal) => _definitions is null || DefinitionKey.Of(proposal) is not { } key ? null : _definitions.Find(key);

    /// <summary>Takes up what was said about definitions before one is judged: they are few, and a pin that is not seen is none.</summary>
    public ValueTask FollowDefinitionsAsync(Proposal proposal, CancellationToken cancellationToken) =>
        _definitions is null || proposal.Kind != ProposalKind.ToolDefinition ? ValueTask.CompletedTask : _definitions.FollowAsync(cancellationToken);

    private (PolicyRuling Ruling, Tier Tier) Decide(
        Proposal proposal, PolicyBundle bundle, ProposalFacts facts, RegoObject input)
    {
        if (ReferenceEquals(facts, LeftAlone))
        {
            // Without facts nobody could tell whether it touches the gate itself, so it is no question for a review either.
            return (new PolicyRuling(Decision.Deny, Breaker.Rule, LeftAlone.Unknowns[0].Why, 1, [], false), Tier.Facts);
        }

        if (_protected.Find(proposal, facts) is { } protection)
        {
            var reason = $"Refused to protect the gate: the proposal {protection.Why}. Ask an administrator if this is meant.";
            return (new PolicyRuling(Decision.Deny, protection.Rule, reason, 1, [new Evidence(protection.Segment, protection.Why)], true), Tier.Facts);
        }

        var ruling = Safeguards.Breakers.Policy.Call(
            (_policy, bundle, input, facts), static asked => asked._policy.Rule(asked.bundle, asked.input, asked.facts), static _ => PolicyRuling.LeftAlone);
        if (ruling.Decision == Decision.Deny || (facts.IsParsed && facts.Unknowns.Count == 0))
        {
            var learned = Safeguards.Breakers.Pattern.Call(
                (_pattern, proposal, facts, ruling), static asked => asked._pattern.Speak(asked.proposal, asked.facts, asked.ruling), static _ => null);
            return learned is { } spoken ? (spoken, Tier.Pattern) : (ruling, Tier.Policy);
        }

        var evidence = facts.Unknowns.Take(_options.MaximumEvidence).Select(unknown => new Evidence(SegmentOf(facts.Text, unknown.At), unknown.Why)).ToList();
        var why = facts.Unknowns.Count == 0 ? "It could not be understood." : $"A part of it could not be understood: {facts.Unknowns[0].Why}";
        return (new PolicyRuling(Decision.Review, "pharos.gate.unknown", why, 1, evidence, false), Tier.Facts);
    }

    private static string SegmentOf(string text, Shell.SourceSpan span) =>
        span.Start >= 0 && span.End <= text.Length && span.Length is > 0 and < 400 ? text[span.Start..span.End] : text.Length <= 400 ? text : text[..400];

    private sealed record Conclusion(Answer Answer, RegoObject Input, RememberedDecision? Remembered, Fingerprint? Seen, Fingerprint Glimpsed);
}
