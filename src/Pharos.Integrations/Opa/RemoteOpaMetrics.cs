using System.Diagnostics.Metrics;

namespace Pharos.Integrations.Opa;

/// <summary>The figures of the remote engine: meter <c>Pharos.Opa</c>.</summary>
internal static class RemoteOpaMetrics
{
    private static readonly Meter Meter = new("Pharos.Opa");
    private static readonly Counter<long> Questions =
        Meter.CreateCounter<long>("pharos.opa.questions", "{question}", "Questions to the remote OPA: answered, kept (not asked again), failed, or left alone because most failed.");

    public static void Asked(string outcome) => Questions.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
