using Npgsql;
using NpgsqlTypes;
using Pharos.Events;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Postgres;

/// <summary>
/// The columns of a group as arrays, which one statement takes apart again: one message to the server whatever the group's size. The lists are used again for every
/// group; the parameters refer to them.
/// </summary>
internal sealed class EventArrays
{
    private const string Columns =
        "position, stream, category, version, id, type, schema, at, actor_kind, actor, agent, workspace, correlation, causation, operation, operation_key, operation_hash, payload, leaf, hash";

    private readonly List<long> _positions = [];
    private readonly List<Guid> _streams = [];
    private readonly List<short> _categories = [];
    private readonly List<long> _versions = [];
    private readonly List<Guid> _ids = [];
    private readonly List<string> _types = [];
    private readonly List<int> _schemas = [];
    private readonly List<long> _times = [];
    private readonly List<short> _actorKinds = [];
    private readonly List<string> _actors = [];
    private readonly List<string?> _agents = [];
    private readonly List<string?> _workspaces = [];
    private readonly List<Guid?> _correlations = [];
    private readonly List<Guid?> _causations = [];
    private readonly List<Guid?> _operations = [];
    private readonly List<byte[]?> _operationKeys = [];
    private readonly List<byte[]?> _operationHashes = [];
    private readonly List<ReadOnlyMemory<byte>> _payloads = [];
    private readonly List<byte[]> _leaves = [];
    private readonly List<byte[]> _hashes = [];
    private readonly List<short?> _removedKinds = [];
    private readonly List<byte[]?> _removedDigests = [];
    private readonly List<byte[]> _blobDigests = [];
    private readonly List<long> _blobPositions = [];

    public int Count => _positions.Count;

    public bool HasBlobs => _blobDigests.Count > 0;

    /// <summary>An insert of everything that was added, from the parameter after so many others.</summary>
    /// <param name="after">How many parameters stand before.</param>
    /// <param name="withRemoved">Whether payloads may have been removed, as in an import.</param>
    /// <param name="from">A further relation to read from, with a comma behind it; the insert happens once for each of its rows.</param>
    public static string InsertEvents(int after, bool withRemoved, string from = "")
    {
        var columns = withRemoved ? $"{Columns}, removed_kind, removed_digest" : Columns;
        var count = columns.Count(',') + 1;
        return $"INSERT INTO events ({columns}) SELECT arrays.* FROM {from} unnest({string.Join(", ", Enumerable.Range(after + 1, count).Select(number => $"${number}"))}) AS arrays";
    }

    /// <summary>An insert of the blobs' references, from the parameter after so many others.</summary>
    public static string InsertReferences(int after, string from = "") =>
        $"INSERT INTO blob_references (digest, position) SELECT arrays.* FROM {from} unnest(${after + 1}, ${after + 2}) AS arrays ON CONFLICT DO NOTHING";

    public void Clear()
    {
        _positions.Clear();
        _streams.Clear();
        _categories.Clear();
        _versions.Clear();
        _ids.Clear();
        _types.Clear();
        _schemas.Clear();
        _times.Clear();
        _actorKinds.Clear();
        _actors.Clear();
        _agents.Clear();
        _workspaces.Clear();
        _correlations.Clear();
        _causations.Clear();
        _operations.Clear();
        _operationKeys.Clear();
        _operationHashes.Clear();
        _payloads.Clear();
        _leaves.Clear();
        _hashes.Clear();
        _removedKinds.Clear();
        _removedDigests.Clear();
        _blobDigests.Clear();
        _blobPositions.Clear();
    }

    public void Add(EventRecord record, short category, byte[]? operationKey, ReadOnlyMemory<byte> operationHash, IReadOnlyList<Digest> blobs)
    {
        _positions.Add(record.Position.Value);
        _streams.Add(record.Stream.Id);
        _categories.Add(category);
        _versions.Add(record.Version);
        _ids.Add(record.Id.Value);
        _types.Add(record.Type);
        _schemas.Add(record.Schema);
        _times.Add(EventRow.MicrosecondsOf(record.At));
        _actorKinds.Add((short)record.Actor.Kind);
        _actors.Add(record.Actor.Id);
        _agents.Add(record.Agent);
        _workspaces.Add(record.Workspace);
        _correlations.Add(record.Correlation?.Value);
        _causations.Add(record.Causation?.Value);
        _operations.Add(record.OperationId?.Value);
        _operationKeys.Add(operationKey);
        _operationHashes.Add(operationKey is null ? null : operationHash.ToArray());
        _payloads.Add(record.Payload);
        _leaves.Add(record.Leaf.ToArray());
        _hashes.Add(record.Hash.ToArray());
        _removedKinds.Add(record.Removed is { } removed ? (short)removed.Kind : null);
        _removedDigests.Add(record.Removed?.Digest.ToArray());
        foreach (var blob in blobs)
        {
            _blobDigests.Add(blob.ToArray());
            _blobPositions.Add(record.Position.Value);
        }
    }

    /// <summary>The parameters of <see cref="InsertEvents"/>.</summary>
    public IEnumerable<NpgsqlParameter> EventParameters(bool withRemoved)
    {
        NpgsqlParameter[] always =
        [
            Of(_positions, NpgsqlDbType.Bigint), Of(_streams, NpgsqlDbType.Uuid), Of(_categories, NpgsqlDbType.Smallint), Of(_versions, NpgsqlDbType.Bigint), Of(_ids, NpgsqlDbType.Uuid),
            Of(_types, NpgsqlDbType.Text), Of(_schemas, NpgsqlDbType.Integer), Of(_times, NpgsqlDbType.Bigint), Of(_actorKinds, NpgsqlDbType.Smallint), Of(_actors, NpgsqlDbType.Text),
            Of(_agents, NpgsqlDbType.Text), Of(_workspaces, NpgsqlDbType.Text), Of(_correlations, NpgsqlDbType.Uuid), Of(_causations, NpgsqlDbType.Uuid), Of(_operations, NpgsqlDbType.Uuid),
            Of(_operationKeys, NpgsqlDbType.Bytea), Of(_operationHashes, NpgsqlDbType.Bytea), Of(_payloads, NpgsqlDbType.Bytea), Of(_leaves, NpgsqlDbType.Bytea), Of(_hashes, NpgsqlDbType.Bytea),
        ];
        return withRemoved ? [.. always, Of(_removedKinds, NpgsqlDbType.Smallint), Of(_removedDigests, NpgsqlDbType.Bytea)] : always;
    }

    /// <summary>The parameters of <see cref="InsertReferences"/>.</summary>
    public IEnumerable<NpgsqlParameter> ReferenceParameters() => [Of(_blobDigests, NpgsqlDbType.Bytea), Of(_blobPositions, NpgsqlDbType.Bigint)];

    private static NpgsqlParameter<List<T>> Of<T>(List<T> column, NpgsqlDbType type) => new() { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | type };
}
