using System.Diagnostics.Metrics;

namespace Pharos.Server.Events;

/// <summary>The figures of streams, on the server's meter name.</summary>
internal static class StreamMetrics
{
    private static readonly Meter Meter = new(ServerMetrics.MeterName);
    private static readonly UpDownCounter<long> Open = Meter.CreateUpDownCounter<long>("pharos.stream.open", "{stream}", "Streams of events that are open, by wire.");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("pharos.stream.events", "{event}", "Events sent over streams, by wire.");
    private static readonly Counter<long> Gaps = Meter.CreateCounter<long>("pharos.stream.gaps", "{gap}", "Gaps that slow readers were told of.");
    private static readonly Counter<long> Ends = Meter.CreateCounter<long>("pharos.stream.ended", "{stream}", "Streams that have ended, by reason.");

    public static void Opened(string wire) => Open.Add(1, new KeyValuePair<string, object?>("wire", wire));

    public static void Sent(string wire, int events)
    {
        if (events > 0)
        {
            Events.Add(events, new KeyValuePair<string, object?>("wire", wire));
        }
    }

    public static void Gap() => Gaps.Add(1);

    public static void Ended(string wire, string reason)
    {
        Open.Add(-1, new KeyValuePair<string, object?>("wire", wire));
        Ends.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }
}
