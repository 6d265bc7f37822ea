using Pharos.Rego;
using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary>What an evaluation came to and what else was asked about it.</summary>
internal sealed record PolicyEvalReport(string Query, IReadOnlyList<PolicySolution> Solutions)
{
    public IReadOnlyList<TraceEvent>? Events { get; init; }

    public IReadOnlyList<ProfiledExpression>? Profile { get; init; }

    public CoverageReport? Coverage { get; init; }

    public IReadOnlyList<KeyValuePair<string, long>>? Metrics { get; init; }

    /// <summary>The document that <c>opa eval</c> prints.</summary>
    public RegoObject ToJson()
    {
        var json = new RegoObject.Builder();
        if (Solutions.Count > 0)
        {
            json.Set("result", RegoArray.From(Solutions.Select(s => RegoValue.ParseJson(Invocation.CommandCall.JsonText(writer => s.Write(writer, Query))))));
        }

        if (Metrics is not null)
        {
            var metrics = new RegoObject.Builder();
            foreach (var (name, value) in Metrics)
            {
                metrics.Set(name, RegoNumber.Of(value));
            }

            json.Set("metrics", metrics.Build());
        }

        if (Events is not null)
        {
            json.Set("explanation", RegoArray.From(Events.Select(e => e.ToJson())));
        }

        if (Profile is not null)
        {
            json.Set("profile", RegoArray.From(Profile.Select(p => p.ToJson())));
        }

        if (Coverage is not null)
        {
            json.Set("coverage", Coverage.ToJson());
        }

        return json.Build();
    }
}
