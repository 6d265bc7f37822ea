using System.Diagnostics.Metrics;

namespace Pharos.Review.Experts;

/// <summary>The figures of experts: meter <c>Pharos.Review</c>.</summary>
internal static class ExpertMetrics
{
    private static readonly Meter Meter = new("Pharos.Review");
    private static readonly Gauge<int> Registered = Meter.CreateGauge<int>("pharos.expert.registered", "{expert}", "Registered experts, by state: live, lost (not seen for too long), suspended.");

    public static void Seen(IReadOnlyCollection<Expert> experts)
    {
        var suspended = experts.Count(expert => expert.IsSuspended);
        var lost = experts.Count(expert => expert is { IsLost: true, IsSuspended: false });
        Record("live", experts.Count - suspended - lost);
        Record("lost", lost);
        Record("suspended", suspended);
    }

    private static void Record(string state, int count) => Registered.Record(count, new KeyValuePair<string, object?>("state", state));
}
