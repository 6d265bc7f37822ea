using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Pharos.Storage.Indexing;

/// <summary>What is measured of indexes. One instrument for the process, because a scraper refuses a name that stands twice.</summary>
internal static class IndexMetrics
{
    private static readonly ConcurrentDictionary<Indexer, bool> Watched = new();
    private static readonly Meter Meter = new("Pharos.Events");

    private static readonly Counter<long> Rebuilds =
        Meter.CreateCounter<long>("pharos.log.index.rebuilds", "{rebuild}", "Times the query index was thrown away and made anew.");

    static IndexMetrics() => Meter.CreateObservableGauge(
        "pharos.log.index.lag", static () => Watched.Keys.Select(static indexer => indexer.Lag).DefaultIfEmpty().Max(), "{event}", "Events that the query index is behind the log.");

    public static void Watch(Indexer indexer) => Watched[indexer] = true;

    public static void Forget(Indexer indexer) => Watched.TryRemove(indexer, out _);

    public static void Rebuilding(string reason) => Rebuilds.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
