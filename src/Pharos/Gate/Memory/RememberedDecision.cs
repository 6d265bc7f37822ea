using Pharos.Events;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate.Memory;

/// <summary>A decision that may be given again. The position of its first record is filled in when that record is durable.</summary>
public sealed class RememberedDecision
{
    private long _position;
    private byte[]? _maskedFacts;

    internal RememberedDecision(Answer answer, RegoObject input, Fingerprint fingerprint, DateTimeOffset expiresAt)
    {
        Answer = answer;
        Input = input;
        Fingerprint = fingerprint;
        ExpiresAt = expiresAt;
    }

    /// <summary>The answer as it was given first.</summary>
    public Answer Answer { get; }

    /// <summary>The policy input it was given for.</summary>
    public RegoObject Input { get; }

    /// <summary>What the analysis saw of the disk.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>When it is forgotten.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Where its full record stands in the log; null until that record is durable.</summary>
    public Position? FirstRecord => Interlocked.Read(ref _position) is var value and > 0 ? new Position(value) : null;

    /// <summary>The facts as an answer shows them, masked. Made when they are first given again, because most decisions never are.</summary>
    public ReadOnlyMemory<byte> MaskedFacts => LazyInitializer.EnsureInitialized(ref _maskedFacts, () => MaskedJson.Write(Input.TryGet("facts", out var facts) ? facts : RegoObject.Empty));

    /// <summary>Says where the full record stands. The first writer wins.</summary>
    public void RecordedAt(Position position) => Interlocked.CompareExchange(ref _position, position.Value, 0);
}
