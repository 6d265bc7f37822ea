using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Pharos.Server.Metrics;

/// <summary>Listens to the process's meters and writes them in Prometheus text format. The feed has no exporter package, and this is all it would do.</summary>
internal sealed class MetricsExposition : IDisposable
{
    // Of the runtime's own instruments only those that answer an operator's questions; several of the others have names the format's linter refuses.
    private static readonly HashSet<string> RuntimeInstruments = new(
        ["dotnet.process.cpu.time", "dotnet.process.memory.working_set", "dotnet.gc.pause.time", "dotnet.gc.last_collection.memory.committed_size"],
        StringComparer.Ordinal);

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();

    public MetricsExposition()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Pharos", StringComparison.Ordinal) || RuntimeInstruments.Contains(instrument.Name))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, static added => new MetricFamily(added)));
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Everything measured so far.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder(8192);
        foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            family.Write(text);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();
}
