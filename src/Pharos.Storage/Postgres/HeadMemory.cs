using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>Where the log ends, as its head row says.</summary>
internal readonly record struct LogHead(long Position, Digest Hash, long Fence);

/// <summary>What this node believes about the log: right for as long as nobody else has moved the head, which every append proves or refutes. For the writer only.</summary>
internal sealed class HeadMemory
{
    // Versions of streams that were appended to lately; a stream that is not in it is taken for a new one until the unique key says otherwise.
    private const int MaximumKnownStreams = 100_000;

    private readonly Dictionary<StreamId, long> _versions = [];

    public LogHead Head { get; private set; } = new(0, Digest.Genesis, 0);

    /// <summary>Whether another node has moved the head lately, so that believing would mostly be refuted.</summary>
    public bool IsContended { get; private set; }

    public bool TryVersionOf(StreamId stream, out long version) => _versions.TryGetValue(stream, out version);

    /// <summary>Takes what the head row says; anybody else's move makes the known versions worthless.</summary>
    public void Learn(LogHead head)
    {
        IsContended = head.Position != Head.Position || head.Hash != Head.Hash;
        if (IsContended)
        {
            _versions.Clear();
        }

        Head = head;
    }

    /// <summary>Takes what this node has committed itself.</summary>
    public void Advance(EventRecord last, IReadOnlyDictionary<StreamId, long> versions)
    {
        Head = Head with { Position = last.Position.Value, Hash = last.Hash };
        if (_versions.Count > MaximumKnownStreams)
        {
            _versions.Clear();
        }

        foreach (var (stream, version) in versions)
        {
            _versions[stream] = version;
        }
    }
}
