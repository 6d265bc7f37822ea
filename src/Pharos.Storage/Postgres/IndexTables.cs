using System.Collections.Concurrent;
using System.Data;
using Pharos.Events;
using Pharos.Events.Indexing;
using Pharos.Storage.Indexing;

namespace Pharos.Storage.Postgres;

/// <summary>The query index in tables beside the log's, written by one node at a time and read by all.</summary>
internal sealed class IndexTables(PostgresConnections connections) : IIndexStore
{
    /// <summary>Version of the tables; those of any other are made anew.</summary>
    public const int SchemaVersion = 1;

    // Any number that nothing else in the database uses: "pharosi" in ASCII.
    private const long MakingTables = 0x706861726f7369;

    // Queries at a time; each keeps a session, and more would only divide the server further.
    private const int MaximumReaders = 8;

    private readonly SemaphoreSlim _places = new(MaximumReaders, MaximumReaders);
    private readonly ConcurrentBag<IndexSession> _idle = [];
    private IndexSession? _writer;

    public ValueTask<IndexMark> OpenAsync(CancellationToken cancellationToken) => WritingAsync(
        async session =>
        {
            var tables = await session.RowsAsync("SELECT to_regclass('index_state') IS NOT NULL", static row => row.GetBoolean(0), cancellationToken);
            if (!tables[0])
            {
                await MakeAsync(session, isAnew: false, cancellationToken);
            }

            return await MarkAsync(session, cancellationToken);
        },
        cancellationToken);

    public async ValueTask DiscardAsync(CancellationToken cancellationToken) => await WritingAsync(
        async session =>
        {
            await MakeAsync(session, isAnew: true, cancellationToken);
            return true;
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<long>> TermsAsync(IReadOnlyList<Term> terms, CancellationToken cancellationToken) => WritingAsync<IReadOnlyList<long>>(
        async session =>
        {
            var numbers = await session.RowsAsync(
                "SELECT asked.place, terms.number FROM unnest($1, $2) WITH ORDINALITY AS asked (field, key, place) JOIN index_terms terms USING (field, key)",
                static row => (Place: (int)row.GetInt64(0) - 1, Number: row.GetInt64(1)),
                cancellationToken,
                IndexSession.Of([.. terms.Select(term => (short)term.Field)]),
                IndexSession.Of([.. terms.Select(term => IndexSession.KeyOf(term.Value))]));
            var found = new long[terms.Count];
            numbers.ForEach(pair => found[pair.Place] = pair.Number);
            return found;
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<PostingBlock?>> LastBlocksAsync(IReadOnlyList<long> terms, CancellationToken cancellationToken) => WritingAsync<IReadOnlyList<PostingBlock?>>(
        async session =>
        {
            var blocks = await session.RowsAsync(
                """
                SELECT asked.place, newest.first, newest.positions FROM unnest($1) WITH ORDINALITY AS asked (term, place)
                CROSS JOIN LATERAL (SELECT first, positions FROM index_postings WHERE term = asked.term ORDER BY first DESC LIMIT 1) newest
                """,
                static row => (Place: (int)row.GetInt64(0) - 1, Block: IndexSession.Block(row.GetInt64(1), row.GetFieldValue<byte[]>(2))),
                cancellationToken,
                IndexSession.Of([.. terms]));
            var found = new PostingBlock?[terms.Count];
            blocks.ForEach(pair => found[pair.Place] = pair.Block);
            return found;
        },
        cancellationToken);

    public ValueTask<Zone?> ZoneAsync(long first, CancellationToken cancellationToken) => WritingAsync<Zone?>(
        async session =>
        {
            var zones = await session.RowsAsync("SELECT first, last, min_at, max_at FROM index_zones WHERE first = $1", IndexSnapshot.Zone, cancellationToken, IndexSession.Of(first));
            return zones.Count > 0 ? zones[0] : null;
        },
        cancellationToken);

    public ValueTask<bool> WriteAsync(IndexMark expected, IndexChange change, CancellationToken cancellationToken) => WritingAsync(
        async session =>
        {
            await using var transaction = await session.BeginAsync(IsolationLevel.ReadCommitted, cancellationToken);

            // What a crash of the server takes is indexed again; the log's own commits have not to wait for it.
            await session.RunAsync("SET LOCAL synchronous_commit = off", cancellationToken);
            var moved = await session.ChangeAsync(
                "UPDATE index_state SET position = $1, hash = $2, terms = $3 WHERE version = $4 AND position = $5 AND hash = $6 AND terms = $7",
                cancellationToken,
                IndexSession.Of(change.Mark.Position.Value),
                IndexSession.Of(change.Mark.Hash.ToArray()),
                IndexSession.Of(change.Mark.Terms),
                IndexSession.Of(SchemaVersion),
                IndexSession.Of(expected.Position.Value),
                IndexSession.Of(expected.Hash.ToArray()),
                IndexSession.Of(expected.Terms));
            if (moved == 0)
            {
                return false;
            }

            await ApplyAsync(session, change, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    public async ValueTask<IIndexSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            while (_idle.TryTake(out var kept))
            {
                try
                {
                    return await IndexSnapshot.BeginAsync(kept, ReturnAsync, cancellationToken);
                }
                catch (EventLogUnavailableException problem) when (PostgresFailure.IsPassing(problem))
                {
                    // The session died with a server that may be back already.
                    await kept.DisposeAsync();
                }
                catch
                {
                    await kept.DisposeAsync();
                    throw;
                }
            }

            var session = await OpenSessionAsync(cancellationToken);
            try
            {
                return await IndexSnapshot.BeginAsync(session, ReturnAsync, cancellationToken);
            }
            catch
            {
                await session.DisposeAsync();
                throw;
            }
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var held = 0; held < MaximumReaders; held++)
        {
            await _places.WaitAsync();
        }

        while (_idle.TryTake(out var session))
        {
            await session.DisposeAsync();
        }

        await DropWriterAsync();
        _places.Dispose();
    }

    private static async ValueTask<IndexMark> MarkAsync(IndexSession session, CancellationToken cancellationToken)
    {
        var marks = await session.RowsAsync(
            "SELECT version, position, hash, terms FROM index_state",
            static row => (Version: row.GetInt32(0), Mark: new IndexMark(new Position(row.GetInt64(1)), new Digest(row.GetFieldValue<byte[]>(2)), row.GetInt64(3))),
            cancellationToken);
        return marks is [{ Version: SchemaVersion, Mark: var mark }] ? mark : throw new IndexDamagedException($"The query index has no tables of version {SchemaVersion}.");
    }

    // In one transaction under an advisory lock, so that two nodes may do it at once and a reader sees the old tables or the new ones.
    private static async ValueTask MakeAsync(IndexSession session, bool isAnew, CancellationToken cancellationToken)
    {
        using var stream = typeof(IndexTables).Assembly.GetManifestResourceStream("Pharos.Storage.Postgres.IndexSchema.sql")
            ?? throw new InvalidOperationException("IndexSchema.sql is not embedded in the assembly.");
        using var reader = new StreamReader(stream);
        var schema = await reader.ReadToEndAsync(cancellationToken);
        await using var transaction = await session.BeginAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await session.RunAsync($"SELECT pg_advisory_xact_lock({MakingTables})", cancellationToken);
        if (!isAnew && (await session.RowsAsync("SELECT to_regclass('index_state') IS NOT NULL", static row => row.GetBoolean(0), cancellationToken))[0])
        {
            return;
        }

        // Also where the state alone is missing: the others belong to it and to nothing else.
        await session.RunAsync("DROP TABLE IF EXISTS index_state, index_terms, index_postings, index_correlations, index_zones", cancellationToken);
        await session.RunAsync(
            $"{schema} INSERT INTO index_state (version, position, hash, terms) VALUES ({SchemaVersion}, 0, decode(repeat('00', {Digest.Size}), 'hex'), 0);", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async ValueTask ApplyAsync(IndexSession session, IndexChange change, CancellationToken cancellationToken)
    {
        if (change.Terms.Count > 0)
        {
            await session.ChangeAsync(
                "INSERT INTO index_terms (field, key, number) SELECT * FROM unnest($1, $2, $3)",
                cancellationToken,
                IndexSession.Of([.. change.Terms.Select(next => (short)next.Term.Field)]),
                IndexSession.Of([.. change.Terms.Select(next => IndexSession.KeyOf(next.Term.Value))]),
                IndexSession.Of([.. change.Terms.Select(next => next.Number)]));
        }

        await session.ChangeAsync(
            "INSERT INTO index_postings (term, first, positions) SELECT * FROM unnest($1, $2, $3) ON CONFLICT (term, first) DO UPDATE SET positions = excluded.positions",
            cancellationToken,
            IndexSession.Of([.. change.Blocks.Select(block => block.Term)]),
            IndexSession.Of([.. change.Blocks.Select(block => block.First)]),
            IndexSession.Of([.. change.Blocks.Select(block => block.Distances.ToArray())]));
        if (change.Correlations.Count > 0)
        {
            await session.ChangeAsync(
                "INSERT INTO index_correlations (correlation, position) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING",
                cancellationToken,
                IndexSession.Of([.. change.Correlations.Select(next => next.Correlation)]),
                IndexSession.Of([.. change.Correlations.Select(next => next.Position)]));
        }

        await session.ChangeAsync(
            """
            INSERT INTO index_zones (first, last, min_at, max_at) SELECT * FROM unnest($1, $2, $3, $4)
            ON CONFLICT (first) DO UPDATE SET last = excluded.last, min_at = excluded.min_at, max_at = excluded.max_at
            """,
            cancellationToken,
            IndexSession.Of([.. change.Zones.Select(zone => zone.First)]),
            IndexSession.Of([.. change.Zones.Select(zone => zone.Last)]),
            IndexSession.Of([.. change.Zones.Select(zone => zone.MinAt)]),
            IndexSession.Of([.. change.Zones.Select(zone => zone.MaxAt)]));
    }

    // After any failure the session is given up: what became of its transaction is the server's business, and the mark will tell.
    private async ValueTask<T> WritingAsync<T>(Func<IndexSession, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var isDone = false;
        try
        {
            _writer ??= await OpenSessionAsync(cancellationToken);
            var result = await IndexSession.GuardAsync(() => work(_writer));
            isDone = true;
            return result;
        }
        finally
        {
            if (!isDone)
            {
                await DropWriterAsync();
            }
        }
    }

    private ValueTask<IndexSession> OpenSessionAsync(CancellationToken cancellationToken) =>
        IndexSession.GuardAsync(async () => new IndexSession(await connections.OpenOwnAsync(cancellationToken)));

    private async ValueTask DropWriterAsync()
    {
        if (_writer is { } writer)
        {
            _writer = null;
            await writer.DisposeAsync();
        }
    }

    private async ValueTask ReturnAsync(IndexSession session, bool isSound)
    {
        if (isSound)
        {
            _idle.Add(session);
        }
        else
        {
            await session.DisposeAsync();
        }

        _places.Release();
    }
}
