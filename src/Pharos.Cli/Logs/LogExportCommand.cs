using System.CommandLine;
using System.Globalization;
using System.Text;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Logs;

/// <summary><c>log export</c>: the log as JSON Lines.</summary>
internal sealed class LogExportCommand : ICommandSpecification
{
    private const int ChunkBytes = 128 * 1024;

    private readonly Option<long?> _from = new("--from") { Description = "First position (default 1)", HelpName = "N" };
    private readonly Option<long?> _to = new("--to") { Description = "Last position (default the newest)", HelpName = "N" };
    private readonly Option<string?> _type = new("--type") { Description = "Only events of this type; cannot be imported", HelpName = "TYPE" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "File, or - for standard output", HelpName = "FILE", DefaultValueFactory = _ => "-" };
    private readonly Option<bool> _noBlobs = new("--no-blobs") { Description = "Leave large parts of payloads out" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "export",
            "Write the log as JSON Lines: everything that another log needs to stand exactly as this one does. Recorded as log.read",
            "pharos log export --output log.jsonl",
            "pharos log export --from 100001 --to 200000 | gzip > part.jsonl.gz")
        {
            _from, _to, _type, _output, _noBlobs,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => ExportAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ExportAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        using var response = await connection.OpenStreamAsync(PathOf(call), null, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var reply = await ServerConnection.ReadReplyAsync(response, cancellationToken);
            return call.Fail(reply.Code, reply.Message);
        }

        var output = call.Value(_output)!;
        try
        {
            await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
            var summary = output == "-"
                ? await CopyAsync(call, source, Console.OpenStandardOutput(), cancellationToken)
                : await CopyToFileAsync(call, source, output, cancellationToken);
            if (summary is null)
            {
                return call.Fail("export.cut", "The export is cut: its last line did not arrive. What was written is not whole; see the server's log and export again.");
            }

            if (call.IsJson && output != "-")
            {
                call.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("file", output);
                    json.WriteNumber("bytes", summary.Value.Bytes);
                    json.WriteNumber("lines", summary.Value.Lines);
                    json.WriteEndObject();
                });
            }
            else
            {
                call.Error.WriteLine($"{summary.Value.Lines} lines, {summary.Value.Bytes} bytes.");
            }

            return ExitCode.Ok;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            return call.Fail("export.io", $"The export broke off: {problem.Message}");
        }
    }

    private string PathOf(CommandCall call)
    {
        var path = new StringBuilder("/api/events/export?blobs=").Append(call.Value(_noBlobs) ? "no" : "yes");
        Add("from", call.Value(_from)?.ToString(CultureInfo.InvariantCulture));
        Add("to", call.Value(_to)?.ToString(CultureInfo.InvariantCulture));
        Add("type", call.Value(_type));
        return path.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                path.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }

    // Under another name until it is whole, so that half an export is never taken for one.
    private static async Task<(long Lines, long Bytes)?> CopyToFileAsync(CommandCall call, Stream source, string path, CancellationToken cancellationToken)
    {
        var unfinished = path + ".part";
        (long, long)? summary;
        await using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            summary = await CopyAsync(call, source, file, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        if (summary is not null)
        {
            File.Move(unfinished, path, overwrite: true);
        }

        return summary;
    }

    // Null when the last line is not the one that ends an export.
    private static async Task<(long Lines, long Bytes)?> CopyAsync(CommandCall call, Stream source, Stream target, CancellationToken cancellationToken)
    {
        var ending = new ExportEnding();
        var chunk = new byte[ChunkBytes];
        var reported = call.Clock.GetTimestamp();
        for (int read; (read = await source.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            await target.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
            ending.Take(chunk.AsSpan(0, read));
            if (call.Clock.GetElapsedTime(reported) > TimeSpan.FromSeconds(1))
            {
                reported = call.Clock.GetTimestamp();
                call.Error.WriteLine($"{ending.Lines} lines, {ending.Bytes} bytes …");
            }
        }

        await target.FlushAsync(cancellationToken);
        return ending.IsWhole ? (ending.Lines, ending.Bytes) : null;
    }
}
