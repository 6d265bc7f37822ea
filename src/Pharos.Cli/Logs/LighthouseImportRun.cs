using Pharos.Cli.Invocation;
using Pharos.Events;
using Pharos.Events.Exchange;
using Pharos.Storage.Lighthouse;

namespace Pharos.Cli.Logs;

/// <summary>Imports Lighthouse's files and says what came of it, above all what could not be read.</summary>
internal sealed class LighthouseImportRun(CommandCall call, IEventStore store, ReadOnlyMemory<byte>? secret, bool skipsDamaged) : IProgress<long>
{
    private const int MostPrinted = 20;

    private long _reported = call.Clock.GetTimestamp();

    public async Task<int> RunAsync(IReadOnlyList<ImportFile> files, CancellationToken cancellationToken)
    {
        var import = new LighthouseImport(store.Log, secret, skipsDamaged);
        var isWhole = true;
        foreach (var file in files)
        {
            isWhole = isWhole && await import.RunAsync(file, this, cancellationToken);
        }

        var report = import.Report;
        if (report.Added > 0)
        {
            await store.Log.AppendAsync(
                AppendBatch.Of(LogImported.Of(
                    "lighthouse", [.. files.Select(file => file.Name)], report.Added, report.Known, report.Damaged, report.Unverified, new Actor(ActorKind.System, "import"), call.Clock)),
                cancellationToken);
        }

        Warn(report);
        if (!isWhole)
        {
            return call.Fail(
                "import.damaged", $"Stopped at the first record that cannot be read; {report.Added} events before it were imported. Go on behind such records with --skip-damaged.");
        }

        Print(report);
        return ExitCode.Ok;
    }

    /// <summary>Says how far the file is read, once a second.</summary>
    public void Report(long value)
    {
        if (call.Clock.GetElapsedTime(_reported) > TimeSpan.FromSeconds(1))
        {
            _reported = call.Clock.GetTimestamp();
            call.Error.WriteLine($"{value} events …");
        }
    }

    private void Warn(LighthouseReport report)
    {
        foreach (var damage in report.Damages.Take(MostPrinted))
        {
            call.Error.WriteLine($"pharos: {damage.File}, byte {damage.Offset}: {damage.Why} ({damage.Bytes} bytes)");
        }

        if (report.Damaged > MostPrinted)
        {
            call.Error.WriteLine($"pharos: and {report.Damaged - MostPrinted} more places.");
        }

        if (report.Unverified > 0)
        {
            call.Error.WriteLine($"pharos: WARNING: nothing proves who wrote {report.Unverified} of these events; each says \"verified\": false. With Lighthouse's secret: --secret-file");
        }
    }

    private void Print(LighthouseReport report)
    {
        if (!call.IsJson)
        {
            call.Output.WriteLine($"{report.Added} events imported, {report.Known} were there already, {report.Damaged} places could not be read.");
            return;
        }

        call.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("format", "lighthouse");
            json.WriteNumber("added", report.Added);
            json.WriteNumber("known", report.Known);
            json.WriteNumber("damaged", report.Damaged);
            json.WriteNumber("unverified", report.Unverified);
            json.WriteStartArray("damages");
            foreach (var damage in report.Damages)
            {
                json.WriteStartObject();
                json.WriteString("file", damage.File);
                json.WriteNumber("offset", damage.Offset);
                json.WriteNumber("bytes", damage.Bytes);
                json.WriteString("why", damage.Why);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
