using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Invocation;
using Pharos.Storage.Postgres;
using Pharos.Storage.Sqlite;
using Spectre.Console;

namespace Pharos.Cli.Bench;

/// <summary><c>bench log</c>: what the log takes and what a large one answers, on the disk of the data folder.</summary>
internal sealed class BenchLogCommand : ICommandSpecification
{
    private readonly Option<int> _seconds = new("--seconds") { Description = "Length of each measurement of callers (default 5)", HelpName = "N", DefaultValueFactory = _ => 5 };
    private readonly Option<bool> _large = new("--large") { Description = "Fill a log instead and time queries, verification and opening" };
    private readonly Option<long> _events = new("--events") { Description = "Events of the large log (default 10,000,000)", HelpName = "N", DefaultValueFactory = _ => 10_000_000 };

    private readonly Option<string?> _store = new("--store") { Description = "A PostgreSQL server to measure, by an account that may create databases (default: a temporary server, where PostgreSQL is installed)", HelpName = "URL" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        _seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 600)
            {
                result.AddError("--seconds is a number from 1 to 600.");
            }
        });
        _events.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() is < 10_000 or > 1_000_000_000)
            {
                result.AddError("--events is a number from 10,000 to 1,000,000,000.");
            }
        });
        var command = new DocumentedCommand(
            "log",
            "Append with 1, 64 and 256 callers that each wait for the disk, beside raw inserts of the same rows; with --large, query and verify a log of millions",
            "pharos bench log",
            "pharos bench log --seconds 10 --json",
            "pharos bench log --large --events 1000000")
        {
            _seconds,
            _large,
            _events,
            _store,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        using var folder = new LogBenchFolder(call.Data.Root);
        if (call.Value(_large))
        {
            var large = await new LogLargeBench(folder.NewPart(), call.Clock, call.Value(_events), call.Error.WriteLine).RunAsync(cancellationToken);
            if (call.IsJson)
            {
                call.WriteJson(large.Write);
            }
            else
            {
                Print(call, large);
            }

            return ExitCode.Ok;
        }

        PostgresAddress? address = null;
        if (call.Value(_store) is { } store && !PostgresAddress.TryParse(store, out address, out var expected))
        {
            return call.Fail("store.invalid", $"--store is {expected}.");
        }

        var sync = LogDiskSync.Measure(folder.Root, call.Clock);
        var report = new LogReport(sync, await MeasureAsync(call, Sqlite(folder, call.Clock), cancellationToken), await PostgresAsync(call, address, folder, cancellationToken));
        if (call.IsJson)
        {
            call.WriteJson(report.Write);
        }
        else
        {
            Print(call, report);
        }

        return ExitCode.Ok;
    }

    private async Task<LogFigures?> PostgresAsync(CommandCall call, PostgresAddress? address, LogBenchFolder folder, CancellationToken cancellationToken)
    {
        await using var postgres = await PostgresLogBench.StartAsync(address, folder, call.Clock);
        if (postgres is null)
        {
            call.Error.WriteLine($"postgres: not measured; {TemporaryPostgres.Absence}");
            return null;
        }

        return await MeasureAsync(call, postgres.Subject, cancellationToken);
    }

    private Task<LogFigures> MeasureAsync(CommandCall call, LogBenchSubject subject, CancellationToken cancellationToken) =>
        new LogBench(subject, call.Clock, TimeSpan.FromSeconds(call.Value(_seconds))).RunAsync(call.Error.WriteLine, cancellationToken);

    private static LogBenchSubject Sqlite(LogBenchFolder folder, TimeProvider clock) => new(
        "sqlite",
        async cancellationToken => await SqliteEventStore.OpenAsync(folder.NewPart(), clock, cancellationToken),
        (events, group, cancellationToken) => Task.Run(
            () => SqliteRawInserts.Run(Path.Combine(folder.NewPart(), SqliteEventStore.LogName), events, group, clock, cancellationToken), cancellationToken));

    private static void Print(CommandCall call, LogReport report)
    {
        foreach (var (name, figures) in ((string, LogFigures?)[])[("SQLite", report.Sqlite), ("PostgreSQL", report.Postgres)])
        {
            if (figures is null)
            {
                continue;
            }

            var table = new Table().AddColumns($"{name}, full sync", "events/s", "p50", "p99", "events a commit");
            foreach (var load in (LogLoad[])[figures.One, figures.Some, figures.Many])
            {
                table.AddRow(
                    new Text($"{load.Callers} callers"),
                    new Text(load.EventsPerSecond.ToString("N0", CultureInfo.InvariantCulture)),
                    new Text(Timing.Format(load.P50 * 1000)),
                    new Text(Timing.Format(load.P99 * 1000)),
                    new Text(load.EventsPerCommit.ToString("0.0", CultureInfo.InvariantCulture)));
            }

            call.WriteTable(table);
            call.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Raw inserts in commits of {figures.Some.EventsPerCommit:0}: {figures.RawPerSecond:N0}/s; 64 callers reach {figures.Ratio:0.00} of it. fdatasync on this disk: {Timing.Format(report.SyncMilliseconds * 1000)} p50."));
        }
    }

    private static void Print(CommandCall call, LogLargeReport report)
    {
        var table = new Table().AddColumns("page of 1,000 by", "p50", "worst of 20");
        foreach (var query in report.Queries)
        {
            table.AddRow(new Text(query.Index), new Text(Timing.Format(query.P50 * 1000)), new Text(Timing.Format(query.Worst * 1000)));
        }

        call.WriteTable(table);
        call.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Events:N0} events. Verified {report.VerifiedPerSecond:N0}/s. Opened in {report.OpenSeconds:0.00} s. Memory after {report.AppendedEvents:N0} appended: {report.MemoryMegabytes:0} MB resident, {report.HeapMegabytes:0} MB managed. Imported {report.ImportedPerSecond:N0}/s; the index was complete {report.IndexSeconds:0.0} s later."));
    }
}
