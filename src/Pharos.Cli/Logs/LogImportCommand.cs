using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Events;
using Pharos.Storage.Lighthouse;
using Pharos.Storage.Postgres;
using Pharos.Storage.Sqlite;

namespace Pharos.Cli.Logs;

/// <summary><c>log import</c>: exports of Pharos, and Lighthouse's logs, into a log that no server uses.</summary>
internal sealed class LogImportCommand : ICommandSpecification
{
    private readonly Argument<string[]> _files = new("files") { Description = "Exports of Pharos, Lighthouse's log files or its JSON, plain or gzip; or folders of Lighthouse's log files", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _secret = new("--secret-file") { Description = "File with Lighthouse's secret, to check who wrote its records", HelpName = "FILE" };
    private readonly Option<bool> _skip = new("--skip-damaged") { Description = "Lighthouse: go on behind what cannot be read, and count it" };
    private readonly Option<string?> _store = new("--store") { Description = "Import into this PostgreSQL instead of the data directory's SQLite", HelpName = "URL" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "import",
            "Import exports into an empty log, or behind the head that they continue; or Lighthouse's events as events of this log. Stop the server before",
            "pharos log import log.jsonl --data /srv/pharos-new",
            "pharos log import /var/lib/lighthouse/events --secret-file lighthouse.secret --skip-damaged")
        {
            _files, _secret, _skip, _store,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte>? secret = call.Value(_secret) is { } path ? await SecretAsync(path, cancellationToken) : default(ReadOnlyMemory<byte>?);
            var files = new List<ImportFile>();
            foreach (var name in (call.Value(_files) ?? []).SelectMany(Expand))
            {
                files.Add(await ImportFile.LookAsync(name, cancellationToken));
            }

            if (files.Count == 0 || files.Select(file => file.Format == ImportFormat.Pharos).Distinct().Count() > 1)
            {
                return call.Misuse(files.Count == 0 ? "There is no file to import." : "Import exports of Pharos and files of Lighthouse one after the other.");
            }

            await using var store = await OpenAsync(call, cancellationToken);
            return files[0].Format == ImportFormat.Pharos
                ? await new PharosImportRun(call, store).RunAsync(files, cancellationToken)
                : await new LighthouseImportRun(call, store, secret, call.Value(_skip)).RunAsync(files, cancellationToken);
        }
        catch (EventLogUnavailableException problem)
        {
            var advice = problem.Code == "data.in-use" ? " Stop the server, import, start it again." : "";
            return call.Fail(problem.Code, problem.Message + advice);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return call.Fail("import.io", problem.Message);
        }
    }

    private async Task<IEventStore> OpenAsync(CommandCall call, CancellationToken cancellationToken)
    {
        call.Data.Create();
        if (call.Value(_store) is not { } url)
        {
            return await SqliteEventStore.OpenAsync(call.Data.Root, call.Clock, cancellationToken);
        }

        return PostgresAddress.TryParse(url, out var address, out var problem)
            ? await PostgresEventStore.OpenAsync(address, call.Data.Root, call.Clock, cancellationToken)
            : throw new EventLogUnavailableException("store.address", problem);
    }

    // Lighthouse writes events_000001.log and packs the older ones; their names stand in the order of time.
    private static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "events_*.log*").Order(StringComparer.Ordinal)
        : [path];

    // Editors end a file with an end of line, which is no part of a secret.
    private static async Task<ReadOnlyMemory<byte>> SecretAsync(string path, CancellationToken cancellationToken)
    {
        var secret = (await File.ReadAllBytesAsync(path, cancellationToken)).AsMemory();
        return secret.TrimEnd("\r\n"u8);
    }
}
