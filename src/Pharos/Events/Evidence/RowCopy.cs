using System.Security.Cryptography;

namespace Pharos.Events.Evidence;

/// <summary>A row that was kept to be looked at closely, after a break was found.</summary>
internal sealed class RowCopy
{
    /// <summary>Longest payload that is kept; of a longer one only its digest is.</summary>
    public const int MaximumPayload = 8 * 1024;

    private byte[] _category;

    public RowCopy(in ChainRow row)
    {
        Position = row.Position;
        Version = row.Version;
        Schema = row.Schema;
        At = row.At;
        ActorKind = row.ActorKind;
        _category = row.Category.ToArray();
        Id = row.Id.ToArray();
        Stream = row.StreamId.ToArray();
        Type = row.Type.ToArray();
        Actor = row.Actor.ToArray();
        Agent = row.Agent.ToArray();
        Workspace = row.Workspace.ToArray();
        Correlation = row.Correlation.ToArray();
        Causation = row.Causation.ToArray();
        Operation = row.Operation.ToArray();
        IsRemoved = row.RemovedKind != 0;
        Payload = row.Payload.Length <= MaximumPayload && !IsRemoved ? row.Payload.ToArray() : [];
        PayloadDigest = IsRemoved ? row.RemovedDigest.ToArray() : SHA256.HashData(row.Payload);
        Leaf = row.Leaf.ToArray();
        Hash = row.Hash.ToArray();
        IsReadable = row.Unreadable is null;
    }

    public long Position { get; }

    public long Version { get; set; }

    public long Schema { get; set; }

    public long At { get; set; }

    public long ActorKind { get; set; }

    public byte[] Id { get; }

    public byte[] Stream { get; }

    public byte[] Type { get; }

    public byte[] Actor { get; }

    public byte[] Agent { get; }

    public byte[] Workspace { get; }

    public byte[] Correlation { get; }

    public byte[] Causation { get; }

    public byte[] Operation { get; }

    public byte[] Payload { get; }

    public byte[] PayloadDigest { get; }

    public byte[] Leaf { get; }

    public byte[] Hash { get; }

    public bool IsRemoved { get; }

    public bool IsReadable { get; }

    public string Category
    {
        get => System.Text.Encoding.UTF8.GetString(_category);
        set => _category = System.Text.Encoding.UTF8.GetBytes(value);
    }

    /// <summary>The leaf these contents have at a position.</summary>
    public void Compute(RowLeaf leaf, long position, Span<byte> result)
    {
        var row = new ChainRow
        {
            Position = position,
            Id = Id,
            Category = _category,
            StreamId = Stream,
            Version = Version,
            Type = Type,
            Schema = Schema,
            At = At,
            ActorKind = ActorKind,
            Actor = Actor,
            Agent = Agent,
            Workspace = Workspace,
            Correlation = Correlation,
            Causation = Causation,
            Operation = Operation,
            Payload = Payload,
            Leaf = Leaf,
            Hash = Hash,
        };
        leaf.Compute(row, position, PayloadDigest, result);
    }
}
