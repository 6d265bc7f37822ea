using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Events;
using Pharos.Events.Exchange;
using Pharos.Proposals;
using Pharos.Server.Configuration;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Events;

/// <summary>Moves old payloads into segments, one segment for each call.</summary>
internal sealed class ArchiveEndpoint(LogArchive archive, TimeProvider clock)
{
    public void Map(RouteMap routes) => routes.Map("POST", "/api/events/archive", ArchiveAsync);

    private async Task ArchiveAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.ArchiveContract);
        if (body is null || !TryRead(body.Before, clock, out var before, out var last))
        {
            await context.FailAsync(problem ?? new Problem("archive.before", "\"before\" is an age such as 90d, a time such as 2026-11-21T00:00:00Z, or a position."));
            return;
        }

        switch (await archive.RunAsync(before, last, Admission.Of(context).Actor, context.RequestAborted))
        {
            case ArchiveOutcome.Archived { Segment: var segment } archived:
                var answer = new ArchivedContract(segment.File, segment.First.Value, segment.Last.Value, segment.Sha256.ToString(), segment.Bytes, archived.Payloads, archived.HasMore);
                await JsonBody.WriteAsync(context, answer, ServerJson.Default.ArchivedContract);
                return;
            case ArchiveOutcome.Refused refused:
                await context.FailAsync(new Problem(refused.Code, refused.Message, StatusCodes.Status409Conflict));
                return;
            default:
                await JsonBody.WriteAsync(context, new ArchivedContract(null, 0, 0, null, 0, 0, More: false), ServerJson.Default.ArchivedContract);
                return;
        }
    }

    /// <summary>Reads an age, a time or a position.</summary>
    public static bool TryRead(string? text, TimeProvider clock, out DateTimeOffset before, out Position? last)
    {
        last = null;
        before = DateTimeOffset.MaxValue;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            last = new Position(position - 1);
            return position >= 1;
        }

        if (Duration.TryParse(text, out var age))
        {
            var now = clock.GetUtcNow();
            before = age < now - DateTimeOffset.UnixEpoch ? now - age : DateTimeOffset.UnixEpoch;
            return true;
        }

        return text is not null && text.Contains('-', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out before);
    }
}
