using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Events.Indexing;
using Pharos.Storage.Indexing;

namespace Pharos.Storage.Sqlite;

/// <summary>One read of the index file.</summary>
internal sealed class IndexSnapshot : IIndexSnapshot
{
    private readonly IndexReader _reader;
    private readonly Action<IndexReader, bool> _return;
    private bool _isSound = true;

    /// <param name="reader">The connection; used by nobody else meanwhile.</param>
    /// <param name="giveBack">Takes it back, and hears whether it can be used again.</param>
    public IndexSnapshot(IndexReader reader, Action<IndexReader, bool> giveBack)
    {
        _reader = reader;
        _return = giveBack;
        reader.Begin();
        Position = new Position(reader.Position());
    }

    public Position Position { get; }

    public ValueTask<long> TermAsync(Term term, CancellationToken cancellationToken) => Ask(reader => reader.Number(term));

    public ValueTask<IReadOnlyList<PostingBlock>> BlocksAsync(long term, long from, ReadingOrder order, int most, CancellationToken cancellationToken) =>
        Ask(reader => reader.Blocks(term, from, order, most));

    public ValueTask<IReadOnlyList<long>> CorrelatedAsync(Guid correlation, long from, ReadingOrder order, int most, CancellationToken cancellationToken) =>
        Ask(reader => reader.Correlated(correlation, from, order, most));

    public ValueTask<IReadOnlyList<Zone>> ZonesAsync(long fromAt, long toAt, long from, ReadingOrder order, int most, CancellationToken cancellationToken) =>
        Ask(reader => reader.Zones(fromAt, toAt, from, order, most));

    public ValueTask DisposeAsync()
    {
        try
        {
            _reader.End();
        }
        catch (SqliteException)
        {
            // Nothing was written, so nothing is lost; the connection is not used again.
            _isSound = false;
        }
        finally
        {
            _return(_reader, _isSound);
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask<T> Ask<T>(Func<IndexReader, T> question)
    {
        var isAnswered = false;
        try
        {
            var answer = IndexDamage.Guard(() => question(_reader));
            isAnswered = true;
            return new ValueTask<T>(answer);
        }
        finally
        {
            _isSound &= isAnswered;
        }
    }
}
