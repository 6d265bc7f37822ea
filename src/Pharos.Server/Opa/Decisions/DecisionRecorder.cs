using System.Globalization;
using Microsoft.Extensions.Logging;
using Pharos.Events;
using Pharos.Events.Blobs;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego.Network;
using Pharos.Rego.Values;
using Pharos.Server.Logging;
using EventId = Pharos.Events.EventId;

namespace Pharos.Server.Opa.Decisions;

/// <summary>
/// Records what was answered to clients of the OPA interface as <c>decision.logged</c>, one stream for each decision, before the answer leaves. Mask policies come
/// first, the masking of secrets on top; a decision too large for the log is recorded by the digest of what is left out.
/// </summary>
internal sealed class DecisionRecorder(IEventLog log, IBlobStore blobs, IRegoNetwork? network, TimeProvider clock, ILogger<DecisionRecorder> logger)
{
    /// <summary>The type of the events.</summary>
    public const string EventType = "decision.logged";

    /// <summary>The category of their streams; the id is the decision's.</summary>
    public const string Category = "decision";

    /// <summary>Largest input or result that is kept, in characters of JSON; of a larger one the digest is.</summary>
    public const int MaximumCharacters = 1024 * 1024;

    private readonly DecisionMask _mask = new(clock, network);

    /// <summary>Records a decision.</summary>
    /// <returns>Null when it is recorded or is not to be; else why it cannot be, and then it must not be answered.</returns>
    public async ValueTask<Problem?> RecordAsync(OpaDecision decision, PolicyBundle bundle, CancellationToken cancellationToken)
    {
        var value = decision.ToEvent();
        switch (_mask.Apply(bundle, value))
        {
            case MaskOutcome.Dropped:
                ServerMetrics.DecisionLogged("dropped");
                return null;
            case MaskOutcome.Kept kept:
                ServerMetrics.DecisionLogged("recorded");
                value = kept.Decision;
                break;
            case MaskOutcome.Unmasked unmasked:
                ServerMetrics.DecisionLogged("mask_failed");
                logger.DecisionMaskFailed(decision.Id, unmasked.Why);
                value = unmasked.Decision;
                break;
        }

        var outcome = await AppendAsync(decision, Shorten(value, MaximumCharacters), cancellationToken);
        if (outcome is AppendOutcome.Refused)
        {
            // Nested more deeply than the log takes, for one.
            outcome = await AppendAsync(decision, Shorten(value, 0), cancellationToken);
        }

        return outcome is AppendOutcome.Refused refused ? new Problem(refused.Code, $"The decision could not be recorded, so there is none: {refused.Reason}", 413) : null;
    }

    private async ValueTask<AppendOutcome> AppendAsync(OpaDecision decision, RegoObject value, CancellationToken cancellationToken)
    {
        var payload = await PayloadParts.StoreAsync(MaskedJson.Write(value), blobs, cancellationToken);
        return await log.AppendAsync(
            AppendBatch.Of(new NewEvent
            {
                Stream = new StreamId(Category, decision.Id),
                Id = EventId.New(clock),
                Type = EventType,
                Schema = payload.Schema,
                At = decision.At,
                Actor = decision.Actor,
                Correlation = new CorrelationId(decision.Id),
                Payload = payload.Bytes,
                Blobs = [.. payload.Parts.Select(part => part.Digest)],
            }),
            cancellationToken);
    }

    private static RegoObject Shorten(RegoObject value, int maximumCharacters)
    {
        foreach (var name in (string[])["input", "result", "custom"])
        {
            if (value.TryGet(name, out var member) && member.ToJson() is var json && json.Length > maximumCharacters)
            {
                var shortened = new RegoObject.Builder(value);
                var bytes = System.Text.Encoding.UTF8.GetBytes(json);
                shortened.Set(name, RegoObject.Of(
                    ("omitted", RegoString.Of("larger or deeper than the log keeps")),
                    ("sha256", RegoString.Of(Digest.Of(bytes).ToString())),
                    ("bytes", RegoNumber.Of(bytes.Length))));
                value = shortened.Build();
            }
        }

        return value;
    }
}
