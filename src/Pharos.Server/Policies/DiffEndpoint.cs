using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Events;
using Pharos.Gate.Replay;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Server.Events;
using Pharos.Server.Security;

namespace Pharos.Server.Policies;

/// <summary>Dry runs of policies against recorded decisions. One runs at a time, so that asking twice cannot starve the gate.</summary>
/// <param name="store">The policies.</param>
/// <param name="replay">Reads and compares.</param>
/// <param name="work">Knows what bundles are verified with.</param>
/// <param name="clock">The clock.</param>
internal sealed class DiffEndpoint(PolicyStore store, PolicyReplay replay, BundleWork work, TimeProvider clock)
{
    private int _isRunning;

    /// <summary>The parameters of the query.</summary>
    public static IReadOnlyList<string> Known { get; } = ["since", "until", "agent", "limit", "examples", "name"];

    public void Map(RouteMap routes) => routes.Map("POST", "/api/policies/diff", DiffAsync);

    private async Task DiffAsync(HttpContext context)
    {
        var (range, problem) = ReadRange(context.Request.Query);
        if (range is null)
        {
            await context.FailAsync(problem!);
            return;
        }

        if (await CandidateAsync(context) is not { } candidate)
        {
            return;
        }

        if (Interlocked.Exchange(ref _isRunning, 1) == 1)
        {
            await context.FailAsync(new Problem("diff.busy", "Another dry run is going on; ask again when it has ended.", StatusCodes.Status409Conflict), TimeSpan.FromSeconds(5));
            return;
        }

        try
        {
            await RunAsync(context, candidate, range);
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private async Task RunAsync(HttpContext context, PolicyBundle candidate, ReplayRange range)
    {
        context.Response.ContentType = "application/x-ndjson";
        try
        {
            var report = await replay.RunAsync(
                candidate, range, (so, position) => LineAsync(context, new ReplayLineContract(new ReplayProgressContract(so.Decisions, so.Changed, position.Value))), context.RequestAborted);
            await LineAsync(context, new ReplayLineContract(Report: ReplayReportContract.Of(report, candidate.Version, store.Active.Version)));
        }
        catch (EventLogUnavailableException unavailable)
        {
            // The answer may have begun, so the failure is its last line.
            await LineAsync(context, new ReplayLineContract(Error: new ReplayErrorContract(unavailable.Code, unavailable.Message)));
        }
    }

    private async Task<PolicyBundle?> CandidateAsync(HttpContext context)
    {
        if (context.Request.ContentLength is 0 or null && !context.Request.Headers.ContainsKey("Transfer-Encoding"))
        {
            return store.Active;
        }

        if (await BundleEndpoints.ReadAsync(context, work.DryRuns) is not { } read)
        {
            return null;
        }

        var name = context.Request.Query["name"] is [{ Length: > 0 } given] && ActiveBundle.IsName(given) ? given : ActiveBundle.DefaultName;
        var (bundle, problems) = BundleIntake.Admit(name, read, BundleOrigin.Upload, store.Bundles);
        var (candidate, found) = bundle is null ? (null, problems) : store.Candidate(bundle, context.RequestAborted);
        if (candidate is null)
        {
            await BundleFailure.FailAsync(context, new Problem("policy.refused", $"The candidate is refused, {found.Count} problem(s).", StatusCodes.Status422UnprocessableEntity), found);
        }

        return candidate;
    }

    private (ReplayRange? Range, Problem? Problem) ReadRange(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(key => !Known.Contains(key, StringComparer.Ordinal)) is { } unknown)
        {
            return (null, new Problem("diff.query", $"There is no parameter \"{unknown}\"; there are {string.Join(", ", Known)}."));
        }

        if (!ArchiveEndpoint.TryRead(query["since"], clock, out var since, out var position) || position is not null)
        {
            return (null, new Problem("diff.since", "\"since\" is an age such as 24h or 7d, or a time such as 2026-11-21T00:00:00Z."));
        }

        DateTimeOffset? until = null;
        if (query["until"] is [{ Length: > 0 } text])
        {
            if (!ArchiveEndpoint.TryRead(text, clock, out var read, out var other) || other is not null)
            {
                return (null, new Problem("diff.until", "\"until\" is an age such as 24h or 7d, or a time such as 2026-11-21T00:00:00Z."));
            }

            until = read;
        }

        return (new ReplayRange(since)
        {
            Until = until,
            Agent = query["agent"] is [{ Length: > 0 } agent] ? agent : null,
            Limit = Number(query["limit"], ReplayRange.MaximumDecisions, ReplayRange.MaximumDecisions),
            Examples = (int)Number(query["examples"], 10, 1_000),
        }, null);
    }

    private static long Number(string? text, long fallback, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, most) : fallback;

    private static async Task LineAsync(HttpContext context, ReplayLineContract line)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, ServerJson.Default.ReplayLineContract);
        await context.Response.BodyWriter.WriteAsync((byte[])[.. bytes, (byte)'\n'], context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
