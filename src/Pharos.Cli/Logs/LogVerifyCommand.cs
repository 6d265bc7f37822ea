using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Evidence;
using Pharos.Storage.Postgres;
using Pharos.Storage.Sqlite;

namespace Pharos.Cli.Logs;

/// <summary><c>log verify</c>: recomputes the chain from the store, without the server's help and without writing anything.</summary>
internal sealed class LogVerifyCommand : ICommandSpecification
{
    private readonly Option<long> _from = new("--from") { Description = "Begin at this position, from the nearest head or checkpoint before it", HelpName = "P", DefaultValueFactory = _ => 1 };
    private readonly Option<FileInfo[]> _checkpoints = new("--checkpoints") { Description = "A copy of the checkpoints that was kept elsewhere; may be repeated", HelpName = "FILE" };
    private readonly Option<FileInfo?> _key = new("--key") { Description = "Trust only checkpoints of this public key, and not those that the log names", HelpName = "PEMFILE" };

    private readonly Option<string?> _store = new("--store") { Description = "Where the log is: sqlite (default: in the data directory) or postgres://…", HelpName = "STORE" };

    private readonly Option<FileInfo?> _archive = new("--archive") { Description = "Verify this archived segment or export alone, without a log", HelpName = "FILE" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        _from.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 1)
            {
                result.AddError("--from is a position: a whole number from 1.");
            }
        });
        var command = new DocumentedCommand(
            "verify",
            "Recompute the hash chain and hold it against heads and signed checkpoints. Writes nothing; a server may be running. Exit status 1 when anything was changed; the first break is named",
            "pharos log verify",
            "pharos log verify --data /srv/pharos --json",
            "pharos log verify --from 1000000",
            "pharos log verify --archive archive/1-100000.jsonl.gz",
            "pharos log verify --store postgres://pharos@db.example/pharos",
            "pharos log verify --checkpoints /mnt/worm/checkpoints.jsonl --key checkpoint.pub.pem")
        {
            _from, _checkpoints, _key, _store, _archive,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Value(_archive) is { } segment)
        {
            return await LogArchiveVerification.RunAsync(call, segment.FullName, cancellationToken);
        }

        CheckpointKey? key = null;
        if (call.Value(_key) is { } pem && (key = CheckpointKey.TryOfPem(await File.ReadAllTextAsync(pem.FullName, cancellationToken))) is null)
        {
            return call.Fail("key.invalid", $"{pem.FullName} holds no ECDSA P-256 key in PEM form.");
        }

        if (call.Value(_checkpoints) is { } files && Array.Find(files, file => !file.Exists) is { } missing)
        {
            return call.Fail("checkpoints.missing", $"There is no file {missing.FullName}.");
        }

        var options = new VerifyOptions { From = new Position(call.Value(_from)), Key = key };
        var started = call.Clock.GetTimestamp();
        try
        {
            var report = call.Value(_store) is { } store and not "sqlite"
                ? await VerifyPostgresAsync(call, store, options, cancellationToken)
                : await VerifyFileAsync(call, options, cancellationToken);
            if (report is { Break: null, Events: 0 } && options.From.Value > 1)
            {
                // An auditor who mistypes a position must not read "the chain holds" about nothing.
                return call.Fail("verify.nothing", $"Nothing was verified: the log ends before position {options.From}.");
            }

            return report is null ? ExitCode.Failed : VerifyReportText.Print(call, report, call.Clock.GetElapsedTime(started));
        }
        catch (EventLogUnavailableException problem)
        {
            return call.Fail(problem.Code, problem.Message);
        }
    }

    private async Task<VerifyReport?> VerifyFileAsync(CommandCall call, VerifyOptions options, CancellationToken cancellationToken)
    {
        if (!File.Exists(call.Data.Log))
        {
            call.Fail("log.missing", $"There is no log at {call.Data.Log}.");
            return null;
        }

        using var source = new SqliteChainSource(call.Data.Log);
        return await VerifyAsync(call, source, WithKept(call, options) with { Blobs = source.Blobs }, cancellationToken);
    }

    private async Task<VerifyReport?> VerifyPostgresAsync(CommandCall call, string store, VerifyOptions options, CancellationToken cancellationToken)
    {
        if (!PostgresAddress.TryParse(store, out var address, out var problem))
        {
            call.Fail("store.unsupported", $"--store is sqlite, or {problem}.");
            return null;
        }

        await using var source = new PostgresChainSource(address, call.Clock);
        options = WithKept(call, options) with { Blobs = source.Blobs };
        if (await source.HeadAsync(cancellationToken) is { } head)
        {
            options = options with { Heads = [.. options.Heads, head] };
        }

        return await VerifyAsync(call, source, options, cancellationToken);
    }

    // What is kept outside is read before the log, which may grow meanwhile.
    private VerifyOptions WithKept(CommandCall call, VerifyOptions options)
    {
        List<string> files = [Path.Combine(call.Data.Root, CheckpointFile.FileName), .. call.Value(_checkpoints)?.Select(file => file.FullName) ?? []];
        return options with
        {
            Heads = HeadsReader.Read(Path.Combine(call.Data.Root, HeadsReader.FileName)),
            Checkpoints = [.. files.SelectMany(file => new CheckpointFile(file).Read())],
        };
    }

    private static Task<VerifyReport> VerifyAsync(CommandCall call, IChainSource source, VerifyOptions options, CancellationToken cancellationToken) =>
        new LogVerifier(source, options).VerifyAsync(new VerifyProgress(call), cancellationToken);

    private sealed class VerifyProgress(CommandCall call) : IProgress<long>
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
        private readonly Lock _gate = new();
        private long _reported = call.Clock.GetTimestamp();

        public void Report(long value)
        {
            lock (_gate)
            {
                if (call.Clock.GetElapsedTime(_reported) > Every)
                {
                    _reported = call.Clock.GetTimestamp();
                    call.Error.WriteLine($"{value} events …");
                }
            }
        }
    }
}
