using Pharos.Events;

namespace Pharos.Cli.Bench;

/// <summary>An engine to measure.</summary>
/// <param name="Name">Its name in the report: <c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="OpenAsync">Opens an empty store of it. The bench disposes it.</param>
/// <param name="RawInsertsAsync">
/// The baseline: inserts events (already sealed) in transactions of so many rows, into the same columns and keys with the same driver and durability, on one thread and
/// without hashing; answers with the time it took. Its table is empty at the beginning.
/// </param>
internal sealed record LogBenchSubject(
    string Name,
    Func<CancellationToken, Task<IEventStore>> OpenAsync,
    Func<IReadOnlyList<EventRecord>, int, CancellationToken, Task<TimeSpan>> RawInsertsAsync);
