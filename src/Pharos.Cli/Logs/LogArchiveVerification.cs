using Pharos.Cli.Invocation;
using Pharos.Events;
using Pharos.Events.Exchange;
using Pharos.Storage.Lighthouse;

namespace Pharos.Cli.Logs;

/// <summary>Verifies an archived segment, or any export, alone: every leaf, link, blob and count in it. Writes nothing and needs no log.</summary>
internal static class LogArchiveVerification
{
    public static async Task<int> RunAsync(CommandCall call, string path, CancellationToken cancellationToken)
    {
        ExportHeader? header = null;
        ExportTrailer? trailer = null;
        try
        {
            var file = await ImportFile.LookAsync(path, cancellationToken);
            await using var stream = file.Open();
            await foreach (var entry in ExportReader.ReadAsync(stream, cancellationToken))
            {
                header = entry is ExportEntry.Begin begin ? begin.Header : header;
                trailer = entry is ExportEntry.End end ? end.Trailer : trailer;
            }
        }
        catch (ExportDamagedException damage)
        {
            return call.Fail(damage.Code, $"BROKEN: {damage.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return call.Fail("export.io", $"{path} cannot be read: {problem.Message}");
        }

        Print(call, header!, trailer!);
        return ExitCode.Ok;
    }

    private static void Print(CommandCall call, ExportHeader header, ExportTrailer trailer)
    {
        if (!call.IsJson)
        {
            call.Output.WriteLine($"The segment holds: {trailer.Events} events, positions {header.From} to {trailer.Last}, {trailer.Blobs} blobs.");
            call.Output.WriteLine($"It joins the log where the hash before {header.From} is {header.Previous} and the hash at {trailer.Last} is {trailer.Hash}.");
            return;
        }

        call.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("valid", true);
            json.WriteString("log", header.Log?.ToString());
            json.WriteNumber("events", trailer.Events);
            json.WriteNumber("first", header.From.Value);
            json.WriteNumber("last", trailer.Last.Value);
            json.WriteString("firstPreviousHash", header.Previous.ToString());
            json.WriteString("lastHash", trailer.Hash.ToString());
            json.WriteNumber("blobs", trailer.Blobs);
            json.WriteEndObject();
        });
    }
}
