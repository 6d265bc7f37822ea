namespace Pharos.Server.Events;

/// <summary>What the log is made of, up to a position.</summary>
/// <param name="Position">The last event that is counted.</param>
/// <param name="Head">The log's newest event; beyond the position while the counting catches up.</param>
/// <param name="Stopped">Why the counting stands still; null while it goes on.</param>
/// <param name="Events">Events counted.</param>
/// <param name="PayloadBytes">Bytes of their payloads when they were appended.</param>
/// <param name="First">The earliest time an event carries.</param>
/// <param name="Last">The latest.</param>
/// <param name="Types">By type, most frequent first.</param>
/// <param name="Agents">By agent, the hundred most frequent.</param>
/// <param name="Days">By day in UTC, the last ninety that have events, oldest first.</param>
internal sealed record StatisticsContract(
    long Position,
    long Head,
    string? Stopped,
    long Events,
    long PayloadBytes,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    IReadOnlyList<TallyContract> Types,
    IReadOnlyList<TallyContract> Agents,
    IReadOnlyList<DayContract> Days);

/// <summary>A name's events; the count may be too high by as much as the last member says, which is 0 for up to 256 names.</summary>
internal sealed record TallyContract(string Name, long Events, long PayloadBytes, long AtMostTooHighBy);

/// <summary>A day's events.</summary>
internal sealed record DayContract(string Day, long Events, long PayloadBytes);
