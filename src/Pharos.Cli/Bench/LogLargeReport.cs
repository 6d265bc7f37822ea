using System.Text.Json;

namespace Pharos.Cli.Bench;

/// <summary>How long pages of 1,000 events took by one index.</summary>
/// <param name="Index">Its field.</param>
/// <param name="P50">Median in milliseconds.</param>
/// <param name="Worst">The longest in milliseconds.</param>
internal sealed record LogQueryTiming(string Index, double P50, double Worst);

/// <summary>What <c>bench log --large</c> measured.</summary>
internal sealed record LogLargeReport
{
    public required long Events { get; init; }

    public required long AppendedEvents { get; init; }

    public required double MemoryMegabytes { get; init; }

    public required double HeapMegabytes { get; init; }

    public required double ImportedPerSecond { get; init; }

    public required double IndexSeconds { get; init; }

    public required IReadOnlyList<LogQueryTiming> Queries { get; init; }

    public required double VerifiedPerSecond { get; init; }

    public required double OpenSeconds { get; init; }

    /// <summary>Writes it as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("events", Events);
        json.WriteStartObject("queryMs");
        foreach (var query in Queries)
        {
            json.WriteStartObject(query.Index);
            json.WriteNumber("p50", Math.Round(query.P50, 2));
            json.WriteNumber("worst", Math.Round(query.Worst, 2));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteNumber("verifiedPerSecond", Math.Round(VerifiedPerSecond));
        json.WriteNumber("openSeconds", Math.Round(OpenSeconds, 3));
        json.WriteNumber("appendedEvents", AppendedEvents);
        json.WriteNumber("memoryMb", Math.Round(MemoryMegabytes));
        json.WriteNumber("heapMb", Math.Round(HeapMegabytes));
        json.WriteNumber("importedPerSecond", Math.Round(ImportedPerSecond));
        json.WriteNumber("indexSeconds", Math.Round(IndexSeconds, 1));
        json.WriteEndObject();
    }
}
