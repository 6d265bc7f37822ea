using System.Text.Json;
using Pharos.Rego.Values;

namespace Pharos.Server.Opa;

/// <summary>How long the steps of one request took, under the names that Open Policy Agent gives them. Belongs to one request.</summary>
internal sealed class OpaMetrics(TimeProvider clock)
{
    public const string InputParse = "timer_rego_input_parse_ns";
    public const string QueryParse = "timer_rego_query_parse_ns";
    public const string QueryCompile = "timer_rego_query_compile_ns";
    public const string QueryEvaluation = "timer_rego_query_eval_ns";
    public const string PartialEvaluation = "timer_rego_partial_eval_ns";
    public const string ModuleCompile = "timer_rego_module_compile_ns";
    public const string ReadBytes = "timer_server_read_bytes_ns";
    public const string Handler = "timer_server_handler_ns";
    public const string CacheHit = "counter_server_query_cache_hit";

    private readonly SortedDictionary<string, long> _figures = new(StringComparer.Ordinal);
    private readonly long _begun = clock.GetTimestamp();

    /// <summary>Begins a step.</summary>
    public long Begin() => clock.GetTimestamp();

    /// <summary>Ends a step.</summary>
    public void End(string name, long begun) => _figures[name] = Nanoseconds(begun);

    /// <summary>Sets a count.</summary>
    public void Count(string name, long value) => _figures[name] = value;

    /// <summary>Writes all of them, the request's own time included, as the member <c>metrics</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        _figures[Handler] = Nanoseconds(_begun);
        writer.WriteStartObject("metrics");
        foreach (var (name, value) in _figures)
        {
            writer.WriteNumber(name, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>All of them as a value, for the record of the decision.</summary>
    public RegoObject ToValue()
    {
        _figures[Handler] = Nanoseconds(_begun);
        var value = new RegoObject.Builder();
        foreach (var (name, figure) in _figures)
        {
            value.Set(name, RegoNumber.Of(figure));
        }

        return value.Build();
    }

    private long Nanoseconds(long begun) => (long)clock.GetElapsedTime(begun).TotalNanoseconds;
}
