using System.Runtime.InteropServices;
using Pharos.Events;
using Pharos.Events.Indexing;

namespace Pharos.Storage.Indexing;

/// <summary>
/// Turns events into changes of the index, and remembers the ends of the lists it works on. After a write that failed it no longer fits the store and a new one is made.
/// For one thread.
/// </summary>
internal sealed class IndexBuilder(IIndexStore store, IndexMark mark)
{
    // Lists whose end is kept: each at most some two kilobytes.
    private const int MaximumLists = 4096;

    private readonly Dictionary<Term, OpenList> _lists = [];
    private readonly List<OpenList> _touched = [];
    private readonly List<Term> _unknown = [];
    private readonly List<(OpenList List, long Position)> _planned = [];
    private Zone? _zone;

    /// <summary>How far the changes made so far come.</summary>
    public IndexMark Mark { get; private set; } = mark;

    /// <summary>Makes the change of the next events.</summary>
    /// <param name="events">Events right behind the mark, contiguous; at least one.</param>
    /// <param name="hash">The chain's hash at the last of them.</param>
    /// <param name="cancellationToken">Gives up; the builder is of no use afterwards.</param>
    public async ValueTask<IndexChange> AddAsync(IReadOnlyList<IndexedEvent> events, Digest hash, CancellationToken cancellationToken)
    {
        if (_lists.Count > MaximumLists)
        {
            _lists.Clear();
        }

        var correlations = new List<(Guid, long)>();
        foreach (var next in events)
        {
            Plan(new Term(TermField.Type, next.Type), next.Position);
            if (next.Agent is { } agent)
            {
                Plan(new Term(TermField.Agent, agent), next.Position);
            }

            if (next.Workspace is { } workspace)
            {
                Plan(new Term(TermField.Workspace, workspace), next.Position);
            }

            if (next.Correlation is { } correlation)
            {
                correlations.Add((correlation, next.Position));
            }
        }

        var terms = await OpenListsAsync(cancellationToken);
        var blocks = new List<StoredBlock>();
        foreach (var (list, position) in _planned)
        {
            Add(list, position, blocks);
        }

        _planned.Clear();
        foreach (var list in _touched)
        {
            blocks.Add(list.Block());
            list.IsTouched = false;
        }

        _touched.Clear();
        var zones = await ZonesAsync(events, cancellationToken);
        Mark = new IndexMark(new Position(events[^1].Position), hash, Mark.Terms + terms.Count);
        return new IndexChange(terms, blocks, correlations, zones, Mark);
    }

    // Asks for every list that is not open in two questions, however many they are.
    private async ValueTask<List<(long Number, Term Term)>> OpenListsAsync(CancellationToken cancellationToken)
    {
        var added = new List<(long, Term)>();
        if (_unknown.Count == 0)
        {
            return added;
        }

        var numbers = await store.TermsAsync(_unknown, cancellationToken);
        var known = new List<OpenList>();
        for (var i = 0; i < _unknown.Count; i++)
        {
            var list = _lists[_unknown[i]];
            if (numbers[i] > 0)
            {
                list.Number = numbers[i];
                known.Add(list);
            }
            else
            {
                list.Number = Mark.Terms + added.Count + 1;
                added.Add((list.Number, _unknown[i]));
            }
        }

        _unknown.Clear();

        var ends = await store.LastBlocksAsync([.. known.Select(list => list.Number)], cancellationToken);
        for (var i = 0; i < known.Count; i++)
        {
            if (ends[i] is { } end)
            {
                known[i].Tail = end.Last <= Mark.Position.Value ? PostingTail.From(end) : throw new IndexDamagedException("A posting list goes beyond its index.");
            }
        }

        return added;
    }

    private void Plan(Term term, long position)
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_lists, term, out var exists);
        if (!exists)
        {
            list = new OpenList();
            _unknown.Add(term);
        }

        _planned.Add((list!, position));
    }

    private void Add(OpenList list, long position, List<StoredBlock> blocks)
    {
        if (list.Tail is { IsFull: true })
        {
            if (list.IsTouched)
            {
                blocks.Add(list.Block());
            }

            list.Tail = null;
        }

        if (list.Tail is { } tail)
        {
            tail.Add(position);
        }
        else
        {
            list.Tail = PostingTail.From(position);
        }

        if (!list.IsTouched)
        {
            list.IsTouched = true;
            _touched.Add(list);
        }
    }

    private async ValueTask<List<Zone>> ZonesAsync(IReadOnlyList<IndexedEvent> events, CancellationToken cancellationToken)
    {
        var zones = new List<Zone>();
        var first = Zone.FirstOf(events[0].Position);
        var zone = _zone;
        if (zone is null && Mark.Position.Value >= first)
        {
            zone = await store.ZoneAsync(first, cancellationToken) ?? throw new IndexDamagedException($"The zone that begins at {first} is missing.");
        }

        foreach (var next in events)
        {
            if (zone is { } open && open.First == Zone.FirstOf(next.Position))
            {
                zone = open.With(next.Position, next.At);
                continue;
            }

            if (zone is { } full && full.Last >= events[0].Position)
            {
                zones.Add(full);
            }

            zone = Zone.Of(next.Position, next.At);
        }

        zones.Add(zone!.Value);
        _zone = zone;
        return zones;
    }

    private sealed class OpenList
    {
        public long Number { get; set; }

        public PostingTail? Tail { get; set; }

        public bool IsTouched { get; set; }

        // The bytes are copied, because the list goes on while they may still be on their way to the store.
        public StoredBlock Block() => new(Number, Tail!.First, Tail.Distances.ToArray());
    }
}
