using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Pharos.Server.Metrics;

/// <summary>An instrument as Prometheus sees it: a name with its unit, a type, and a bounded number of series.</summary>
internal sealed class MetricFamily
{
    /// <summary>Most series of one family; measurements that would make more are dropped, because labels that grow without end kill the scraper first.</summary>
    public const int MaximumSeries = 2000;

    // From 10 µs (a decision from memory) to 10 s (a drain).
    private static readonly double[] SecondsBounds =
        [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<MetricTags, MetricSeries> _byTags = new();
    private readonly double[] _bounds;
    private readonly string _help;
    private readonly string _type;
    private readonly bool _isTotal;

    public MetricFamily(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        var isCounter = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>);
        _type = isCounter ? "counter" : kind == typeof(Histogram<>) ? "histogram" : "gauge";
        _isTotal = instrument.IsObservable || kind == typeof(Gauge<>);

        // Where an instrument says which buckets answer its question, those; the others are about work that takes less than ten seconds.
        _bounds = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } advised } ? [.. advised] : SecondsBounds;
        _help = Escape(string.IsNullOrEmpty(instrument.Description) ? instrument.Name : instrument.Description, quote: false);
        Name = NameOf(instrument.Name, instrument.Unit, isCounter);
    }

    /// <summary>The exposed name.</summary>
    public string Name { get; }

    /// <summary>Takes one measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (SeriesOf(tags) is not { } series)
        {
            return;
        }

        if (_isTotal)
        {
            series.Set(value);
        }
        else
        {
            series.Record(value);
        }
    }

    // Making the labels' text costs more than the measurement, so what carries the same values again is found by them.
    private MetricSeries? SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length > MetricTags.Most)
        {
            return Find(LabelsOf(tags));
        }

        var key = MetricTags.Of(tags);
        if (!_byTags.TryGetValue(key, out var series) && (series = Find(LabelsOf(tags))) is not null && _byTags.Count < MaximumSeries)
        {
            _byTags[key] = series;
        }

        return series;
    }

    private MetricSeries? Find(string labels) =>
        _series.TryGetValue(labels, out var series) ? series
        : _series.Count >= MaximumSeries ? null
        : _series.GetOrAdd(labels, _ => new MetricSeries(labels, _type == "histogram" ? _bounds : null));

    /// <summary>Writes the family; nothing when it has no series yet.</summary>
    public void Write(StringBuilder text)
    {
        if (_series.IsEmpty)
        {
            return;
        }

        text.Append("# HELP ").Append(Name).Append(' ').Append(_help).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(' ').Append(_type).Append('\n');
        foreach (var series in _series.Values.OrderBy(series => series.Labels, StringComparer.Ordinal))
        {
            var (value, count, buckets) = series.Read();
            if (buckets is null)
            {
                Line(text, "", series.Labels, value);
                continue;
            }

            var running = 0L;
            for (var i = 0; i < buckets.Length; i++)
            {
                running += buckets[i];
                var bound = i < _bounds.Length ? _bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                Line(text, "_bucket", $"{series.Labels}{(series.Labels.Length > 0 ? "," : "")}le=\"{bound}\"", running);
            }

            Line(text, "_sum", series.Labels, value);
            Line(text, "_count", series.Labels, count);
        }
    }

    private void Line(StringBuilder text, string suffix, string labels, double value)
    {
        text.Append(Name).Append(suffix);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    // The format's own words for what is no number.
    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string NameOf(string name, string? unit, bool isCounter)
    {
        var exposed = new StringBuilder();
        foreach (var letter in name)
        {
            exposed.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        }

        // Annotations such as {request} are not units.
        var suffix = unit switch { "s" => "_seconds", "By" => "_bytes", "ms" => "_milliseconds", _ => "" };
        return exposed.Append(suffix).Append(isCounter ? "_total" : "").ToString();
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new StringBuilder(64);
        foreach (var (name, value) in tags)
        {
            labels.Append(labels.Length > 0 ? "," : "").Append(name.Replace('.', '_')).Append("=\"");
            labels.Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", quote: true)).Append('"');
        }

        return labels.ToString();
    }

    private static string Escape(string text, bool quote)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quote ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
