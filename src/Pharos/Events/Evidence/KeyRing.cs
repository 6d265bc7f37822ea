namespace Pharos.Events.Evidence;

/// <summary>The keys that checkpoints may be signed with: those that the log names where a checkpoint says so, or the one that was asked for.</summary>
internal sealed class KeyRing(IChainSource source, CheckpointKey? only)
{
    // Every node and every new key is one; a file full of invented ones must not make the verification read for ever.
    private const int MaximumKeys = 10_000;

    private readonly Dictionary<(string Id, Position PublishedAt), CheckpointKey?> _keys = [];

    /// <summary>The key of a checkpoint; null when it is unknown.</summary>
    public async ValueTask<CheckpointKey?> FindAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        if (only is not null)
        {
            return only.Id == checkpoint.KeyId ? only : null;
        }

        var name = (checkpoint.KeyId, checkpoint.PublishedAt);
        if (!_keys.TryGetValue(name, out var key) && _keys.Count < MaximumKeys)
        {
            var notes = new Found();
            if (checkpoint.PublishedAt <= checkpoint.Position)
            {
                await source.ReadAsync(checkpoint.PublishedAt, checkpoint.PublishedAt, notes, cancellationToken);
            }

            _keys[name] = key = notes.Key?.Id == checkpoint.KeyId ? notes.Key : null;
        }

        return key;
    }

    private sealed class Found : IChainSink
    {
        public CheckpointKey? Key { get; private set; }

        public bool Take(in ChainRow row)
        {
            if (row.Unreadable is null)
            {
                var notes = new EvidenceNotes();
                notes.Take(row);
                Key = notes.Keys is [var published] ? published.Key : null;
            }

            return true;
        }
    }
}
