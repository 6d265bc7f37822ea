using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Events;
using Pharos.Events.Exchange;
using Pharos.Proposals;
using Pharos.Server.Security;

namespace Pharos.Server.Events;

/// <summary>
/// The log as an export over HTTP: JSON Lines, as large as the log and never held in memory. What fails on the way cuts the connection, and the last line is missing.
/// </summary>
internal sealed class ExportEndpoint(IEventStore store, TimeProvider clock)
{
    private static readonly string[] Known = ["from", "to", "type", "blobs"];

    public void Map(RouteMap routes) => routes.Map("GET", "/api/events/export", ExportAsync);

    private async Task ExportAsync(HttpContext context)
    {
        var (range, problem) = Read(context.Request.Query, await store.Log.HeadAsync(context.RequestAborted));
        if (range is null)
        {
            await context.FailAsync(problem!);
            return;
        }

        await RecordAsync(Admission.Of(context), range, context.RequestAborted);
        await foreach (var line in new LogExport(store).LinesAsync(range, context.RequestAborted))
        {
            if (!context.Response.HasStarted)
            {
                context.Response.ContentType = "application/x-ndjson";
                context.Response.Headers.ContentDisposition = "attachment; filename=\"pharos-export.jsonl\"";
                context.Response.Headers.XContentTypeOptions = "nosniff";
            }

            await context.Response.Body.WriteAsync(line.Utf8, context.RequestAborted);
        }
    }

    private static (ExportRange? Range, Problem? Problem) Read(IQueryCollection parameters, Position head)
    {
        foreach (var (name, values) in parameters)
        {
            if (!Known.Contains(name, StringComparer.Ordinal) || values.Count != 1)
            {
                return (null, new Problem("query.parameter", $"\"{name}\" is not a parameter, or stands twice; there are {string.Join(", ", Known)}."));
            }
        }

        string? Text(string name) => parameters.TryGetValue(name, out var values) ? values[0] : null;
        var from = 1L;
        var to = head.Value;
        if ((Text("from") is { } first && !TryPosition(first, out from)) || (Text("to") is { } last && !TryPosition(last, out to)) || from > head.Value + 1)
        {
            return (null, new Problem("query.parameter", $"\"from\" and \"to\" must be positions of the log, 1 to {head}."));
        }

        if (Text("blobs") is not (null or "yes" or "no"))
        {
            return (null, new Problem("query.parameter", "\"blobs\" must be yes or no."));
        }

        // Up to the head before the record of this export, so that an export does not export itself.
        return (new ExportRange { From = new Position(from), To = new Position(Math.Min(to, head.Value)), Type = Text("type"), WithBlobs = Text("blobs") != "no" }, null);
    }

    private static bool TryPosition(string text, out long position) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out position) && position >= 1;

    private async ValueTask RecordAsync(Admission reader, ExportRange range, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("what", "export");
            writer.WriteNumber("from", range.From.Value);
            writer.WriteNumber("to", range.To!.Value.Value);
            writer.WriteString("type", range.Type);
            writer.WriteBoolean("blobs", range.WithBlobs);
            writer.WriteEndObject();
        }

        await store.Log.AppendAsync(
            AppendBatch.Of(new NewEvent
            {
                Stream = new StreamId("reads", reader.TokenId),
                Id = EventId.New(clock),
                Type = "log.read",
                At = clock.GetUtcNow(),
                Actor = reader.Actor,
                Payload = buffer.WrittenMemory,
            }),
            cancellationToken);
    }
}
