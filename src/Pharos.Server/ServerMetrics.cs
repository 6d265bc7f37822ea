using System.Diagnostics.Metrics;

namespace Pharos.Server;

/// <summary>The edge's figures: meter <c>Pharos.Server</c>.</summary>
internal static class ServerMetrics
{
    public const string MeterName = "Pharos.Server";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("pharos.http.requests", "{request}", "HTTP requests by method, route and status.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("pharos.http.request.duration", "s", "Time to answer an HTTP request, by route.");
    private static readonly Counter<long> Unauthenticated = Meter.CreateCounter<long>("pharos.http.unauthenticated", "{request}", "Requests without an acceptable token, by reason.");
    private static readonly Counter<long> Limited = Meter.CreateCounter<long>("pharos.http.rate_limited", "{request}", "Requests refused because their token had used up its rate.");
    private static readonly Counter<long> Appends = Meter.CreateCounter<long>("pharos.log.appends", "{batch}", "Batches given to the event log, by outcome.");
    private static readonly Histogram<double> AppendDuration = Meter.CreateHistogram<double>("pharos.log.append.duration", "s", "Time until a batch was durable.");
    private static readonly Counter<long> PolicyLoads = Meter.CreateCounter<long>("pharos.policy.loads", "{load}", "Changes of policies, by outcome.");

    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("pharos.opa.decisions", "{decision}", "Decisions answered to clients of the OPA interface, by how they were recorded.");

    public static void Answered(string method, string route, int status, TimeSpan elapsed)
    {
        Requests.Add(1, new("method", MethodLabel(method)), new("route", route), new("status", status));
        Duration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("route", route));
    }

    public static void AuthenticationFailed(string code) => Unauthenticated.Add(1, new KeyValuePair<string, object?>("reason", code));

    public static void RateLimited() => Limited.Add(1);

    public static void Appended(string outcome, TimeSpan elapsed)
    {
        Appends.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        AppendDuration.Record(elapsed.TotalSeconds);
    }

    public static void PoliciesLoaded(string outcome) => PolicyLoads.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public static void DecisionLogged(string outcome) => Decisions.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    // A method is free text on the wire; as a label it must not be.
    private static string MethodLabel(string method) => method is "GET" or "POST" or "PUT" or "DELETE" or "PATCH" or "HEAD" or "OPTIONS" ? method : "other";
}
